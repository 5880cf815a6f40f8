"""Writing down that somebody came, and what that takes: a seat for those who had none."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import select

from bot.attendance.models import AttendanceRow, CheckInRow, CheckInTryRow
from bot.attendance.rules import DIGITS, How
from bot.db import Tx, insert_into
from bot.events.places import Cause, keep_answer, write_moves
from bot.events.rsvp import Rsvps
from bot.events.rules import Choice, Mode, Place
from bot.events.seats import seat_or_line
from bot.events.standing import LockedEvent, standing


def new_digits() -> str:
    """Four digits that nobody can foresee."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


async def code_of(tx: Tx, event_id: int) -> str | None:
    """The digits of a meeting, or None before check-in was started."""
    return await tx.scalar(select(CheckInRow.code).where(CheckInRow.event_id == event_id))


async def tries_of(tx: Tx, event_id: int, member_id: int) -> int:
    query = select(CheckInTryRow.tries).where(
        CheckInTryRow.event_id == event_id, CheckInTryRow.member_id == member_id
    )
    return await tx.scalar(query) or 0


async def count_try(tx: Tx, event_id: int, member_id: int) -> None:
    """One wrong try more."""
    insert = insert_into(tx.dialect.name, CheckInTryRow)
    await tx.execute(
        insert.values(event_id=event_id, member_id=member_id, tries=1).on_conflict_do_update(
            index_elements=["event_id", "member_id"], set_={"tries": CheckInTryRow.tries + 1}
        )
    )


async def has_come(tx: Tx, event_id: int, member_id: int) -> Mode | None:
    """How somebody was noted as there, or None."""
    query = select(AttendanceRow.mode).where(
        AttendanceRow.event_id == event_id, AttendanceRow.member_id == member_id
    )
    mode = await tx.scalar(query)
    return Mode(mode) if mode else None


async def note(
    tx: Tx,
    event_id: int,
    member_id: int,
    mode: Mode,
    how: How,
    now: datetime,
    *,
    people: int = 1,
    noted_by_id: int | None = None,
) -> None:
    """Somebody came; who was noted already stays as they are."""
    await tx.execute(
        _insert(tx.dialect.name),
        {
            "event_id": event_id,
            "member_id": member_id,
            "mode": mode.value,
            "how": how.value,
            "people": people,
            "came_at": now,
            "noted_by_id": noted_by_id,
        },
    )


@cache
def _insert(dialect: str) -> Any:
    insert = insert_into(dialect, AttendanceRow)
    return insert.on_conflict_do_nothing(index_elements=["event_id", "member_id"])


async def take_seat(
    tx: Tx,
    rsvps: Rsvps,
    event: LockedEvent,
    member_id: int,
    mode: Mode,
    now: datetime,
    *,
    party: int = 1,
    over_capacity: bool = False,
    actor_id: int | None = None,
) -> bool:
    """A confirmed seat for somebody who came without one; False when none is free. Under the event's lock."""
    stand = await standing(tx, event, member_id)
    if stand.mine.get(mode) is Place.CONFIRMED:
        return True
    decision = seat_or_line(
        mode,
        stand.seats[mode],
        stand.mine,
        party=party,
        first_come=event.terms.is_first_come(now),
        over_capacity=over_capacity,
    )
    if not any(move.after is Place.CONFIRMED for move in decision.moves):
        return False
    ticket = event.row.last_ticket + 1
    await keep_answer(tx, event.row.id, member_id, Choice(mode.value), now, companions=party - 1)
    await write_moves(
        tx, event.row.id, member_id, decision.moves, ticket, Cause.CAME, now, party=party, actor_id=actor_id
    )
    ticket = await rsvps.settle(tx, event, ticket, now)
    await rsvps.bring_up_to_date(tx, event, ticket)
    return True


def open_ways(modes: Iterable[Mode], event: LockedEvent, role_ids: Iterable[int]) -> tuple[Mode, ...]:
    """The ways in which somebody may come unasked: none where the office decides or a role is missing."""
    terms = event.terms
    if terms.needs_approval or (terms.role_ids and not set(terms.role_ids) & set(role_ids)):
        return ()
    return tuple(modes)
