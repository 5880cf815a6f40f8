"""The desk as a whole: its lines in the order in which they should be done, and how long they take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.desk.lines import DeskLine

STEP = 5
"""Estimates are rounded up to this many minutes: finer ones would pretend to know."""

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DeskView:
    """Everything that waits for the office of a community; its dates are read in ``timezone``."""

    lines: tuple[DeskLine, ...]
    timezone: str

    @property
    def minutes(self) -> int:
        """About how long everything takes together, in steps of five; 0 when nothing waits."""
        return -(-sum(line.minutes for line in self.lines) // STEP) * STEP

    @property
    def public(self) -> tuple[DeskLine, ...]:
        """What may be posted in the staff channel, where it stays readable."""
        return tuple(line for line in self.lines if not line.is_private)


def in_order(lines: Iterable[DeskLine]) -> tuple[DeskLine, ...]:
    """What is due first comes first, what has no date last; otherwise as given."""
    return tuple(sorted(lines, key=lambda line: line.due_at or _LAST))
