"""What is counted of probono, and how it follows from what happened. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from bot.clock import fiscal_year
from bot.i18n import C_, Text
from bot.members.rules import Sector
from bot.probono.states import SuggestionState


class Figure(StrEnum):
    """A number of a fiscal year, in the order in which they are shown; its value is the name for programs.

    Consultations are counted by a neighbour and stand here because they have a target too.
    """

    CONSULTATIONS = "consultations"
    APPLICATIONS = "applications"
    NEEDS = "needs"
    ASKS = "asks"
    YES = "yes"
    NOT_NOW = "not_now"
    NO = "no"
    NO_ANSWER = "no_answer"
    INTRODUCTIONS = "introductions"
    AGREED = "agreed"
    DONE = "done"
    HOURS = "hours"
    HEARD = "heard"
    COMPANIES = "companies"
    NEW_COMPANIES = "new_companies"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Figure.CONSULTATIONS: C_("probono figures", "Consultations"),
    Figure.APPLICATIONS: C_("probono figures", "Applications (offers entered)"),
    Figure.NEEDS: C_("probono figures", "Needs entered"),
    Figure.ASKS: C_("probono figures", "Asks"),
    Figure.YES: C_("probono figures", "Answer: yes"),
    Figure.NOT_NOW: C_("probono figures", "Answer: not now"),
    Figure.NO: C_("probono figures", "Answer: no"),
    Figure.NO_ANSWER: C_("probono figures", "No answer in time"),
    Figure.INTRODUCTIONS: C_("probono figures", "Introductions"),
    Figure.AGREED: C_("probono figures", "Agreed"),
    Figure.DONE: C_("probono figures", "Done"),
    Figure.HOURS: C_("probono figures", "Hours of what was done"),
    Figure.HEARD: C_("probono figures", "Organisations heard"),
    Figure.COMPANIES: C_("probono figures", "Companies heard"),
    Figure.NEW_COMPANIES: C_("probono figures", "Of them heard for the first time"),
}

BY_SECTOR = (
    Figure.APPLICATIONS,
    Figure.NEEDS,
    Figure.ASKS,
    Figure.INTRODUCTIONS,
    Figure.AGREED,
    Figure.DONE,
    Figure.HOURS,
    Figure.HEARD,
)
"""What is also told by where an organisation belongs."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that happened on a local day, and for which sector (None: not known)."""

    figure: Figure
    day: date
    sector: Sector | None
    number: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a suggestion as it counts; ``hours`` are what the whole came to."""

    suggestion_id: int
    step: str
    state: str
    day: date
    sector: Sector | None
    hours: int | None


@dataclass(frozen=True, slots=True)
class Hearing:
    key: str
    sector: Sector
    day: date


class Book:
    """Everything that was counted, by fiscal year and sector."""

    def __init__(self, counted: Iterable[Counted]) -> None:
        self._numbers: Counter[tuple[int, Figure, Sector | None]] = Counter()
        for each in counted:
            self._numbers[fiscal_year(each.day), each.figure, each.sector] += each.number

    @property
    def years(self) -> set[int]:
        """The fiscal years in which anything happened."""
        return {year for year, _figure, _sector in self._numbers}

    def of(self, year: int, figure: Figure) -> int:
        """The number of a year, all sectors together."""
        return sum(self._numbers[year, figure, sector] for sector in (*Sector, None))

    def by_sector(self, year: int, figure: Figure) -> dict[Sector | None, int]:
        """The same for each sector in its order; those not known come last."""
        return {sector: self._numbers[year, figure, sector] for sector in (*Sector, None)}


_ANSWERS = {
    "yes": Figure.YES,
    "not_now": Figure.NOT_NOW,
    "no": Figure.NO,
    "released": Figure.NO_ANSWER,
}
_AGREED = (SuggestionState.AGREED, SuggestionState.DATE_AGREED)


def count_steps(steps: Iterable[Step]) -> Iterator[Counted]:
    """What follows from the steps, which are given suggestion by suggestion in their order."""
    for _suggestion_id, group in groupby(steps, key=lambda step: step.suggestion_id):
        own = list(group)
        yield from _asks(own)
        yield from _reached(own)


def _asks(steps: list[Step]) -> Iterator[Counted]:
    """An ask that somebody else answered first was none. An answer belongs to an ask: whoever came forward
    was not asked, and what the other side says later is another matter.
    """
    asked: Step | None = None
    for step in steps:
        if step.step == "asked":
            if asked is not None:
                yield Counted(Figure.ASKS, asked.day, asked.sector)
            asked = step
        elif asked is not None and step.step == "taken":
            asked = None
        elif asked is not None and (answer := _ANSWERS.get(step.step)):
            yield Counted(Figure.ASKS, asked.day, asked.sector)
            yield Counted(answer, step.day, step.sector)
            asked = None
    if asked is not None:
        yield Counted(Figure.ASKS, asked.day, asked.sector)


def _reached(steps: list[Step]) -> Iterator[Counted]:
    """Each once, on the first day on which it was reached; one side alone agrees to nothing."""
    introduced = next((step for step in steps if step.step == "introduced"), None)
    agreed = next((step for step in steps if step.state in _AGREED), None)
    done = next((step for step in steps if step.step == "done"), None)
    for figure, step in ((Figure.INTRODUCTIONS, introduced), (Figure.AGREED, agreed), (Figure.DONE, done)):
        if step is not None:
            yield Counted(figure, step.day, step.sector)
    if done is not None and done.hours:
        yield Counted(Figure.HOURS, done.day, done.sector, done.hours)


def count_hearings(hearings: Iterable[Hearing]) -> Iterator[Counted]:
    """Each organisation once a year; a company is new in the first year in which it was heard as anything."""
    heard: set[tuple[int, str, Sector]] = set()
    first: dict[str, int] = {}
    for hearing in sorted(hearings, key=lambda hearing: hearing.day):
        year = fiscal_year(hearing.day)
        first.setdefault(hearing.key, year)
        if (year, hearing.key, hearing.sector) in heard:
            continue
        heard.add((year, hearing.key, hearing.sector))
        yield Counted(Figure.HEARD, hearing.day, hearing.sector)
        if hearing.sector is Sector.COMPANY:
            yield Counted(Figure.COMPANIES, hearing.day, hearing.sector)
            if first[hearing.key] == year:
                yield Counted(Figure.NEW_COMPANIES, hearing.day, hearing.sector)
