"""Use cases of /reminders: what somebody wants to be told, by which way, at which hours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import N_, UserError
from bot.mailing.rules import Hours, Lead
from bot.members import subscriptions
from bot.members.communities import load_community
from bot.members.schedule import read_hour, read_zone
from bot.members.service import Members, member_id_of
from bot.members.subscriptions import Subscription
from bot.members.wish_rules import CHOICES, Topic, Via, Wishes

MIDNIGHT = "00:00"

OnChanged = Callable[[Tx, int, int, datetime], Awaitable[None]]
"""``(tx, community_id, member_id, now)``: what was planned for this person is planned anew."""


class MailNotConfirmed(UserError):
    sentence = N_(
        "No mail address of yours is confirmed yet. Please press “Get it by mail” first; "
        "after that you can choose mail."
    )


@dataclass(frozen=True, slots=True)
class MyWishes:
    """All wishes of one person, and what mail can do for them. ``tz`` is where their hours count."""

    wishes: Wishes
    consent: Subscription | None
    is_mailable: bool
    tz: ZoneInfo


class WishBook:
    """What people wish of notices. ``on_changed`` are told in the transaction of each change."""

    def __init__(self, db: Database, clock: Clock, members: Members) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self.on_changed: list[OnChanged] = []

    async def mine(self, community_id: int, account_id: int) -> MyWishes:
        """What this person wishes; for somebody of whom nothing is stored, what everybody gets."""
        async with self._db.reading() as tx:
            return await self._view(tx, community_id, await member_id_of(tx, community_id, account_id))

    async def choose_way(
        self, community_id: int, account_id: int, name: str | None, topic: Topic, via: Via
    ) -> MyWishes:
        """This topic comes by that way. Raises `MailNotConfirmed`; ValueError for a way it cannot take."""
        if via not in CHOICES[topic]:
            raise ValueError(f"{topic} cannot come by {via}")

        async def write(tx: Tx, member_id: int) -> None:
            consent = await subscriptions.subscription_of(tx, member_id)
            if via is Via.MAIL and (consent is None or consent.state != "confirmed"):
                raise MailNotConfirmed
            await subscriptions.set_way(tx, community_id, member_id, topic, via)

        return await self._change(community_id, account_id, name, write)

    async def choose_leads(
        self, community_id: int, account_id: int, name: str | None, wanted: Collection[Lead]
    ) -> MyWishes:
        """Only these reminders of a meeting; the others are not planned any more."""
        off = [lead.value for lead in Lead if lead not in wanted]
        return await self._change(
            community_id,
            account_id,
            name,
            lambda tx, member_id: subscriptions.set_wishes(tx, community_id, member_id, leads_off=off),
        )

    async def choose_hours(
        self, community_id: int, account_id: int, name: str | None, starts: str, ends: str, where: str
    ) -> MyWishes:
        """Nothing rings between these hours of that zone; the same hour twice: never quiet.

        Nothing written in ``where``: as everybody here. Raises `HourUnreadable` or `UnknownZone`.
        """
        hours = {
            "quiet_from": read_hour(starts),
            "quiet_until": read_hour(ends),
            "timezone": read_zone(where) if where.strip() else None,
        }
        return await self._change(
            community_id,
            account_id,
            name,
            lambda tx, member_id: subscriptions.set_wishes(tx, community_id, member_id, **hours),
        )

    async def never_quiet(self, community_id: int, account_id: int, name: str | None) -> MyWishes:
        """Notices may come at every hour; the zone stays."""
        hours = {"quiet_from": MIDNIGHT, "quiet_until": MIDNIGHT}
        return await self._change(
            community_id,
            account_id,
            name,
            lambda tx, member_id: subscriptions.set_wishes(tx, community_id, member_id, **hours),
        )

    async def _change(
        self,
        community_id: int,
        account_id: int,
        name: str | None,
        write: Callable[[Tx, int], Awaitable[None]],
    ) -> MyWishes:
        now = self._clock()
        async with self._db.transaction() as tx:
            member = await self._members.ensure(tx, community_id, account_id, name)
            await write(tx, member.id)
            for tell in self.on_changed:
                await tell(tx, community_id, member.id, now)
            return await self._view(tx, community_id, member.id)

    async def _view(self, tx: Tx, community_id: int, member_id: int | None) -> MyWishes:
        community = await load_community(tx, community_id)
        if member_id is None:
            return MyWishes(Wishes(), None, is_mailable=False, tz=community.tz)
        wishes = await subscriptions.wishes_of(tx, member_id)
        consent = await subscriptions.subscription_of(tx, member_id)
        return MyWishes(
            wishes,
            consent,
            is_mailable=consent is not None and consent.is_mailable(self._clock()),
            tz=ZoneInfo(wishes.timezone) if wishes.timezone else community.tz,
        )


async def hours_of(tx: Tx, member_id: int, timezone: str) -> Hours:
    """When this person wants reminders; ``timezone`` counts where they named none."""
    wishes = await subscriptions.hours_of(tx, member_id)
    return Hours(wishes.leads_off, wishes.quiet, ZoneInfo(wishes.timezone or timezone))
