"""How fast we may speak: evenly spaced requests, and new direct messages slowly."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiolimiter import AsyncLimiter


class Pacer:
    """Waits until the next request may leave.

    Requests are spaced evenly instead of being admitted in bursts: 500 unpaced sends against a limit of 50
    a second lost 218 of them, and a burst at the seam of two seconds passes the rate as well. Answers to
    interactions do not count and never come here.
    """

    def __init__(self, requests_per_second: float) -> None:
        self._limiter = AsyncLimiter(1, 1 / requests_per_second)

    async def wait(self, requests: int = 1) -> None:
        for _ in range(requests):
            await self._limiter.acquire()


class NewDms:
    """Turns in which a person may get the first direct message; Discord quarantines bots that hurry."""

    def __init__(self, per_minute: float) -> None:
        self._spacing = timedelta(minutes=1) / per_minute
        self._next: datetime | None = None
        self._line_ends: datetime | None = None

    def start_anew(self) -> None:
        """Forget the turns given so far; for a clock that was put back behind them."""
        self._next = self._line_ends = None

    def wait_until(self, now: datetime, *, patient: bool) -> datetime | None:
        """None when it is this person's turn now, else when to ask again.

        Those who are ``patient`` (reminders) get a turn of their own at the end of the line; a notice about
        a seat asks again at the very next turn.
        """
        if self._next is None or now >= self._next:
            self._next = now + self._spacing
            return None
        if not patient:
            return self._next
        after_the_last = self._line_ends + self._spacing if self._line_ends is not None else self._next
        self._line_ends = max(after_the_last, self._next)
        return self._line_ends
