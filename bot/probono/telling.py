"""Writing into the outbox for the two sides of a suggestion."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from bot.db import Tx
from bot.outbox.notice import room_of
from bot.probono import suggestion_kinds as kinds
from bot.probono.rules import suggestion_subject
from bot.probono.states import Party
from bot.probono.suggestion_views import Suggestion
from bot.probono.tools import ProbonoTools

BOTH = (Party.VOLUNTEER, Party.ORGANISATION)


async def tell(
    tools: ProbonoTools,
    tx: Tx,
    suggestion: Suggestion,
    kind: str,
    party: Party,
    now: datetime,
    *,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    args: Mapping[str, Any] | None = None,
    once: object = "",
) -> None:
    """Plan a notice to one side; nothing where it has no account: then the desk asks the office to call.

    ``once`` tells notices of a kind apart that may come more than once.
    """
    member_id = suggestion.side_member(party)
    if member_id is None:
        return
    await tools.outbox.enqueue(
        tx,
        community_id=suggestion.community_id,
        kind=kind,
        subject=suggestion_subject(suggestion.id),
        to_member=member_id,
        args={"suggestion_id": suggestion.id, "party": party.value, **(args or {})},
        due_at=due_at or now,
        expires_at=expires_at,
        dedupe_key=f"{kind}:{suggestion.id}:{party.value}:{once or suggestion.revision}",
        now=now,
    )


async def tell_both(
    tools: ProbonoTools, tx: Tx, suggestion: Suggestion, kind: str, now: datetime, **how: Any
) -> None:
    """The same to both sides."""
    for party in BOTH:
        await tell(tools, tx, suggestion, kind, party, now, **how)


async def take_back(
    tools: ProbonoTools,
    tx: Tx,
    suggestion: Suggestion,
    now: datetime,
    which: Collection[str] = kinds.WAITING,
) -> None:
    """Withdraw what is planned and no longer true."""
    await tools.outbox.cancel_planned(tx, now=now, subject=suggestion_subject(suggestion.id), kinds=which)


async def open_room(tools: ProbonoTools, tx: Tx, suggestion: Suggestion, now: datetime) -> None:
    """Plan the introduction as the first post of a private thread for both sides and the coordinator."""
    subject = suggestion_subject(suggestion.id)
    await tools.outbox.enqueue(
        tx,
        community_id=suggestion.community_id,
        kind=kinds.INTRODUCTION,
        subject=subject,
        to_place=room_of(subject),
        args={"suggestion_id": suggestion.id},
        due_at=now,
        dedupe_key=f"{kinds.INTRODUCTION}:{suggestion.id}",
        now=now,
    )
