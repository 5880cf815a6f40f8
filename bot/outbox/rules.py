"""What becomes of a delivery after each thing that can happen to it. No I/O, no clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

State = Literal["planned", "sending", "sent", "unknown", "failed", "cancelled", "expired"]
"""``planned`` is everything that waits for a time; ``sending`` is leased; the others are ends."""

Trouble = Literal["closed", "later", "not_yet", "doubtful", "paused", "public", "removed", "broken"]
"""The courier's errors by the names that the rules know, and ``broken``: our own fault."""

RETRY_LADDER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 60, 120, 240))
SEND_TIMEOUT = timedelta(seconds=80)
"""Longer than discord.py's own patience: 25 s of retries after 5xx and a rate limit of up to 30 s."""
LEASE = timedelta(minutes=4)
"""Three time-outs, and short enough that Discord still knows the nonce ("a few minutes")."""

RESEND_AFTER_DOUBT = timedelta(seconds=15)
DM_PAUSE = timedelta(hours=4)
PUBLIC_STAFF_PAUSE = timedelta(hours=1)
REMOVED_PAUSE = timedelta(hours=1)
"""How long a notice waits before it is looked whether the bot is in that server again."""
CARD_EDIT_PAUSE = timedelta(seconds=5)
CARD_RETRY_PAUSE = timedelta(seconds=30)
CARD_FAULT_PAUSE = timedelta(minutes=10)
NO_CARD_YET_PAUSE = timedelta(minutes=1)
UNREAD_LEASE = timedelta(minutes=1)
KEPT_AFTER_END = timedelta(days=90)
MENTIONS_PER_POST = 40

WITHDRAWN = "withdrawn"
"""The feature took its own notice back; writing it again plans it anew."""

LEASE_EXPIRED = "lease_expired"
NO_THREAD = "no_thread"
"""The courier's reason when a post cannot stand in a thread: it goes to the announcement channel."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision needs to know of a delivery."""

    attempts: int
    doubtful_since: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The next state; ``due_at`` is set when it is planned again, ``no_way_left`` when it reached nobody."""

    state: State
    attempts: int
    reason: str
    due_at: datetime | None = None
    doubtful_since: datetime | None = None
    no_way_left: bool = False
    is_our_fault: bool = False


def retry_delay(attempts: int, roll: float) -> timedelta | None:
    """How long to wait after the ``attempts``-th try (from 1), ±10 % by ``roll`` in [0, 1); None: no more."""
    if attempts > len(RETRY_LADDER):
        return None
    return RETRY_LADDER[attempts - 1] * (0.9 + 0.2 * roll)


def judge(
    trouble: Trouble,
    standing: Standing,
    *,
    now: datetime,
    reason: str,
    roll: float = 0.5,
    retry_after: timedelta | None = None,
) -> Verdict:
    """What becomes of a delivery that did not end well."""
    match trouble:
        case "doubtful":
            return doubt(standing, now=now, reason=reason)
        case "later":
            return _again(standing, now, reason, roll, retry_after or timedelta())
        case "not_yet":
            return postpone(standing, until=now + (retry_after or NO_CARD_YET_PAUSE), reason=reason)
        case "paused":
            return postpone(standing, until=now + (retry_after or DM_PAUSE), reason=reason)
        case "public":
            return postpone(standing, until=now + PUBLIC_STAFF_PAUSE, reason=reason)
        case "removed":
            return _wait_for_return(standing, now=now, reason=reason)
        case "closed":
            return _failed(standing, standing.attempts + 1, reason)
        case "broken":
            return replace(_failed(standing, standing.attempts + 1, reason), is_our_fault=True)


def doubt(standing: Standing, *, now: datetime, reason: str) -> Verdict:
    """Nobody knows whether it was taken: sent once more with the same nonce; after that it stays open."""
    attempts = standing.attempts + 1
    if standing.doubtful_since is not None:
        return Verdict("unknown", attempts, reason, doubtful_since=standing.doubtful_since)
    due_at = now if reason == LEASE_EXPIRED else now + RESEND_AFTER_DOUBT
    return Verdict("planned", attempts, reason, due_at=due_at, doubtful_since=now)


def postpone(standing: Standing, *, until: datetime, reason: str) -> Verdict:
    """Comes back without having cost an attempt; where it would come back too late, no way is left."""
    if standing.expires_at is not None and until >= standing.expires_at:
        return _failed(standing, standing.attempts, reason)
    return Verdict("planned", standing.attempts, reason, due_at=until, doubtful_since=standing.doubtful_since)


def _wait_for_return(standing: Standing, *, now: datetime, reason: str) -> Verdict:
    """Comes back like `postpone`; too late it just ends, because there is nobody to be told."""
    again = postpone(standing, until=now + REMOVED_PAUSE, reason=reason)
    return again if again.state == "planned" else Verdict("expired", standing.attempts, reason)


def _again(standing: Standing, now: datetime, reason: str, roll: float, at_least: timedelta) -> Verdict:
    attempts = standing.attempts + 1
    delay = retry_delay(attempts, roll)
    due_at = now + max(delay, at_least) if delay is not None else None
    if due_at is None or (standing.expires_at is not None and due_at >= standing.expires_at):
        return _failed(standing, attempts, reason)
    return Verdict("planned", attempts, reason, due_at=due_at, doubtful_since=standing.doubtful_since)


def _failed(standing: Standing, attempts: int, reason: str) -> Verdict:
    return Verdict("failed", attempts, reason, doubtful_since=standing.doubtful_since, no_way_left=True)
