"""The year's figures in words: the cells of the table, and the totals below it. Every format shows these."""

from __future__ import annotations

from collections.abc import Sequence

from bot.clock import format_date, format_span
from bot.events.rules import Mode
from bot.i18n import C_, Text, _
from bot.reports.rules import CountedBy, MeetingFigures, YearFigures

HEADINGS = (
    C_("year's table", "No."),
    C_("year's table", "Date"),
    C_("year's table", "Time"),
    C_("year's table", "Theme"),
    C_("year's table", "Kind"),
    C_("year's table", "Participants"),
    C_("year's table", "Counted by"),
)
REGULAR, SPECIAL = C_("year's table", "regular"), C_("year's table", "special")
NOT_KNOWN = C_("year's table", "not known")
MODES = {Mode.VENUE: _("Venue"), Mode.ONLINE: _("Online"), None: NOT_KNOWN}


def title_of(year: YearFigures, lang: str) -> str:
    """The heading above the table."""
    heading = _("Meetings in the fiscal year {year} ({era})", year=year.year, era=year.label)
    return heading.to(lang)


def row_of(number: int, meeting: MeetingFigures, lang: str) -> tuple[str | int | None, ...]:
    """One meeting under the `HEADINGS`; numbers are numbers, and a number that nobody noted is None."""
    day = format_date(meeting.starts_at, meeting.tz, lang)
    span = format_span(meeting.starts_at, meeting.ends_at, meeting.tz, lang)
    return (
        number,
        day,
        span.removeprefix(day).lstrip(", "),
        meeting.title,
        (REGULAR if meeting.is_regular else SPECIAL).to(lang),
        meeting.participants,
        meeting.counted_by.label.to(lang),
    )


def rows_of(year: YearFigures, lang: str) -> list[tuple[str | int | None, ...]]:
    """All meetings, numbered from 1."""
    return [row_of(number, meeting, lang) for number, meeting in enumerate(year.meetings, 1)]


def totals_of(year: YearFigures) -> Sequence[tuple[Text, int]]:
    """The figures of the year by their names; what is not known of anybody is left out."""
    sectors = [
        (
            _("Participants by where they come from: {sector}", sector=sector.label if sector else NOT_KNOWN),
            count,
        )
        for sector, count in year.by_sector.items()
        if count
    ]
    modes = [
        (_("Participants by how they took part: {mode}", mode=MODES[mode]), count)
        for mode, count in year.by_mode.items()
        if count
    ]
    left_out = [
        (_("Meetings of which only applications are known"), year.counted(CountedBy.APPLICATIONS)),
        (_("Meetings without a number of participants"), year.counted(CountedBy.NOTHING)),
        (_("Meetings of this year still ahead (not counted)"), year.ahead),
    ]
    return [
        (_("Meetings"), len(year.meetings)),
        (_("Regular meetings"), year.regular),
        (_("Special meetings"), year.special),
        (_("Participants in total"), year.total),
        (_("Different people, as far as names are known"), year.distinct),
        (_("Participants in total without a name"), year.nameless),
        *sectors,
        (_("Participants from elsewhere"), year.from_elsewhere),
        *modes,
        (_("Meetings with an article"), year.archived),
        *((name, count) for name, count in left_out if count),
    ]
