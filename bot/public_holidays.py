"""Japan's public holidays. The library that knows them lives in a process of its own.

Importing it costs 20 MB and most of a second, for some dates a year: the bot keeps the dates.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import date
from zoneinfo import ZoneInfo

from bot import own_process

JAPAN = "Asia/Tokyo"
_log = logging.getLogger(__name__)


class PublicHolidays:
    """The holidays of the years that were asked for, kept as long as the bot runs."""

    def __init__(self) -> None:
        self._years: dict[int, frozenset[date]] = {}
        self._turn = asyncio.Lock()

    async def around(self, day: date, tz: ZoneInfo) -> frozenset[date]:
        """The public holidays of the year of a day and of the next one; none outside Japan's zone.

        If they cannot be found out, there are none this time: an answer a day too early is asked for again.
        """
        if tz.key != JAPAN:
            return frozenset()
        wanted = (day.year, day.year + 1)
        async with self._turn:
            if missing := [year for year in wanted if year not in self._years]:
                self._years |= await _look_up(missing)
        return frozenset().union(*(self._years.get(year, frozenset()) for year in wanted))


async def _look_up(years: list[int]) -> dict[int, frozenset[date]]:
    code, told = await own_process.run("bot.public_holidays", *map(str, years))
    if code != 0:
        _log.warning("public holidays could not be looked up; working days are Monday to Friday for now")
        return {}
    days = [date.fromisoformat(line) for line in told.decode().split()]
    return {year: frozenset(day for day in days if day.year == year) for year in years}


# --- in the process of its own ------------------------------------------------------------------------------


def main(years: list[str]) -> None:
    """Write the holidays of these years, one ISO date per line."""
    from holidays.countries.japan import Japan

    for day in sorted(Japan(years=[int(year) for year in years])):
        sys.stdout.write(f"{day.isoformat()}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
