"""People who left the server although they hold or wait for a seat: noticed, shown to staff, freed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update

from bot.clock import Clock
from bot.db import AnyRow, Database, Tx
from bot.desk.lines import DeskLine
from bot.errors import N_, UserError
from bot.events.models import EventRow, RsvpRow
from bot.events.places import Cause, keep_answer, write_moves
from bot.events.rsvp import Rsvps
from bot.events.rules import (
    Choice,
    Event,
    EventState,
    Mode,
    MyPlace,
    NamesShown,
    Place,
    check_open,
    subject_of,
)
from bot.events.seats import Move
from bot.events.standing import find_event, lock_event, standing
from bot.events.views import event_view
from bot.i18n import C_, _n
from bot.members.models import CommunityRow, MemberRow
from bot.members.presence import Presence
from bot.members.rules import Community
from bot.outbox.notice import Action
from bot.outbox.service import Outbox

ASKED_BEFORE = timedelta(hours=24)
"""How long before a meeting Discord is asked who is still there."""
ASKED_EVERY = timedelta(hours=12)
SILENCES = 3
"""So many questions without an answer in a row: Discord has other troubles, the next hour asks again."""
MINUTES = 2
"""To look at the names, to ask nobody, and to press once for each."""


class NothingToFree(UserError):
    """Somebody unknown or still here, or the seat is free already: all are answered alike."""

    sentence = N_(
        "There is no seat to free: it is free already, or this person is in the server again. "
        "Please open the list again."
    )


@dataclass(frozen=True, slots=True)
class Departed:
    """Somebody who left; ``name`` is None where the meeting shows names to nobody or it is unknown."""

    member_id: int
    name: str | None
    places: tuple[MyPlace, ...]


@dataclass(frozen=True, slots=True)
class DepartedList:
    """Everybody with a place in a meeting who left the server, first come first."""

    event: Event
    people: tuple[Departed, ...]


class Departures:
    """Use cases around those who left."""

    def __init__(self, db: Database, clock: Clock, rsvps: Rsvps, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._rsvps = rsvps
        self._outbox = outbox

    async def look(self, presence: Presence) -> int:
        """Ask once, the day before a meeting, who of those who come or wait is still there.

        How many answers there were. Nothing is asked inside a transaction, and one after another.
        """
        answered = 0
        silent: Counter[int] = Counter()
        for person in await self._due():
            if silent[person.community_id] >= SILENCES:
                continue
            is_here = await presence.is_here(person.community_id, person.discord_user_id)
            if is_here is None:
                silent[person.community_id] += 1
                continue
            silent[person.community_id] = 0
            answered += 1
            await self._note(person.id, is_here=is_here)
        return answered

    async def listing(self, community_id: int, event_id: int) -> DepartedList:
        """Who left, for staff. Raises `NoSuchEvent`."""
        async with self._db.reading() as tx:
            return await _listing(tx, community_id, event_id)

    async def free_seat(self, community_id: int, event_id: int, member_id: int) -> DepartedList:
        """Take the places of somebody who left back, and let the line move up; who is left on the list.

        Raises `NothingToFree`, `NoSuchEvent`, `AnswersClosed` or `EventWasCancelled`.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            event = await lock_event(tx, community_id, event_id)
            check_open(event_view(event, {}), now)
            if not await _has_left(tx, community_id, member_id):
                raise NothingToFree
            mine = (await standing(tx, event, member_id)).mine
            moves = [
                Move(mode, place, Place.CANCELLED)
                for mode, place in mine.items()
                if place is not Place.CANCELLED
            ]
            if not moves:
                raise NothingToFree
            ticket = event.row.last_ticket + 1
            await write_moves(tx, event_id, member_id, moves, ticket, Cause.LEFT, now)
            await keep_answer(tx, event_id, member_id, Choice.DECLINED, now)
            await self._outbox.cancel_planned(tx, now=now, subject=subject_of(event_id), member_id=member_id)
            ticket = await self._rsvps.settle(tx, event, ticket, now)
            await self._rsvps.bring_up_to_date(tx, event, ticket)
            return await _listing(tx, community_id, event_id)

    async def _due(self) -> Sequence[AnyRow]:
        now = self._clock()
        query = (
            select(MemberRow.id, MemberRow.community_id, MemberRow.discord_user_id)
            .join(RsvpRow, RsvpRow.member_id == MemberRow.id)
            .join(EventRow, EventRow.id == RsvpRow.event_id)
            .join(CommunityRow, CommunityRow.id == EventRow.community_id)
            .where(
                *_lies_ahead(now),
                EventRow.starts_at <= now + ASKED_BEFORE,
                RsvpRow.place != Place.CANCELLED.value,
                MemberRow.discord_user_id.is_not(None),
                or_(MemberRow.checked_at.is_(None), MemberRow.checked_at <= now - ASKED_EVERY),
                CommunityRow.removed_at.is_(None),
            )
            .distinct()
            .order_by(MemberRow.id)
        )
        async with self._db.reading() as tx:
            return (await tx.execute(query)).all()

    async def _note(self, member_id: int, *, is_here: bool) -> None:
        now = self._clock()
        async with self._db.transaction() as tx:
            await tx.execute(
                update(MemberRow)
                .where(MemberRow.id == member_id)
                .values(checked_at=now, left_at=None if is_here else func.coalesce(MemberRow.left_at, now))
            )


async def departed_lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
    """One line per coming meeting in which somebody who left still has a place."""
    people = func.count(MemberRow.id.distinct()).label("people")
    query = (
        select(EventRow.id, EventRow.title, EventRow.starts_at, people)
        .join(RsvpRow, RsvpRow.event_id == EventRow.id)
        .join(MemberRow, MemberRow.id == RsvpRow.member_id)
        .where(
            EventRow.community_id == community.id,
            *_lies_ahead(now),
            RsvpRow.place != Place.CANCELLED.value,
            MemberRow.left_at.is_not(None),
        )
        .group_by(EventRow.id, EventRow.title, EventRow.starts_at)
        .order_by(EventRow.starts_at, EventRow.id)
    )
    return [
        DeskLine(
            "departed",
            _n(
                "{count} person with a place at “{title}” has left the server.",
                "{count} people with a place at “{title}” have left the server.",
                count=row.people,
                title=row.title,
            ),
            MINUTES,
            due_at=row.starts_at,
            action=Action("event", row.id, "departed", C_("desk", "See who left")),
        )
        for row in await tx.execute(query)
    ]


def _lies_ahead(now: datetime) -> tuple[Any, ...]:
    return (
        EventRow.state == EventState.ANNOUNCED.value,
        EventRow.is_rehearsal.is_(False),
        EventRow.starts_at > now,
    )


async def _has_left(tx: Tx, community_id: int, member_id: int) -> bool:
    query = select(MemberRow.id).where(
        MemberRow.id == member_id,
        MemberRow.community_id == community_id,
        MemberRow.left_at.is_not(None),
    )
    return await tx.scalar(query) is not None


async def _listing(tx: Tx, community_id: int, event_id: int) -> DepartedList:
    event = await find_event(tx, community_id, event_id)
    view = event_view(event, (await standing(tx, event, None)).seats)
    query = (
        select(MemberRow.id, MemberRow.display_name, RsvpRow.mode, RsvpRow.place)
        .join(RsvpRow, RsvpRow.member_id == MemberRow.id)
        .where(
            RsvpRow.event_id == event_id,
            RsvpRow.place != Place.CANCELLED.value,
            MemberRow.left_at.is_not(None),
        )
        .order_by(RsvpRow.ticket)
    )
    names: dict[int, str | None] = {}
    places: dict[int, list[MyPlace]] = {}
    for row in await tx.execute(query):
        names[row.id] = None if view.names_shown is NamesShown.NOBODY else row.display_name
        places.setdefault(row.id, []).append(MyPlace(Mode(row.mode), Place(row.place)))
    people = tuple(Departed(member_id, names[member_id], tuple(held)) for member_id, held in places.items())
    return DepartedList(view, people)
