"""Discord's own events and published messages, as `bot.mirrors.board.Board` asks for them.

Like the courier it knows no feature and no database, and does not pace itself. Lengths and states: Discord's
documentation "Guild Scheduled Event". An external event begins and ends by itself at its times.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import discord

from bot.mirrors.board import CARD_GONE, GONE
from bot.mirrors.rules import Entry
from bot.outbox.couriers import CourierError, Doubtful, NotYet, TryLater, WayClosed
from cogs.shared import limits
from cogs.shared.clip import clip
from cogs.shared.refusals import courier_errors
from cogs.shared.renderers import escape

OPEN = (discord.EventStatus.scheduled, discord.EventStatus.active)


class DiscordBoard:
    """Asks for ``bot``; implements `bot.mirrors.board.Board`."""

    def __init__(self, bot: discord.Client) -> None:
        self._bot = bot

    async def create(self, community_id: int, entry: Entry) -> int:
        """Put an entry there. discord.py repeats it by itself after 502 and 504: twins go."""
        guild = self._guild(community_id)
        try:
            with courier_errors(self._bot, leaves=True):
                made = await guild.create_scheduled_event(
                    **dressed(entry),
                    start_time=entry.starts_at,
                    entity_type=discord.EntityType.external,
                    privacy_level=discord.PrivacyLevel.guild_only,
                )
        except TryLater as error:
            raise (Doubtful if error.reason.startswith("server_") else TryLater)(
                error.reason, retry_after=error.retry_after
            ) from None
        with contextlib.suppress(CourierError):  # the entry itself stands
            await self._delete(
                [each for each in await self._alike(guild, entry.card_id) if each.id != made.id]
            )
        return made.id

    async def find(self, community_id: int, card_id: int) -> int | None:
        """The oldest one counts; more than one can only come from a repeated request, and goes."""
        alike = await self._alike(self._guild(community_id), card_id)
        await self._delete(alike[1:])
        return alike[0].id if alike else None

    async def edit(self, community_id: int, scheduled_event_id: int, entry: Entry, *, begun: bool) -> None:
        """Raises `WayClosed` with `GONE` also for one that was called off by hand: it cannot come back."""
        event = await self._fetch(community_id, scheduled_event_id)
        if event.status not in OPEN:
            raise WayClosed(GONE)
        start: dict[str, Any] = {} if begun else {"start_time": entry.starts_at}
        with courier_errors(self._bot):
            await event.edit(**dressed(entry), **start)

    async def end(self, community_id: int, scheduled_event_id: int) -> None:
        """What has begun can only be ended, what has not can only be called off."""
        try:
            event = await self._fetch(community_id, scheduled_event_id)
        except WayClosed as closed:
            if closed.reason == GONE:
                return
            raise
        with courier_errors(self._bot):
            if event.status is discord.EventStatus.active:
                await event.end()
            elif event.status is discord.EventStatus.scheduled:
                await event.cancel()

    async def stands(self, community_id: int, scheduled_event_id: int) -> bool:
        try:
            event = await self._fetch(community_id, scheduled_event_id)
        except WayClosed as closed:
            if closed.reason == GONE:
                return False
            raise
        return event.status in OPEN

    async def card_stands(self, channel_id: int, message_id: int) -> bool:
        try:
            with courier_errors(self._bot):
                await self._bot.get_partial_messageable(channel_id).fetch_message(message_id)
        except WayClosed as closed:
            if closed.reason in CARD_GONE:
                return False
            raise
        return True

    async def publish(self, channel_id: int, message_id: int) -> None:
        """For our own messages Send Messages is enough (Discord's "Crosspost Message")."""
        try:
            with courier_errors(self._bot):
                await self._bot.get_partial_messageable(channel_id).get_partial_message(message_id).publish()
        except WayClosed as closed:
            if closed.reason != "published_already":
                raise

    def _guild(self, community_id: int) -> discord.Guild:
        guild = self._bot.get_guild(community_id)
        if guild is None:  # the gateway has not told of it yet
            raise NotYet("offline")
        return guild

    async def _fetch(self, community_id: int, scheduled_event_id: int) -> discord.ScheduledEvent:
        guild = self._guild(community_id)
        with courier_errors(self._bot):
            return await guild.fetch_scheduled_event(scheduled_event_id, with_counts=False)

    async def _alike(self, guild: discord.Guild, card_id: int) -> Sequence[discord.ScheduledEvent]:
        """Our own entries that are not over and lead to that card, the oldest first."""
        with courier_errors(self._bot):
            events = await guild.fetch_scheduled_events(with_counts=False)
        ours = self._bot.user.id if self._bot.user is not None else None
        return sorted(
            (
                each
                for each in events
                if each.creator_id == ours
                and each.status in OPEN
                and f"/{card_id}" in (each.description or "")
            ),
            key=lambda each: each.id,
        )

    async def _delete(self, events: Sequence[discord.ScheduledEvent]) -> None:
        for event in events:
            with courier_errors(self._bot):
                await event.delete()


def dressed(entry: Entry) -> dict[str, Any]:
    """Name, description, location and end within Discord's lengths; what people typed stays plain words.

    The end of the description, which leads to the card, is never cut off.
    """
    name = discord.utils.escape_mentions(entry.name)
    place = discord.utils.escape_mentions(entry.place)
    room = limits.SCHEDULED_EVENT_DESCRIPTION - len(entry.how_to_apply) - 2
    about = clip(escape(entry.about), room)
    return {
        "name": clip(name, limits.SCHEDULED_EVENT_NAME),
        "description": f"{about}\n\n{entry.how_to_apply}" if about else entry.how_to_apply,
        "location": clip(place, limits.SCHEDULED_EVENT_LOCATION - len(entry.and_online)) + entry.and_online,
        "end_time": entry.ends_at,
    }
