"""Writing places: a person's steps, their history, their latest answer. The statements are built once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import and_, insert, select

from bot.db import Tx, insert_into
from bot.events.models import AnswerRow, RsvpHistoryRow, RsvpRow
from bot.events.rules import Choice, Mode, Place
from bot.events.seats import Move, Waiting

_HISTORY = insert(RsvpHistoryRow)


class Cause(StrEnum):
    """Why a place changed; the words of the history."""

    ANSWER = "answer"
    PROMOTED = "promoted"
    LEFT = "left"
    PARTY = "party"
    STAFF = "staff"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    COURSE = "course"
    CAME = "came"


async def keep_answer(
    tx: Tx, event_id: int, member_id: int, choice: Choice, now: datetime, *, companions: int = 0
) -> None:
    """Remember a person's latest answer, and how many come along with them."""
    await tx.execute(
        _upsert_answer(tx.dialect.name),
        {
            "event_id": event_id,
            "member_id": member_id,
            "choice": choice.value,
            "companions": companions,
            "answered_at": now,
        },
    )


async def write_moves(
    tx: Tx,
    event_id: int,
    member_id: int,
    moves: Iterable[Move],
    ticket: int,
    cause: Cause,
    now: datetime,
    *,
    party: int = 1,
    actor_id: int | None = None,
) -> None:
    """Write one person's steps and their history.

    ``party``: the seats they need; ``actor_id``: the member of staff who did it for them.
    """
    steps = [Step(member_id, move, ticket, party) for move in moves]
    await write_steps(tx, event_id, steps, cause, now, actor_id=actor_id)


@dataclass(frozen=True, slots=True)
class Step:
    """One move of one person, who needs ``party`` seats."""

    member_id: int
    move: Move
    ticket: int
    party: int


async def write_steps(
    tx: Tx,
    event_id: int,
    steps: Sequence[Step],
    cause: Cause,
    now: datetime,
    *,
    actor_id: int | None = None,
) -> None:
    """Write the steps of any number of people in one meeting, and their history."""
    await tx.execute(
        _upsert_place(tx.dialect.name),
        [
            {
                "event_id": event_id,
                "member_id": step.member_id,
                "mode": step.move.mode.value,
                "place": step.move.after.value,
                "seats": step.party,
                "ticket": step.ticket,
                "changed_at": now,
            }
            for step in steps
        ],
    )
    await tx.execute(
        _HISTORY,
        [
            {
                "event_id": event_id,
                "member_id": step.member_id,
                "mode": step.move.mode.value,
                "before": step.move.before.value if step.move.before else None,
                "after": step.move.after.value,
                "cause": cause.value,
                "seats": step.party,
                "actor_id": actor_id,
                "happened_at": now,
            }
            for step in steps
        ],
    )


async def line_of(tx: Tx, event_id: int, mode: Mode, *, limit: int) -> list[Waiting]:
    """The first people in the line of a mode, in order of arrival."""
    query = (
        select(RsvpRow.id, RsvpRow.member_id, RsvpRow.seats)
        .where(
            RsvpRow.event_id == event_id,
            RsvpRow.mode == mode.value,
            RsvpRow.place == Place.WAITLISTED.value,
        )
        .order_by(RsvpRow.ticket)
        .limit(limit)
    )
    return [Waiting(row.id, row.member_id, row.seats) for row in await tx.execute(query)]


@cache
def _upsert_answer(dialect: str) -> Any:
    statement = insert_into(dialect, AnswerRow)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["event_id", "member_id"],
        set_={"choice": new.choice, "companions": new.companions, "answered_at": new.answered_at},
    )


@cache
def _upsert_place(dialect: str) -> Any:
    statement = insert_into(dialect, RsvpRow)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["event_id", "member_id", "mode"],
        set_={
            "place": new.place,
            "whole_course": and_(RsvpRow.whole_course, new.place != Place.CANCELLED.value),
            "seats": new.seats,
            "ticket": new.ticket,
            "changed_at": new.changed_at,
        },
    )
