"""The random time after which staff hear of what somebody did who wants to stay unknown. Pure."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(minutes=90)
LONGEST_URGENT = timedelta(minutes=30)
"""The online dot and the minute give an author away; where somebody may be in danger, less of it is given."""


def later(now: datetime, dice: random.Random, *, longest: timedelta = LONGEST) -> datetime:
    """A whole minute, at random 10 to 90 minutes from now (or until ``longest``)."""
    least, most = (int(span.total_seconds() // 60) for span in (SHORTEST, longest))
    return now.replace(second=0, microsecond=0) + timedelta(minutes=dice.randint(least, most))
