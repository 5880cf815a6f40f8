"""What every use case of seeds works with, and the two decisions that keep minutes out of the database."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.db import Database, Tx
from bot.members.service import Members
from bot.outbox.delays import LONGEST, LONGEST_URGENT, later
from bot.outbox.service import Outbox
from bot.seeds.sealing import Sealer
from bot.seeds.tries import Tries

Moved = Callable[[Tx, int, int, datetime], Awaitable[None]]
"""``(tx, community_id, seed_id, now)``: what other features show of this seed is out of date."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody of the office at a press."""

    account_id: int
    name: str | None


@dataclass(slots=True)
class SeedTools:
    db: Database
    clock: Clock
    members: Members
    outbox: Outbox
    sealer: Sealer
    dice: random.Random
    on_moved: list[Moved] = field(default_factory=list)
    tries: Tries = field(default_factory=Tries)

    def shown_at(self, now: datetime, *, is_anonymous: bool, is_urgent: bool = False) -> datetime:
        """When the office sees what an author does: at once, or a random time later (whole minutes)."""
        if not is_anonymous:
            return now
        return later(now, self.dice, longest=LONGEST_URGENT if is_urgent else LONGEST)


def coarse(now: datetime, tz: ZoneInfo) -> datetime:
    """The beginning of the local day: all that a row about an anonymous author may say of when."""
    return datetime.combine(day_of(now, tz), time(), tzinfo=tz).astimezone(UTC)


def day_of(now: datetime, tz: ZoneInfo) -> date:
    return now.astimezone(tz).date()
