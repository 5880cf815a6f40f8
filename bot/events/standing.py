"""Where an event stands: its row, its lock, its counts, and one person's part in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, select, true

from bot.db import AnyRow, Tx
from bot.events.models import AnswerRow, EventRow, RsvpRow
from bot.events.rules import (
    Choice,
    Mode,
    ModeSeats,
    NoSuchEvent,
    Place,
)
from bot.events.seats import Move
from bot.events.terms import Terms
from bot.members.models import CommunityRow, MemberRow
from bot.members.rules import Leads

EVENTS = select(*EventRow.__table__.c, CommunityRow.leads, CommunityRow.promotion_stops_hours).join(
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
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.row.timezone)

    @property
    def leads(self) -> Leads:
        return Leads(**self.row.leads)

    @property
    def terms(self) -> Terms:
        row = self.row
        return Terms(
            max_companions=row.max_companions,
            answers_close_at=row.answers_close_at,
            role_ids=tuple(row.role_ids or ()),
            needs_approval=row.needs_approval,
            priority_until=row.priority_until,
            promotion_stops_at=row.starts_at - timedelta(hours=row.promotion_stops_hours),
        )

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


async def take_locks(tx: Tx, event_ids: Sequence[int]) -> None:
    """The locks of several events, always in the order of their ids: two who want the same never cross."""
    if tx.dialect.name != "sqlite":
        query = select(EventRow.id).where(EventRow.id.in_(event_ids)).order_by(EventRow.id)
        await tx.execute(query.with_for_update())


async def lock_event(tx: Tx, community_id: int, event_id: int) -> LockedEvent:
    """The event's row, locked until the transaction ends."""
    await take_lock(tx, event_id)
    return await find_event(tx, community_id, event_id)


async def find_event(tx: Tx, community_id: int, event_id: int) -> LockedEvent:
    """The event's row without a lock, for looking only."""
    query = EVENTS.where(EventRow.id == event_id, EventRow.community_id == community_id)
    return _found(await tx.execute(query))


def _found(result: Any) -> LockedEvent:
    row = result.one_or_none()
    if row is None:
        raise NoSuchEvent
    return LockedEvent(row)


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts of an event and one person's rows in it, read in one go. ``party``: the seats they need."""

    seats: Mapping[Mode, ModeSeats]
    mine: Mapping[Mode, Place]
    tickets: Mapping[Mode, int]
    party: int = 1
    newest_ticket: int | None = None

    def after(self, moves: Iterable[Move], ticket: int) -> Standing:
        """The same after my own moves, which are written with ``ticket``."""
        seats, mine, tickets = dict(self.seats), dict(self.mine), dict(self.tickets)
        for move in moves:
            mine[move.mode], tickets[move.mode] = move.after, ticket
            if move.mode in seats:
                seats[move.mode] = move.counted(seats[move.mode], self.party)
        return Standing(seats, mine, tickets, self.party, newest_ticket=ticket)


def _counts(of_event: ColumnElement[bool], *, is_me: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Seats and people by mode and place, and one person's ticket among them."""
    return (
        select(
            RsvpRow.mode,
            RsvpRow.place,
            func.sum(RsvpRow.seats).label("seats"),
            func.count().label("people"),
            func.max(case((is_me, RsvpRow.ticket))).label("my_ticket"),
        )
        .where(of_event)
        .group_by(RsvpRow.mode, RsvpRow.place)
    )


async def standing(tx: Tx, event: LockedEvent, member_id: int | None) -> Standing:
    """Seats taken and people waiting per mode, and where ``member_id`` stands."""
    query = _counts(RsvpRow.event_id == event.row.id, is_me=RsvpRow.member_id == (member_id or 0))
    return _standing(event, (await tx.execute(query)).all())


def _standing(event: LockedEvent, rows: Sequence[AnyRow]) -> Standing:
    counts = {(row.mode, row.place): row for row in rows}
    mine = {Mode(mode): Place(place) for (mode, place), row in counts.items() if row.my_ticket is not None}
    return Standing(
        seats={mode: _mode_seats(event, mode, counts) for mode in event.modes},
        mine=mine,
        tickets={Mode(m): row.my_ticket for (m, _p), row in counts.items() if row.my_ticket is not None},
    )


def _mode_seats(event: LockedEvent, mode: Mode, counts: Mapping[tuple[str, str], AnyRow]) -> ModeSeats:
    taken = counts.get((mode.value, Place.CONFIRMED.value))
    waiting = counts.get((mode.value, Place.WAITLISTED.value))
    requested = counts.get((mode.value, Place.REQUESTED.value))
    return ModeSeats(
        mode,
        event.capacity(mode),
        taken=int(taken.seats) if taken else 0,
        waiting=int(waiting.people) if waiting else 0,
        requested=int(requested.people) if requested else 0,
    )


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

    @property
    def party(self) -> int:
        """Seats this person needs: their own, and one for each companion."""
        return self.standing.party

    @property
    def companions(self) -> int:
        return self.party - 1


def _build_look() -> Select[*tuple[Any, ...]]:
    me = (
        select(MemberRow.id)
        .where(
            MemberRow.community_id == bindparam("community_id"),
            MemberRow.discord_user_id == bindparam("discord_user_id"),
        )
        .scalar_subquery()
    )
    counts = _counts(RsvpRow.event_id == bindparam("event_id"), is_me=RsvpRow.member_id == me).subquery()
    mine = and_(AnswerRow.event_id == EventRow.id, AnswerRow.member_id == MemberRow.id)
    return (
        EVENTS.add_columns(
            MemberRow.id.label("member_id"),
            MemberRow.display_name,
            MemberRow.wants_dm,
            MemberRow.sector,
            MemberRow.sector_asked_at,
            AnswerRow.choice,
            AnswerRow.mention_me,
            AnswerRow.companions,
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
        standing=replace(
            _standing(event, [each for each in rows if each.mode is not None]),
            party=1 + (row.companions or 0),
        ),
        member_id=row.member_id,
        display_name=row.display_name,
        wants_dm=row.wants_dm if row.member_id is not None else True,
        ask_sector=row.sector is None and row.sector_asked_at is None,
        choice=Choice(row.choice) if row.choice else None,
        mention_me=bool(row.mention_me),
    )
