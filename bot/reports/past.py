"""Past meetings as a list of them says: every row is read, and everything that is wrong is named. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import to_local
from bot.errors import N_, UserError
from bot.events.rules import Mode
from bot.reports.cells import (
    read_day,
    read_end,
    read_kind,
    read_links,
    read_modes,
    read_number,
    read_start,
    read_title,
)
from bot.reports.past_file import NEEDED, Column, PastFile
from bot.reports.table_rows import BadCell, CellWithoutHeading, RowReader


class NotOverYet(UserError):
    sentence = N_("the meeting is not over yet; one that lies ahead is announced by the bot, not imported")


class TwiceInFile(UserError):
    sentence = N_("line {line} has the same date and start")


@dataclass(frozen=True, slots=True)
class PastMeeting:
    """A meeting that was held. Times are aware UTC; what was not recorded is empty or None.

    ``key`` is the local date and start, by which the meeting is known again when its list comes again.
    """

    line: int
    key: str
    starts_at: datetime
    ends_at: datetime
    title: str
    is_regular: bool
    modes: tuple[Mode, ...]
    participants: int | None
    links: tuple[str, ...]


def read_meetings(
    file: PastFile, *, now: datetime, tz: ZoneInfo
) -> tuple[Sequence[PastMeeting], Sequence[BadCell]]:
    """The meetings of a file, whose times are those of ``tz``, and everything that cannot be read."""
    meetings: list[PastMeeting] = []
    bad: list[BadCell] = []
    lines: dict[str, int] = {}
    for row in file.rows:
        reading = RowReader(row, file.headings, NEEDED)
        meeting = _meeting(reading, now, tz)
        if meeting is not None and (earlier := lines.setdefault(meeting.key, row.number)) != row.number:
            reading.refuse(TwiceInFile(line=earlier), Column.START)
        bad += reading.bad
        if meeting is not None and not reading.bad:
            meetings.append(meeting)
    return meetings, bad


def _meeting(reading: RowReader[Column], now: datetime, tz: ZoneInfo) -> PastMeeting | None:
    """The meeting of a line; None where it has no time or no title."""
    if reading.row.extra:
        reading.refuse(CellWithoutHeading(), None)
    title = reading.read(Column.TITLE, read_title)
    is_regular = reading.read(Column.KIND, read_kind)
    modes = reading.read(Column.MODE, read_modes)
    participants = reading.read(Column.PARTICIPANTS, read_number)
    links = reading.read(Column.ARTICLE_URLS, read_links)
    times = _times(reading, now, tz)
    if times is None or not title:
        return None
    starts_at, ends_at = times
    return PastMeeting(
        line=reading.row.number,
        key=f"{to_local(starts_at, tz):%Y-%m-%dT%H:%M}",
        starts_at=starts_at,
        ends_at=ends_at,
        title=title,
        is_regular=bool(is_regular),
        modes=modes or (),
        participants=participants,
        links=links or (),
    )


def _times(reading: RowReader[Column], now: datetime, tz: ZoneInfo) -> tuple[datetime, datetime] | None:
    day = reading.read(Column.DATE, read_day)
    if day is None:
        return None
    starts_at = reading.read(Column.START, lambda written: read_start(written, day, tz))
    if starts_at is None:
        return None
    ends_at = reading.read(Column.END, lambda written: read_end(written, day, starts_at, tz))
    if ends_at is None:
        return None
    if ends_at > now:
        reading.refuse(NotOverYet(), Column.DATE)
    return starts_at, ends_at
