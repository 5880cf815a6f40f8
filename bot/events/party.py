"""Use cases around a person's own application: companions, and notes that only the office reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from bot.clock import Clock
from bot.db import AnyRow, Database, Tx
from bot.errors import UserError
from bot.events import seats as seating
from bot.events.admission import check_visible
from bot.events.models import AnswerRow, RsvpHistoryRow, RsvpRow
from bot.events.places import Cause, write_moves
from bot.events.rsvp import Rsvps
from bot.events.rules import Mode, Personal, Place, check_open
from bot.events.standing import Look, find_event, look, standing, take_lock
from bot.events.terms import AnswerFirst, PartyTooBig, TooManyCompanions, check_companions
from bot.events.views import event_view, line_number, personal_view

_SEATS = (
    update(RsvpRow)
    .where(
        RsvpRow.event_id == bindparam("of_event"),
        RsvpRow.member_id == bindparam("of_member"),
        RsvpRow.place != Place.CANCELLED.value,
    )
    .values(seats=bindparam("party"), changed_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class OwnNotes:
    """What somebody told the office with their application. ``companions`` is how many come along."""

    companions: int = 0
    access_needs: str = ""
    door_name: str = ""
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """The result: where the person stands, and what is kept now.

    ``problem``: the number of companions could not be changed, and why; the notes are kept all the same.
    """

    mine: Personal
    notes: OwnNotes
    problem: UserError | None = None


class Parties:
    """A person's own additions to their application."""

    def __init__(self, db: Database, clock: Clock, rsvps: Rsvps) -> None:
        self._db = db
        self._clock = clock
        self._rsvps = rsvps

    async def notes(self, community_id: int, discord_user_id: int, event_id: int) -> Noted:
        """What is kept so far, to fill the form with. Raises `AnswerFirst` or `NoSuchEvent`."""
        async with self._db.reading() as tx:
            seen = await look(tx, community_id, event_id, discord_user_id)
            return await self._noted(tx, seen, _member(seen))

    async def note(self, community_id: int, discord_user_id: int, event_id: int, notes: OwnNotes) -> Noted:
        """Keep the notes, and change the number of seats with the number of companions.

        Fewer companions free their seats at once. More than there is room for change nothing for somebody
        with a seat (`PartyTooBig`); somebody in the line keeps their turn, and nobody overtakes them. Who
        came with more than are allowed by now may stay so (`TooManyCompanions` is for those who add some).
        Both are told as ``problem``. Raises `AnswerFirst`, or what a closed meeting says.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            await take_lock(tx, event_id)
            seen = await look(tx, community_id, event_id, discord_user_id)
            check_visible(seen.event, is_staff=seen.choice is not None)
            check_open(event_view(seen.event, {}), now)
            member_id = _member(seen)
            await tx.execute(
                update(AnswerRow)
                .where(AnswerRow.event_id == event_id, AnswerRow.member_id == member_id)
                .values(
                    access_needs=notes.access_needs.strip() or None,
                    door_name=notes.door_name.strip() or None,
                    affiliation=notes.affiliation.strip() or None,
                )
            )
            problem: UserError | None = None
            try:
                await self._change_companions(tx, seen, member_id, notes.companions, now)
            except (TooManyCompanions, PartyTooBig) as no:  # said before anything is written
                problem = no
            return replace(await self._noted(tx, seen, member_id), problem=problem)

    async def _change_companions(
        self, tx: Tx, seen: Look, member_id: int, companions: int, now: datetime
    ) -> None:
        if companions > seen.companions:
            check_companions(seen.event.row.title, seen.event.terms, companions)
        if companions != seen.companions:
            await self._come_with(tx, seen, member_id, companions, now)

    async def come_with_fewer(
        self, community_id: int, discord_user_id: int, event_id: int, mode: Mode
    ) -> Noted:
        """Take the seats that are free with so many companions as fit.

        Nothing changes with none free, or while somebody else is first in the line.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            await take_lock(tx, event_id)
            seen = await look(tx, community_id, event_id, discord_user_id)
            check_open(event_view(seen.event, {}), now)
            member_id = _member(seen)
            empty = seen.standing.seats[mode].empty if mode in seen.standing.seats else 0
            waits = seen.standing.mine.get(mode) is Place.WAITLISTED
            if waits and empty and empty < seen.party and await _has_turn(tx, seen, mode, now):
                await self._come_with(tx, seen, member_id, empty - 1, now)
            return await self._noted(tx, seen, member_id)

    async def _come_with(self, tx: Tx, seen: Look, member_id: int, companions: int, now: datetime) -> None:
        """Other seats for this person's places, and what follows for everybody else."""
        event, event_id = seen.event, seen.event.row.id
        first_come = event.terms.is_first_come(now)
        _check_room(seen, companions - seen.companions, first_come=first_come)
        party = 1 + companions
        await tx.execute(_SEATS, {"of_event": event_id, "of_member": member_id, "party": party, "now": now})
        await tx.execute(
            update(AnswerRow)
            .where(AnswerRow.event_id == event_id, AnswerRow.member_id == member_id)
            .values(companions=companions)
        )
        await self._record(tx, seen, member_id, party, now)
        ticket = event.row.last_ticket
        if first_come:
            ticket = await self._take_what_is_free(tx, seen, member_id, party, ticket, now)
        ticket = await self._rsvps.settle(tx, event, ticket, now)
        await self._rsvps.bring_up_to_date(tx, event, ticket)

    async def _take_what_is_free(
        self, tx: Tx, seen: Look, member_id: int, party: int, ticket: int, now: datetime
    ) -> int:
        """When the line stands still, a party that fits by now is seated by its own press."""
        stand = await standing(tx, seen.event, member_id)
        for mode, place in stand.mine.items():
            if place is not Place.WAITLISTED or mode not in stand.seats:
                continue
            moves = seating.seat_or_line(
                mode, stand.seats[mode], stand.mine, party=party, first_come=True
            ).moves
            if moves:
                await write_moves(
                    tx, seen.event.row.id, member_id, moves, ticket + 1, Cause.PARTY, now, party=party
                )
                return ticket + 1
        return ticket

    async def _record(self, tx: Tx, seen: Look, member_id: int, party: int, now: datetime) -> None:
        steps = [
            {
                "event_id": seen.event.row.id,
                "member_id": member_id,
                "mode": mode.value,
                "before": place.value,
                "after": place.value,
                "cause": Cause.PARTY.value,
                "seats": party,
                "happened_at": now,
            }
            for mode, place in seen.standing.mine.items()
            if place is not Place.CANCELLED
        ]
        if steps:
            await tx.execute(insert(RsvpHistoryRow), steps)

    async def _noted(self, tx: Tx, seen: Look, member_id: int) -> Noted:
        row = await _kept(tx, seen.event.row.id, member_id)
        notes = OwnNotes(row.companions, row.access_needs or "", row.door_name or "", row.affiliation or "")
        event = await find_event(tx, seen.event.row.community_id, seen.event.row.id)
        return Noted(await personal_view(tx, event, (member_id, seen.wants_dm)), notes)


async def _has_turn(tx: Tx, seen: Look, mode: Mode, now: datetime) -> bool:
    """Whether a free seat would be theirs: they are first in the line, or it stands still."""
    if seen.event.terms.is_first_come(now):
        return True
    return await line_number(tx, seen.event.row.id, mode, seen.standing.tickets[mode]) == 1


def _check_room(seen: Look, more: int, *, first_come: bool) -> None:
    """Somebody with a seat gets ``more`` only where they are free; a line is waited for by all."""
    for mode, seats in seen.standing.seats.items():
        holds = seen.standing.mine.get(mode) is Place.CONFIRMED
        if holds and not seating.room_for_more(seats, more, first_come=first_come):
            free = (seats.empty if first_come else seats.free) or 0
            raise PartyTooBig(title=seen.event.row.title, free=free)


def _member(seen: Look) -> int:
    """Whoever has a place or waits for one; `AnswerFirst` for all others."""
    holds = any(place is not Place.CANCELLED for place in seen.standing.mine.values())
    if seen.member_id is None or not holds:
        raise AnswerFirst(title=seen.event.row.title)
    return seen.member_id


async def _kept(tx: Tx, event_id: int, member_id: int) -> AnyRow:
    columns = AnswerRow.companions, AnswerRow.access_needs, AnswerRow.door_name, AnswerRow.affiliation
    query = select(*columns).where(AnswerRow.event_id == event_id, AnswerRow.member_id == member_id)
    return (await tx.execute(query)).one()
