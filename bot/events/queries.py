"""The long SELECTs of meetings and answers, and the views they become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, select, true

from bot.db import AnyRow, Tx
from bot.events.models import AnswerRow, EventRow, RsvpRow
from bot.events.rules import (
    Attendee,
    Choice,
    Event,
    EventState,
    Mode,
    ModeSeats,
    MyPlace,
    NamesShown,
    NoSuchEvent,
    Personal,
    Place,
    Welcome,
)
from bot.events.seats import Move
from bot.members.models import CommunityRow, MemberRow
from bot.members.rules import Leads

_EVENTS = select(*EventRow.__table__.c, CommunityRow.leads).join(
    CommunityRow, CommunityRow.id == EventRow.community_id
)


@dataclass(frozen=True, slots=True)
class LockedEvent:
    """An event's row inside a transaction, with what is never shown to everybody."""

    row: AnyRow
    revised: int | None = None

    @property
    def revision(self) -> int:
        return self.row.revision if self.revised is None else self.revised

    def at_revision(self, revision: int) -> LockedEvent:
        """The same after its revision was raised."""
        return LockedEvent(self.row, revision)

    @property
    def leads(self) -> Leads:
        return Leads(**self.row.leads)

    @property
    def modes(self) -> tuple[Mode, ...]:
        offered = (Mode.VENUE, bool(self.row.venue)), (Mode.ONLINE, bool(self.row.online))
        return tuple(mode for mode, is_offered in offered if is_offered)

    def capacity(self, mode: Mode) -> int | None:
        return self.row.venue_capacity if mode is Mode.VENUE else self.row.online_capacity


_LOCK = select(EventRow.id).where(EventRow.id == bindparam("event_id")).with_for_update()


async def take_lock(tx: Tx, event_id: int) -> None:
    """Whoever changes seats or capacity comes through here first; counts are read only afterwards.

    On PostgreSQL the event's row is locked; counts must be read by a later statement, because one that waits
    for a lock sees the other tables as they were before. On SQLite the transaction itself is the lock.
    """
    if tx.dialect.name != "sqlite":
        await tx.execute(_LOCK, {"event_id": event_id})


async def lock_event(tx: Tx, community_id: int, event_id: int) -> LockedEvent:
    """The event's row, locked until the transaction ends."""
    await take_lock(tx, event_id)
    return await find_event(tx, community_id, event_id)


async def find_event(tx: Tx, community_id: int, event_id: int) -> LockedEvent:
    """The event's row without a lock, for looking only."""
    query = _EVENTS.where(EventRow.id == event_id, EventRow.community_id == community_id)
    return _found(await tx.execute(query))


def _found(result: Any) -> LockedEvent:
    row = result.one_or_none()
    if row is None:
        raise NoSuchEvent
    return LockedEvent(row)


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts of an event and one person's rows in it, read in one go."""

    seats: Mapping[Mode, ModeSeats]
    mine: Mapping[Mode, Place]
    tickets: Mapping[Mode, int]
    party: int
    newest_ticket: int | None = None

    def after(self, moves: Iterable[Move], ticket: int) -> Standing:
        """The same after my own moves, which are written with ``ticket``."""
        seats, mine, tickets = dict(self.seats), dict(self.mine), dict(self.tickets)
        for move in moves:
            mine[move.mode], tickets[move.mode] = move.after, ticket
            if move.mode in seats:
                seats[move.mode] = move.counted(seats[move.mode], self.party)
        return Standing(seats, mine, tickets, self.party, newest_ticket=ticket)


async def standing(tx: Tx, event: LockedEvent, member_id: int | None) -> Standing:
    """Seats taken and people waiting per mode, and where ``member_id`` stands."""
    is_me = RsvpRow.member_id == (member_id or 0)
    query = (
        select(
            RsvpRow.mode,
            RsvpRow.place,
            func.sum(RsvpRow.seats).label("seats"),
            func.count().label("people"),
            func.max(case((is_me, RsvpRow.ticket))).label("my_ticket"),
            func.max(case((is_me, RsvpRow.seats))).label("my_seats"),
        )
        .where(RsvpRow.event_id == event.row.id)
        .group_by(RsvpRow.mode, RsvpRow.place)
    )
    return _standing(event, (await tx.execute(query)).all())


def _standing(event: LockedEvent, rows: Sequence[AnyRow]) -> Standing:
    counts = {(row.mode, row.place): row for row in rows}
    mine = {Mode(mode): Place(place) for (mode, place), row in counts.items() if row.my_ticket is not None}
    return Standing(
        seats={mode: _mode_seats(event, mode, counts) for mode in event.modes},
        mine=mine,
        tickets={Mode(m): row.my_ticket for (m, _p), row in counts.items() if row.my_ticket is not None},
        party=max((row.my_seats for row in counts.values() if row.my_seats), default=1),
    )


def _mode_seats(event: LockedEvent, mode: Mode, counts: Mapping[tuple[str, str], AnyRow]) -> ModeSeats:
    taken = counts.get((mode.value, Place.CONFIRMED.value))
    waiting = counts.get((mode.value, Place.WAITLISTED.value))
    return ModeSeats(
        mode,
        event.capacity(mode),
        taken=int(taken.seats) if taken else 0,
        waiting=int(waiting.people) if waiting else 0,
    )


def event_view(event: LockedEvent, seats: Mapping[Mode, ModeSeats]) -> Event:
    """What everybody may see of an event."""
    row = event.row
    return Event(
        id=row.id,
        community_id=row.community_id,
        state=EventState(row.state),
        title=row.title,
        description=row.description,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        doors_at=row.doors_at,
        timezone=row.timezone,
        venue=row.venue,
        online=row.online,
        co_hosts=row.co_hosts,
        fee=row.fee,
        welcome=tuple(Welcome(value) for value in row.welcome),
        names_shown=NamesShown(row.names_shown),
        is_rehearsal=row.is_rehearsal,
        cancel_reason=row.cancel_reason,
        revision=event.revision,
        calendar_uid=row.calendar_uid,
        calendar_sequence=row.calendar_sequence,
        seats=seats,
    )


async def load_view(tx: Tx, community_id: int, event_id: int) -> Event:
    """The public view of one event."""
    event = await find_event(tx, community_id, event_id)
    return event_view(event, (await standing(tx, event, None)).seats)


@dataclass(frozen=True, slots=True)
class Look:
    """An event and one person's part in it, read in one statement.

    ``member_id`` is None for somebody about whom nothing was ever stored; ``display_name`` is the name we
    remember. ``ask_sector``: they were never asked where they come from.
    """

    event: LockedEvent
    standing: Standing
    member_id: int | None
    display_name: str | None
    wants_dm: bool
    ask_sector: bool
    choice: Choice | None
    mention_me: bool


def _build_look() -> Select[*tuple[Any, ...]]:
    me = (
        select(MemberRow.id)
        .where(
            MemberRow.community_id == bindparam("community_id"),
            MemberRow.discord_user_id == bindparam("discord_user_id"),
        )
        .scalar_subquery()
    )
    is_me = RsvpRow.member_id == me
    counts = (
        select(
            RsvpRow.mode,
            RsvpRow.place,
            func.sum(RsvpRow.seats).label("seats"),
            func.count().label("people"),
            func.max(case((is_me, RsvpRow.ticket))).label("my_ticket"),
            func.max(case((is_me, RsvpRow.seats))).label("my_seats"),
        )
        .where(RsvpRow.event_id == bindparam("event_id"))
        .group_by(RsvpRow.mode, RsvpRow.place)
        .subquery()
    )
    mine = and_(AnswerRow.event_id == EventRow.id, AnswerRow.member_id == MemberRow.id)
    return (
        _EVENTS.add_columns(
            MemberRow.id.label("member_id"),
            MemberRow.display_name,
            MemberRow.wants_dm,
            MemberRow.sector,
            MemberRow.sector_asked_at,
            AnswerRow.choice,
            AnswerRow.mention_me,
            *counts.c,
        )
        .outerjoin(MemberRow, MemberRow.id == me)
        .outerjoin(AnswerRow, mine)
        .outerjoin(counts, true())
        .where(EventRow.id == bindparam("event_id"), EventRow.community_id == bindparam("community_id"))
    )


_LOOK = _build_look()


async def look(tx: Tx, community_id: int, event_id: int, discord_user_id: int) -> Look:
    """Everything a press on an answer is decided from; `NoSuchEvent` for one of another community.

    One statement, built once: this is the hot path of two hundred simultaneous presses.
    """
    found = await tx.execute(
        _LOOK,
        {"community_id": community_id, "event_id": event_id, "discord_user_id": discord_user_id},
    )
    rows = found.all()
    if not rows:
        raise NoSuchEvent
    row = rows[0]
    event = LockedEvent(row)
    return Look(
        event=event,
        standing=_standing(event, [each for each in rows if each.mode is not None]),
        member_id=row.member_id,
        display_name=row.display_name,
        wants_dm=row.wants_dm if row.member_id is not None else True,
        ask_sector=row.sector is None and row.sector_asked_at is None,
        choice=Choice(row.choice) if row.choice else None,
        mention_me=bool(row.mention_me),
    )


async def line_number(tx: Tx, event_id: int, mode: Mode, ticket: int) -> int:
    """The position, counted from 1, of whoever holds ``ticket`` in the line of a mode."""
    ahead = await tx.scalar(
        select(func.count()).where(
            RsvpRow.event_id == event_id,
            RsvpRow.mode == mode.value,
            RsvpRow.place == Place.WAITLISTED.value,
            RsvpRow.ticket < ticket,
        )
    )
    return (ahead or 0) + 1


async def personal_view(tx: Tx, event: LockedEvent, member: tuple[int, bool] | None) -> Personal:
    """What one person may see; ``member`` is their id and whether they take direct messages."""
    member_id, wants_dm = member or (None, True)
    answer = await _answer(tx, event.row.id, member_id) if member_id else None
    return await personal(
        tx,
        event,
        await standing(tx, event, member_id),
        choice=Choice(answer.choice) if answer else None,
        mention_me=bool(answer and answer.mention_me),
        wants_dm=wants_dm,
    )


async def personal(
    tx: Tx,
    event: LockedEvent,
    stand: Standing,
    *,
    choice: Choice | None,
    mention_me: bool,
    wants_dm: bool,
) -> Personal:
    """The view of one person from what was read already; only places in a line are looked up."""
    places = [
        MyPlace(
            mode,
            place,
            await _number(tx, event, stand, mode) if place is Place.WAITLISTED else None,
        )
        for mode, place in sorted(stand.mine.items())
        if place is not Place.CANCELLED
    ]
    confirmed = {mine.mode for mine in places if mine.place is Place.CONFIRMED}
    return Personal(
        event=event_view(event, stand.seats),
        choice=choice,
        places=tuple(places),
        mention_me=mention_me,
        wants_dm=wants_dm,
        link=event.row.online_link if Mode.ONLINE in confirmed else None,
        room=event.row.room if confirmed else None,
        contact=event.row.contact if confirmed else None,
    )


async def _number(tx: Tx, event: LockedEvent, stand: Standing, mode: Mode) -> int:
    if stand.tickets[mode] == stand.newest_ticket:
        return stand.seats[mode].waiting  # nobody can stand behind me yet
    return await line_number(tx, event.row.id, mode, stand.tickets[mode])


async def _answer(tx: Tx, event_id: int, member_id: int) -> AnyRow | None:
    query = select(AnswerRow.choice, AnswerRow.mention_me).where(
        AnswerRow.event_id == event_id, AnswerRow.member_id == member_id
    )
    return (await tx.execute(query)).one_or_none()


async def events_between(
    tx: Tx, community_id: int, *, since: datetime, rehearsals: bool, limit: int, latest_first: bool = False
) -> Sequence[LockedEvent]:
    """Announced events that end after ``since``, in order of their start."""
    order = EventRow.starts_at.desc() if latest_first else EventRow.starts_at.asc()
    query = (
        _EVENTS.where(
            EventRow.community_id == community_id,
            EventRow.state == EventState.ANNOUNCED.value,
            EventRow.ends_at > since,
        )
        .order_by(order, EventRow.id)
        .limit(limit)
    )
    if not rehearsals:
        query = query.where(EventRow.is_rehearsal.is_(False))
    return [LockedEvent(row) for row in await tx.execute(query)]


async def attendees_of(tx: Tx, event_id: int) -> list[Attendee]:
    """Confirmed people by arrival, then those who wait, per mode."""
    query = (
        select(MemberRow.display_name, RsvpRow.mode, RsvpRow.place)
        .join(MemberRow, MemberRow.id == RsvpRow.member_id)
        .where(RsvpRow.event_id == event_id, RsvpRow.place != Place.CANCELLED.value)
        .order_by(RsvpRow.mode.desc(), RsvpRow.place, RsvpRow.ticket)
    )
    return [Attendee(row.display_name, Mode(row.mode), Place(row.place)) for row in await tx.execute(query)]


async def who_answered(tx: Tx, event_id: int, *choices: Choice) -> list[int]:
    """Member ids whose latest answer is one of ``choices`` or who hold or wait for a seat."""
    answered = select(AnswerRow.member_id).where(
        AnswerRow.event_id == event_id, AnswerRow.choice.in_([choice.value for choice in choices])
    )
    return list((await tx.scalars(answered.order_by(AnswerRow.id))).all())


async def mentioned_in(tx: Tx, event_id: int, modes: Iterable[Mode], limit: int) -> list[int]:
    """Member ids of confirmed people who asked to be mentioned in the thread."""
    query = (
        select(AnswerRow.member_id)
        .join(
            RsvpRow,
            and_(RsvpRow.event_id == AnswerRow.event_id, RsvpRow.member_id == AnswerRow.member_id),
        )
        .where(
            AnswerRow.event_id == event_id,
            AnswerRow.mention_me.is_(True),
            RsvpRow.place == Place.CONFIRMED.value,
            RsvpRow.mode.in_([mode.value for mode in modes]),
        )
        .order_by(AnswerRow.id)
        .limit(limit)
    )
    return list((await tx.scalars(query)).all())
