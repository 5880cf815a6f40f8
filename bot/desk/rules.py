"""When the desk is posted. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

POSTED_AT = time(9)
"""On Mondays, in the community's own wall time."""


@dataclass(frozen=True, slots=True)
class Monday:
    """One Monday's post: due at 9:00 local, and of no use any more when that day is over (aware UTC)."""

    day: date
    due_at: datetime
    ends_at: datetime


def next_monday(now: datetime, tz: ZoneInfo, set_up_at: datetime) -> Monday:
    """The Monday to post on: today until it ends, else the next one.

    Whoever begins (or moves) on a Monday after nine is not sent that day's post as well.
    """
    today = now.astimezone(tz).date()
    monday = _monday(today + timedelta(days=-today.weekday() % 7), tz)
    if set_up_at > monday.due_at:
        return _monday(monday.day + timedelta(days=7), tz)
    return monday


def _monday(day: date, tz: ZoneInfo) -> Monday:
    due_at, ends_at = (
        datetime.combine(*local, tzinfo=tz).astimezone(UTC)
        for local in ((day, POSTED_AT), (day + timedelta(days=1), time()))
    )
    return Monday(day, due_at, ends_at)
