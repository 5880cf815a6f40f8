"""What a meeting looks like among Discord's own events, and what becomes of an entry. No I/O, no clock."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.errors import N_, UserError

LEASE = timedelta(minutes=4)
"""Longer than every request for one meeting together; nobody else takes it up meanwhile."""
TRY_AGAIN = timedelta(minutes=1)
AFTER_DOUBT = timedelta(seconds=30)
"""What Discord may have taken is looked for only when it had time to show it."""
AFTER_REFUSAL = timedelta(hours=1)
"""Somebody has to press a switch first."""
AFTER_FAULT = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=2)
"""What waits longer was put off by a clock that was ahead; Discord itself never asks for so much."""
LOOK_AGAIN = timedelta(hours=23)
"""With a round every hour each card and entry is looked at once a day."""
START_MARGIN = timedelta(minutes=2)
"""Discord refuses a start in the past; what begins so soon needs no entry any more."""
PUBLISHED_PER_HOUR = 10
"""Discord publishes no more messages of one channel in an hour."""


class EntryStands(UserError):
    sentence = N_("“{title}” stands in this server's events, so nothing was put there again.")


class EntriesOff(UserError):
    sentence = N_(
        "Putting meetings into this server's events is switched off. "
        "It can be switched on with /setup, [More settings]."
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting as it shall stand among Discord's own events; the courier makes it fit.

    ``about`` was typed by people and gives way when it is too long; ``how_to_apply`` is ours and does not.
    ``place`` was typed, ``and_online`` is our word behind it (or the whole place). ``card_id`` is the message
    to which it leads. Times are aware UTC.
    """

    name: str
    about: str
    how_to_apply: str
    place: str
    and_online: str
    starts_at: datetime
    ends_at: datetime
    card_id: int

    @property
    def digest(self) -> str:
        """Two entries with the same digest look the same."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


class Step(Enum):
    """What an entry needs now."""

    CREATE = auto()
    FIND = auto()
    """An answer of Discord's was lost: it may stand there already."""
    EDIT = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Traces:
    """What is known of an entry. ``asked``: it was asked for, and no answer was written down."""

    scheduled_event_id: int | None
    asked: bool


NOTHING_YET = Traces(None, asked=False)


def next_step(traces: Traces, *, wanted: bool) -> Step | None:
    """What to do for a meeting that is to stand there, or no longer; None: nothing."""
    if traces.scheduled_event_id is None and traces.asked:
        return Step.FIND
    if traces.scheduled_event_id is None:
        return Step.CREATE if wanted else None
    return Step.EDIT if wanted else Step.END
