"""Which meetings stand in the public calendar. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.events.rules import Event

PAST_SHOWN = timedelta(days=365)
CANCELLED_SHOWN = timedelta(days=30)
"""After the day for which it was planned, so that calendars that ask seldom learn of it."""
FAULT_PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Shown:
    """A meeting in the calendar. ``stamp``: it was announced or called off then; ``link``: its card."""

    event: Event
    stamp: datetime
    link: str | None
