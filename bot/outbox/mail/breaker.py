"""When a mail server that cannot be reached is asked again."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock

FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=30)


class Breaker:
    """After each failure in a row the server rests twice as long, up to half an hour."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0
        self._until: datetime | None = None

    def rest(self) -> timedelta:
        """How long it is still to be left alone; nothing when it may be asked."""
        if self._until is None:
            return timedelta()
        left = self._until - self._clock()
        if left > self._span():  # the clock was put back: what it said before means nothing now
            return timedelta()
        return max(left, timedelta())

    def failed(self) -> timedelta:
        """It could not be reached, or did not speak mail; how long it rests now."""
        self._failures += 1
        self._until = self._clock() + self._span()
        return self._span()

    def succeeded(self) -> None:
        """It answers as it should."""
        self._failures = 0
        self._until = None

    def _span(self) -> timedelta:
        doubled = FIRST_REST * 2 ** min(self._failures - 1, 10)
        return min(doubled, LONGEST_REST)
