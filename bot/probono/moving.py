"""Moving a suggestion on: the state, the line in its history, and what follows for its need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, update

from bot.db import Tx
from bot.probono.models import NeedRow, StepRow, SuggestionRow
from bot.probono.queries import find_need
from bot.probono.rules import ConsentWay
from bot.probono.states import (
    NeedState,
    Party,
    SuggestionState,
    check_need_move,
    check_suggestion_move,
    need_state,
)
from bot.probono.suggestion_queries import states_of_need
from bot.probono.suggestion_views import Suggestion

BORN_OF_SUGGESTIONS = (NeedState.OPEN, NeedState.IN_TALKS, NeedState.AGREED, NeedState.RUNNING)
"""While a need is in one of these states, its state follows from its suggestions."""


@dataclass(frozen=True, slots=True)
class Record:
    """How somebody told the office something that they did not press themselves."""

    way: ConsentWay
    given_on: date
    recorded_by_id: int


async def move(
    tx: Tx,
    suggestion: Suggestion,
    to: SuggestionState,
    party: Party,
    now: datetime,
    *,
    record: Record | None = None,
    **changes: Any,
) -> None:
    """Let a (locked) suggestion go to another state, if this party may; its need follows.

    Raises `CannotMove`. With a ``record`` the office acts on behalf of the ``party``: both must be allowed.
    """
    check_suggestion_move(suggestion.state, to, party, is_small=suggestion.is_small)
    if record is not None:
        check_suggestion_move(suggestion.state, to, Party.COORDINATOR, is_small=suggestion.is_small)
    if to.is_over:
        changes.setdefault("ended_at", now)
    await change(tx, suggestion.id, now, state=to.value, **changes)
    await note(tx, suggestion.id, to, to.value, party, now, record)
    await settle_need(tx, suggestion.community_id, suggestion.need.id, now)


async def change(tx: Tx, suggestion_id: int, now: datetime, **changes: Any) -> None:
    """Change columns of a suggestion; it counts as something new."""
    await tx.execute(
        update(SuggestionRow)
        .where(SuggestionRow.id == suggestion_id)
        .values(revision=SuggestionRow.revision + 1, changed_at=now, **changes)
    )


async def note(
    tx: Tx,
    suggestion_id: int,
    state: SuggestionState,
    step: str,
    party: Party,
    now: datetime,
    record: Record | None = None,
) -> None:
    """Add a line to the history."""
    await tx.execute(
        insert(StepRow).values(
            suggestion_id=suggestion_id,
            state=state.value,
            step=step,
            party=party.value,
            way=record.way.value if record else None,
            given_on=record.given_on if record else None,
            recorded_by_id=record.recorded_by_id if record else None,
            at=now,
        )
    )


async def settle_need(tx: Tx, community_id: int, need_id: int, now: datetime) -> NeedState:
    """Bring the (locked) need to the state that follows from its suggestions; the state it is in then."""
    need = await find_need(tx, community_id, need_id)
    changes: dict[str, Any] = {}
    after = need.state
    if need.state in BORN_OF_SUGGESTIONS:
        after = need_state(await states_of_need(tx, need_id), need.people)
        if after is not need.state:
            check_need_move(need.state, after, Party.BOT)
            changes = {"state": after.value, **({"ended_at": now} if after.is_over else {})}
    await tx.execute(
        update(NeedRow)
        .where(NeedRow.id == need_id)
        .values(revision=NeedRow.revision + 1, changed_at=now, **changes)
    )
    return after
