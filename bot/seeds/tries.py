"""Wrong receipt keys for numbers that have none: counted in memory, because there is no row to count in."""

from __future__ import annotations

from datetime import datetime

MOST = 10_000
"""So many numbers are remembered; then the oldest are forgotten."""


class Tries:
    """How often a key was tried for each number in this hour; of earlier hours nothing is kept."""

    def __init__(self) -> None:
        self._hour: datetime | None = None
        self._of: dict[tuple[int, int], int] = {}

    def count(self, community_id: int, number: int, hour: datetime) -> int:
        """One more for this number; how many it were before."""
        if hour != self._hour:
            self._hour, self._of = hour, {}
        before = self._of.pop((community_id, number), 0)
        if len(self._of) >= MOST:
            del self._of[next(iter(self._of))]
        self._of[community_id, number] = before + 1
        return before
