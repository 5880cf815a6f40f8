"""What becomes of a delivery after each thing that can happen to it. No I/O, no clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.outbox.lane_rules import DISCORD, Lane

State = Literal["planned", "sending", "sent", "unknown", "failed", "cancelled", "expired"]
"""``planned`` is everything that waits for a time; ``sending`` is leased; the others are ends."""

Trouble = Literal["closed", "later", "not_yet", "doubtful", "paused", "public", "removed", "broken"]
"""The courier's errors by the names that the rules know, and ``broken``: our own fault."""

LEASE = DISCORD.lease
SEND_TIMEOUT = DISCORD.send_timeout
RETRY_LADDER = DISCORD.ladder
RESEND_AFTER_DOUBT = DISCORD.resend_after_doubt
DM_PAUSE = DISCORD.pause
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
    """What a decision needs to know of a delivery.

    ``resends``: it is sent once more where nobody knows whether it was taken.
    """

    attempts: int
    doubtful_since: datetime | None
    expires_at: datetime | None
    lane: Lane = DISCORD
    resends: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """The next state; ``due_at`` is set when it is planned again, ``no_way_left`` when it reached nobody.

    ``is_too_late``: it could have been tried again, but what it is about begins before that.
    """

    state: State
    attempts: int
    reason: str
    due_at: datetime | None = None
    doubtful_since: datetime | None = None
    no_way_left: bool = False
    is_our_fault: bool = False
    is_too_late: bool = False


def retry_delay(attempts: int, roll: float, lane: Lane = DISCORD) -> timedelta | None:
    """How long to wait after the ``attempts``-th try (from 1), ±10 % by ``roll`` in [0, 1); None: no more."""
    if attempts > len(lane.ladder):
        return None
    return lane.ladder[attempts - 1] * (0.9 + 0.2 * roll)


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
            return postpone(standing, until=now + (retry_after or standing.lane.pause), reason=reason)
        case "public":
            return postpone(standing, until=now + PUBLIC_STAFF_PAUSE, reason=reason)
        case "removed":
            return _wait_for_return(standing, now=now, reason=reason)
        case "closed":
            return _failed(standing, standing.attempts + 1, reason)
        case "broken":
            return replace(_failed(standing, standing.attempts + 1, reason), is_our_fault=True)


def doubt(standing: Standing, *, now: datetime, reason: str) -> Verdict:
    """Nobody knows whether it was taken: sent once more under the same name; after that it stays open."""
    attempts = standing.attempts + 1
    if standing.doubtful_since is not None or not standing.resends:
        return Verdict("unknown", attempts, reason, doubtful_since=standing.doubtful_since or now)
    lane = standing.lane
    at_once = reason == LEASE_EXPIRED and lane is DISCORD  # the lease was longer than the pause already
    due_at = now if at_once else now + lane.resend_after_doubt
    if standing.expires_at is not None and due_at >= standing.expires_at:
        return Verdict("unknown", attempts, reason, doubtful_since=now)
    return Verdict("planned", attempts, reason, due_at=due_at, doubtful_since=now)


def postpone(standing: Standing, *, until: datetime, reason: str) -> Verdict:
    """Comes back without having cost an attempt; where it would come back too late, no way is left."""
    if standing.expires_at is not None and until >= standing.expires_at:
        return replace(_failed(standing, standing.attempts, reason), is_too_late=True)
    return Verdict("planned", standing.attempts, reason, due_at=until, doubtful_since=standing.doubtful_since)


def _wait_for_return(standing: Standing, *, now: datetime, reason: str) -> Verdict:
    """Comes back like `postpone`; too late it just ends, because there is nobody to be told."""
    again = postpone(standing, until=now + REMOVED_PAUSE, reason=reason)
    return again if again.state == "planned" else Verdict("expired", standing.attempts, reason)


def _again(standing: Standing, now: datetime, reason: str, roll: float, at_least: timedelta) -> Verdict:
    attempts = standing.attempts + 1
    delay = retry_delay(attempts, roll, standing.lane)
    due_at = now + max(delay, at_least) if delay is not None else None
    if due_at is None or (standing.expires_at is not None and due_at >= standing.expires_at):
        return replace(_failed(standing, attempts, reason), is_too_late=True)
    return Verdict("planned", attempts, reason, due_at=due_at, doubtful_since=standing.doubtful_since)


def _failed(standing: Standing, attempts: int, reason: str) -> Verdict:
    return Verdict("failed", attempts, reason, doubtful_since=standing.doubtful_since, no_way_left=True)
