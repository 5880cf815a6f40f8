"""Probono of a fiscal year as figures, beside the years before it and what was to be reached. Pure.

The figures are the office's own statistics, of organisations and a handful of offers: they are shown as
counted, and nobody's name is among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.clock import format_fiscal_year
from bot.members.rules import Sector
from bot.probono.figures import Figure

Numbers = Mapping[Figure, int]


@dataclass(frozen=True, slots=True)
class Aim:
    """What was to be reached, and what was."""

    figure: Figure
    target: int
    result: int

    @property
    def short_by(self) -> int:
        """How many are missing; 0 when it is reached."""
        return max(self.target - self.result, 0)


@dataclass(frozen=True, slots=True)
class ProbonoYear:
    """The fiscal year that began in April ``year``, as known on the local day ``as_of``.

    ``years`` holds this year and every earlier one with figures, the latest first; ``by_sector`` those of
    this year that are known by sector, unknown last; ``targets`` what was set for this year.
    """

    community_id: int
    community_name: str
    year: int
    as_of: date
    years: Mapping[int, Numbers]
    by_sector: Mapping[Sector | None, Numbers]
    targets: Numbers

    @property
    def label(self) -> str:
        """``令和8年度``."""
        return format_fiscal_year(date(self.year, 4, 1))

    @property
    def numbers(self) -> Numbers:
        return self.years[self.year]

    @property
    def aims(self) -> tuple[Aim, ...]:
        return tuple(Aim(figure, target, self.numbers[figure]) for figure, target in self.targets.items())

    @property
    def is_empty(self) -> bool:
        """Nothing happened in this year and before, and nothing was set."""
        return not self.targets and not any(any(numbers.values()) for numbers in self.years.values())
