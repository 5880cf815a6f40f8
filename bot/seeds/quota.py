"""How often one person may do what leaves no trace of them: counted in memory, for one day."""

from __future__ import annotations

from collections import Counter
from datetime import date

from bot.errors import N_, UserError

ANONYMOUS_SEEDS = 2
ASKED_WRITERS = 3
REPORTS = 5


class EnoughForToday(UserError):
    sentence = N_(
        "That is enough for today without a name ({most} a day). Nothing was stored. "
        "Tomorrow you can go on; with your name, or with “Ask the office”, at any time."
    )


class DailyQuota:
    """``most`` a day and person. Gone with the process, and holds neither texts nor numbers of seeds."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._day: date | None = None
        self._used: Counter[tuple[int, int]] = Counter()

    def use(self, community_id: int, account_id: int, today: date) -> None:
        """Count one; raises `EnoughForToday` if this person has used up the day's share."""
        if self._day != today:
            self._day = today
            self._used.clear()
        if self._used[community_id, account_id] >= self.most:
            raise EnoughForToday(most=self.most)
        self._used[community_id, account_id] += 1

    def give_back(self, community_id: int, account_id: int) -> None:
        """It came to nothing, so it does not count."""
        self._used[community_id, account_id] = max(self._used[community_id, account_id] - 1, 0)
