"""What the next person needs to know: who is there, what leaves soon, whom to call about the machine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import N_, UserError
from bot.i18n import Raw, Text, _
from bot.members.models import CommunityRow, MemberRow
from bot.members.rules import Unknown
from bot.members.service import Members
from bot.outbox.kinds import Kinds
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Delivery, Kind, Notice
from bot.outbox.planning import IS_PLANNED
from bot.outbox.service import Outbox

TEST = "handover.test"
CONTACT_LENGTH = 300
COLLEAGUES_SHOWN = 8
"""Each is one request to Discord whenever the page is opened."""
SCHEDULED_SHOWN = 5
LATELY = timedelta(days=180)


class ContactTooLong(UserError):
    sentence = N_("Please write it in at most {most} characters: who it is, and how to reach them.")


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who did something for the office lately; whether they still may is Discord's to say."""

    discord_user_id: int
    name: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Notices of one kind that leave at one moment."""

    title: Text | Raw
    due_at: datetime
    count: int


LeavesByItself = Callable[[Tx, int], Awaitable[Sequence[Scheduled]]]
"""``(tx, community_id)``: what a feature will do by itself that is no row of the outbox yet."""


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """``staff_count`` is what Discord said at ``staff_counted_at``; None: it never said."""

    machine_contact: str | None
    staff_count: int | None
    staff_counted_at: datetime | None
    colleagues: tuple[Colleague, ...]
    scheduled: tuple[Scheduled, ...]


class Handover:
    """Use cases of ``/handover``."""

    def __init__(self, db: Database, clock: Clock, members: Members, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._outbox = outbox
        self._sources: list[LeavesByItself] = []
        outbox.register(Kind(TEST, _compose_test, title=_("Test message")))

    def register(self, source: LeavesByItself) -> None:
        """From now on what ``source`` names stands among what leaves by itself."""
        self._sources.append(source)

    async def page(self, community_id: int) -> HandoverPage:
        """What is known here; `Unknown` for a community that is not."""
        now = self._clock()
        async with self._db.reading() as tx:
            found = await tx.execute(
                select(
                    CommunityRow.machine_contact, CommunityRow.staff_count, CommunityRow.staff_counted_at
                ).where(CommunityRow.id == community_id)
            )
            community = found.one_or_none()
            if community is None:
                raise Unknown
            return HandoverPage(
                community.machine_contact,
                community.staff_count,
                community.staff_counted_at,
                await _colleagues(tx, community_id, now),
                await self._leaving(tx, community_id, SCHEDULED_SHOWN),
            )

    async def leaving(self, community_id: int, most: int) -> tuple[Scheduled, ...]:
        """What leaves by itself, the soonest first, at most so many lines."""
        async with self._db.reading() as tx:
            return await self._leaving(tx, community_id, most)

    async def _leaving(self, tx: Tx, community_id: int, most: int) -> tuple[Scheduled, ...]:
        leaving = list(await _scheduled(tx, self._outbox.kinds, community_id, most))
        for source in self._sources:
            leaving += await source(tx, community_id)
        return tuple(sorted(leaving, key=lambda each: each.due_at)[:most])

    async def set_machine_contact(self, community_id: int, written: str) -> None:
        """Whom to call about the machine, in the office's own words; nothing written takes it away."""
        contact = written.strip()
        if len(contact) > CONTACT_LENGTH:
            raise ContactTooLong(most=CONTACT_LENGTH)
        async with self._db.transaction() as tx:
            await tx.execute(
                update(CommunityRow)
                .where(CommunityRow.id == community_id)
                .values(machine_contact=contact or None)
            )

    async def send_test(self, community_id: int, discord_user_id: int, display_name: str | None) -> None:
        """One notice to this person and nobody else, by the way that all notices go; one a minute at most."""
        now = self._clock()
        async with self._db.transaction() as tx:
            member = await self._members.ensure(tx, community_id, discord_user_id, display_name)
            await self._outbox.enqueue(
                tx,
                community_id=community_id,
                kind=TEST,
                subject=f"community:{community_id}",
                to_member=member.id,
                due_at=now,
                expires_at=now + timedelta(days=1),
                dedupe_key=f"{TEST}:{member.id}:{now:%Y%m%d%H%M}",
                now=now,
            )


async def _colleagues(tx: Tx, community_id: int, now: datetime) -> tuple[Colleague, ...]:
    found = await tx.execute(
        select(MemberRow.discord_user_id, MemberRow.display_name, MemberRow.staff_seen_at)
        .where(
            MemberRow.community_id == community_id,
            MemberRow.staff_seen_at > now - LATELY,
            MemberRow.discord_user_id.is_not(None),
            MemberRow.display_name.is_not(None),
        )
        .order_by(MemberRow.staff_seen_at.desc(), MemberRow.id)
        .limit(COLLEAGUES_SHOWN)
    )
    return tuple(Colleague(*row) for row in found)


async def _scheduled(tx: Tx, kinds: Kinds, community_id: int, most: int) -> tuple[Scheduled, ...]:
    found = await tx.execute(
        select(DeliveryRow.kind, DeliveryRow.due_at, func.count())
        .where(DeliveryRow.community_id == community_id, IS_PLANNED)
        .group_by(DeliveryRow.kind, DeliveryRow.due_at)
        .order_by(DeliveryRow.due_at, DeliveryRow.kind)
        .limit(most)
    )
    return tuple(Scheduled(_title(kinds, kind), due_at, count) for kind, due_at, count in found)


def _title(kinds: Kinds, name: str) -> Text | Raw:
    kind = kinds.get(name)
    return kind.title if kind is not None and kind.title is not None else Raw(name)


async def _compose_test(_tx: Tx, _delivery: Delivery, _now: datetime) -> Notice:
    return Notice(
        _("This is a test, sent to you only."),
        (
            _("Reminders and news about seats reach people in the same way as this."),
            _("There is nothing for you to do."),
        ),
    )
