"""The meetings of a fiscal year as figures: what was counted, and by what. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.clock import format_fiscal_year
from bot.errors import N_, UserError
from bot.events.rules import Mode
from bot.i18n import C_, Text
from bot.members.rules import Sector

FIRST_YEAR, LAST_YEAR = 1900, 2200


class NoSuchYear(UserError):
    sentence = N_("{year} is not a fiscal year that can be shown; please write one such as 2020.")


class CountedBy(StrEnum):
    """What the number of participants is taken from, the best that there is."""

    CHECK_IN = "check_in"
    RECORD = "record"
    APPLICATIONS = "applications"
    NOTHING = "nothing"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    CountedBy.CHECK_IN: C_("counted by", "check-in"),
    CountedBy.RECORD: C_("counted by", "record"),
    CountedBy.APPLICATIONS: C_("counted by", "applications"),
    CountedBy.NOTHING: C_("counted by", "not recorded"),
}


@dataclass(frozen=True, slots=True)
class MeetingFigures:
    """One meeting that was held.

    ``participants`` is None where nobody noted a number. ``by_sector`` and ``by_mode`` add up to it; None
    stands for those of whom it is not known. ``people`` are the members among the participants whose names
    are known, to be counted once in a year. ``articles`` are links.
    """

    starts_at: datetime
    ends_at: datetime
    tz: ZoneInfo
    title: str
    is_regular: bool
    modes: tuple[Mode, ...]
    participants: int | None
    counted_by: CountedBy
    by_sector: Mapping[Sector | None, int] = field(default_factory=dict)
    by_mode: Mapping[Mode | None, int] = field(default_factory=dict)
    from_elsewhere: int = 0
    people: frozenset[int] = frozenset()
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The meetings of a fiscal year (April ``year`` to March) that are over, the first one first.

    ``ahead``: how many announced ones of this year are not over, and therefore not counted.
    """

    community_id: int
    community_name: str
    year: int
    meetings: tuple[MeetingFigures, ...]
    ahead: int = 0

    @property
    def label(self) -> str:
        """``令和2年度``."""
        return format_fiscal_year(date(self.year, 4, 1))

    @property
    def total(self) -> int:
        """のべ人数: every participant of every meeting."""
        return sum(meeting.participants or 0 for meeting in self.meetings)

    @property
    def distinct(self) -> int:
        """実人数: people whose names are known, each once."""
        return len(frozenset[int]().union(*(meeting.people for meeting in self.meetings)))

    @property
    def nameless(self) -> int:
        """Participants of ``total`` who are a number only, and may be anybody."""
        return self.total - sum(len(meeting.people) for meeting in self.meetings)

    @property
    def regular(self) -> int:
        return sum(meeting.is_regular for meeting in self.meetings)

    @property
    def special(self) -> int:
        return len(self.meetings) - self.regular

    @property
    def archived(self) -> int:
        """Meetings with at least one article."""
        return sum(bool(meeting.articles) for meeting in self.meetings)

    @property
    def from_elsewhere(self) -> int:
        return sum(meeting.from_elsewhere for meeting in self.meetings)

    @property
    def by_sector(self) -> dict[Sector | None, int]:
        """Participants of all meetings by where they come from, in the order of the words; unknown last."""
        counted: Counter[Sector | None] = Counter()
        for meeting in self.meetings:
            counted.update(meeting.by_sector)
        return {sector: counted[sector] for sector in (*Sector, None)}

    @property
    def by_mode(self) -> dict[Mode | None, int]:
        """Participants of all meetings by how they took part; unknown last."""
        counted: Counter[Mode | None] = Counter()
        for meeting in self.meetings:
            counted.update(meeting.by_mode)
        return {mode: counted[mode] for mode in (*Mode, None)}

    def counted(self, by: CountedBy) -> int:
        """How many meetings were counted in this way."""
        return sum(meeting.counted_by is by for meeting in self.meetings)
