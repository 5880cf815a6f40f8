"""Use cases of those who organise: announce, cancel, change the seats, see who comes."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.clock import Clock
from bot.db import Database, Tx
from bot.events.drafts import load_draft
from bot.events.editing import OnChanged
from bot.events.form import EventForm, EventPlan, read_form
from bot.events.models import AnswerRow, EventDraftRow, EventRow
from bot.events.queries import attendees_of, events_between, who_answered
from bot.events.rsvp import Rsvps
from bot.events.rules import (
    Attendee,
    Choice,
    Event,
    EventState,
    Mode,
    ModeSeats,
    NamesHidden,
    NamesShown,
    NoSuchEvent,
    ReasonMissing,
    check_cancellable,
    check_open,
)
from bot.events.standing import LockedEvent, find_event, lock_event, standing
from bot.events.telling import post_announcement, tell_cancelled
from bot.events.views import event_view, load_view, seats_of
from bot.members.communities import load_community
from bot.members.models import MemberRow
from bot.members.rules import Community
from bot.outbox.service import Outbox

OnAnnounced = Callable[[Tx, int, int], Awaitable[None]]
"""``(tx, draft_id, event_id)``: runs in the transaction that makes a draft an event."""


class Events:
    """Meetings of a community."""

    def __init__(self, db: Database, clock: Clock, rsvps: Rsvps, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._rsvps = rsvps
        self._outbox = outbox
        self._announced: list[OnAnnounced] = []
        self.on_changed: OnChanged | None = None

    def on_announced(self, hook: OnAnnounced) -> None:
        """From now on ``hook`` runs whenever a draft becomes an event."""
        self._announced.append(hook)

    async def announce(self, community_id: int, draft_id: int) -> Event:
        """Make a draft an event and plan its card. A draft is announced once; unreadable ones raise."""
        async with self._db.transaction() as tx:
            return await self.announce_in(tx, community_id, draft_id, self._clock())

    async def announce_in(self, tx: Tx, community_id: int, draft_id: int, now: datetime) -> Event:
        """The same inside somebody's transaction."""
        community = await load_community(tx, community_id)
        draft = await load_draft(tx, community_id, draft_id, lock=True)
        form = EventForm.from_dict(draft.form)
        plan = read_form(form, now=now, tz=community.tz)
        event_id = await insert_event(
            tx,
            community,
            form,
            plan,
            now,
            is_rehearsal=draft.is_rehearsal,
            created_by_id=draft.author_id,
        )
        for hook in self._announced:
            await hook(tx, draft_id, event_id)
        await tx.execute(delete(EventDraftRow).where(EventDraftRow.id == draft_id))
        event = await lock_event(tx, community_id, event_id)
        assert community.announce_channel_id is not None
        await post_announcement(self._outbox, tx, event, community.announce_channel_id, now)
        return event_view(event, (await standing(tx, event, None)).seats)

    async def show(self, community_id: int, event_id: int, *, is_staff: bool = False) -> Event:
        """One event as everybody may see it; a rehearsal is unknown to all but staff."""
        async with self._db.reading() as tx:
            event = await load_view(tx, community_id, event_id)
        if event.is_rehearsal and not is_staff:
            raise NoSuchEvent
        return event

    async def upcoming(self, community_id: int, *, is_staff: bool = False, limit: int = 25) -> list[Event]:
        """Announced events that are not over, the next one first."""
        now = self._clock()
        async with self._db.reading() as tx:
            found = await events_between(tx, community_id, since=now, rehearsals=is_staff, limit=limit)
            return [event_view(event, await _seats(tx, event, now)) for event in found]

    async def attendees(
        self, community_id: int, event_id: int, discord_user_id: int, *, is_staff: bool = False
    ) -> Sequence[Attendee]:
        """Who comes and who waits, as far as this reader may know it; raises `NamesHidden` otherwise."""
        async with self._db.reading() as tx:
            event = await find_event(tx, community_id, event_id)
            if event.row.is_rehearsal and not is_staff:
                raise NoSuchEvent
            shown = NamesShown(event.row.names_shown)
            takes_part = await _answered(tx, event_id, community_id, discord_user_id)
            allowed = {
                NamesShown.PARTICIPANTS: is_staff or takes_part,
                NamesShown.OFFICE: is_staff,
                NamesShown.NOBODY: False,
            }[shown]
            if not allowed:
                raise NamesHidden(title=event.row.title)
            return await attendees_of(tx, event_id, applicants=is_staff)

    async def cancel(self, community_id: int, event_id: int, reason: str) -> tuple[Event, int]:
        """Call a meeting off and tell everyone concerned, those who wait included; how many are told."""
        now = self._clock()
        if not reason.strip():
            raise ReasonMissing
        async with self._db.transaction() as tx:
            event = await lock_event(tx, community_id, event_id)
            check_cancellable(event_view(event, {}), now)
            await tx.execute(
                update(EventRow)
                .where(EventRow.id == event_id)
                .values(
                    state=EventState.CANCELLED.value,
                    cancel_reason=reason.strip(),
                    cancelled_at=now,
                    calendar_sequence=EventRow.calendar_sequence + 1,
                )
            )
            if self.on_changed is not None:
                await self.on_changed(tx, community_id, event_id)
            await self._rsvps.bring_up_to_date(tx, event, event.row.last_ticket)
            told = await tell_cancelled(self._outbox, tx, event, now)
            return await load_view(tx, community_id, event_id), told

    async def concerned(self, community_id: int, event_id: int) -> int:
        """How many people a cancellation would tell: who comes, waits or is unsure."""
        async with self._db.reading() as tx:
            await find_event(tx, community_id, event_id)
            return len(await who_answered(tx, event_id, Choice.VENUE, Choice.ONLINE, Choice.MAYBE))

    async def change_capacity(
        self, community_id: int, event_id: int, capacities: dict[Mode, int | None]
    ) -> Event:
        """Other numbers of seats (None: no limit); raised ones promote at once, lowered ones evict nobody."""
        now = self._clock()
        columns = {Mode.VENUE: "venue_capacity", Mode.ONLINE: "online_capacity"}
        async with self._db.transaction() as tx:
            event = await lock_event(tx, community_id, event_id)
            check_open(event_view(event, {}), now)
            changes = {columns[mode]: seats for mode, seats in capacities.items() if mode in event.modes}
            if changes:
                await tx.execute(update(EventRow).where(EventRow.id == event_id).values(**changes))
            event = await find_event(tx, community_id, event_id)
            ticket = await self._rsvps.settle(tx, event, event.row.last_ticket, now)
            await self._rsvps.bring_up_to_date(tx, event, ticket)
            return await load_view(tx, community_id, event_id)

    async def community_of(self, event_id: int) -> int:
        """Which community an event belongs to, for presses that come from a direct message."""
        async with self._db.reading() as tx:
            found = await tx.scalar(select(EventRow.community_id).where(EventRow.id == event_id))
        if found is None:
            raise NoSuchEvent
        return found


async def _seats(tx: Tx, event: LockedEvent, now: datetime) -> Mapping[Mode, ModeSeats]:
    begun = event.row.starts_at <= now
    return await seats_of(tx, event) if begun else (await standing(tx, event, None)).seats


async def _answered(tx: Tx, event_id: int, community_id: int, discord_user_id: int) -> bool:
    query = (
        select(AnswerRow.id)
        .join(MemberRow, MemberRow.id == AnswerRow.member_id)
        .where(
            AnswerRow.event_id == event_id,
            AnswerRow.choice.in_(("venue", "online")),
            MemberRow.community_id == community_id,
            MemberRow.discord_user_id == discord_user_id,
        )
    )
    return await tx.scalar(query) is not None


async def insert_event(
    tx: Tx, community: Community, form: EventForm, plan: EventPlan, now: datetime, **columns: Any
) -> int:
    """An announced meeting of which nobody is told yet; ``columns``: what its form does not decide."""
    row = await tx.execute(
        insert(EventRow)
        .values(
            community_id=community.id,
            state=EventState.ANNOUNCED.value,
            timezone=community.timezone,
            form=form.to_dict(),
            calendar_uid=uuid.uuid4().hex,
            calendar_sequence=0,
            revision=1,
            last_ticket=0,
            created_at=now,
            **plan.columns(),
            **columns,
        )
        .returning(EventRow.id)
    )
    return row.scalar_one()
