"""What somebody writes in /setup about times: hours of reminders, closed days, the time zone. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from bot.clock import LocalDate, shorten, zone
from bot.date_words import DateWord, TimeWord, UnreadableDate, WeekdayWord, Word, normalise, read_words
from bot.errors import N_, UserError
from bot.members.rules import ClosedDaysUnreadable

MOST_MINUTES = 7 * 24 * 60
"""A reminder "minutes before" lies within the week before the start."""
MOST_CLOSED_DAYS = 366
MOST_HOURS = 72
MOST_DRAFT_DAYS = 90

_MINUTES = re.compile(
    r"(?:(?P<hours>\d{1,3}(?:\.5)?)\s*(?:時間半?|hours?|hrs?|h))?\s*"
    r"(?:(?P<minutes>\d{1,5})\s*(?:分|minutes?|mins?|m)?)?\s*(?:前|before)?",
    re.IGNORECASE,
)


_HOURS = re.compile(r"(?P<hours>\d{1,3})\s*(?:時間|hours?|hrs?|h)?\s*(?:前|before)?", re.IGNORECASE)


class HoursUnreadable(UserError):
    sentence = N_(
        "“{written}” is not a number of hours this bot can read. "
        "Please write a whole number from 0 to {most}, like “3”."
    )


class HourUnreadable(UserError):
    sentence = N_("“{written}” is not a time of the day this bot can read. Please write it like 18:00.")


class MinutesUnreadable(UserError):
    sentence = N_(
        "“{written}” is not a length of time this bot can read. "
        "Please write minutes or hours, like “15”, “90 minutes” or “3 hours” (at most 7 days)."
    )


class DraftDaysUnreadable(UserError):
    sentence = N_("“{written}” is not a number of days from 1 to {most}. Please write it like “21”.")


class WrongWeekday(UserError):
    sentence = N_("{date} is not the weekday written in “{written}”. Please correct the date or the weekday.")


_DAYS = re.compile(r"(?P<days>[0-9]{1,3})\s*(?:日前?|days?)?\s*(?:before)?")
_ZONES = {
    "jst": "Asia/Tokyo",
    "japan": "Asia/Tokyo",
    "日本": "Asia/Tokyo",
    "東京": "Asia/Tokyo",
    "tokyo": "Asia/Tokyo",
}


def read_zone(written: str) -> str:
    """The IANA name of a time zone, in any capitals; JST and 日本時間 are known. Raises `UnknownZone`."""
    name = normalise(written)
    if name.removesuffix("時間") in _ZONES:
        return _ZONES[name.removesuffix("時間")]
    return zone(_zones_by_small_name().get(name.replace(" ", "_"), written)).key


@cache
def _zones_by_small_name() -> dict[str, str]:
    return {key.casefold(): key for key in available_timezones()}


def read_hour(written: str) -> str:
    """A time of the day such as ``18:00``, ``18時``, ``午後6時`` as ``HH:MM``."""
    times = [word for word in _words(written) if isinstance(word, TimeWord)]
    if len(times) == 1 and len(_words(written)) == 1 and times[0].minutes < 24 * 60:
        return f"{times[0].minutes // 60:02}:{times[0].minutes % 60:02}"
    raise HourUnreadable(written=shorten(written))


def read_minutes(written: str) -> int:
    """A length before the start, in minutes: ``15``, ``90分``, ``3時間``, ``1時間半``, ``1 hour 30 min``."""
    text = normalise(written).strip()
    found = _MINUTES.fullmatch(text)
    if found is None or not (found["hours"] or found["minutes"]):
        raise MinutesUnreadable(written=shorten(written))
    half = 30 if "半" in text else 0
    minutes = round(float(found["hours"] or 0) * 60) + half + int(found["minutes"] or 0)
    if not 1 <= minutes <= MOST_MINUTES:
        raise MinutesUnreadable(written=shorten(written))
    return minutes


def read_hours(written: str) -> int:
    """A whole number of hours before the start, 0 to 72: ``3``, ``3時間``, ``3 hours``."""
    found = _HOURS.fullmatch(normalise(written).strip())
    if found is None or int(found["hours"]) > MOST_HOURS:
        raise HoursUnreadable(written=shorten(written), most=MOST_HOURS)
    return int(found["hours"])


def read_draft_days(written: str) -> int:
    """So many days before a session its draft is made: ``21``, ``２１日前``, ``21 days``."""
    found = _DAYS.fullmatch(normalise(written).strip())
    if found is None or not 1 <= int(found["days"]) <= MOST_DRAFT_DAYS:
        raise DraftDaysUnreadable(written=shorten(written), most=MOST_DRAFT_DAYS)
    return int(found["days"])


def read_closed_days(written: str, *, today: date) -> tuple[date, ...]:
    """Days, one per line; a day without its year is the next such day from ``today`` on."""
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if len(lines) > MOST_CLOSED_DAYS:
        raise ClosedDaysUnreadable(written=shorten(lines[MOST_CLOSED_DAYS]))
    return tuple(sorted({_closed_day(line, today) for line in lines}))


def _closed_day(line: str, today: date) -> date:
    words = _words(line)
    dates = [word for word in words if isinstance(word, DateWord)]
    weekdays = [word for word in words if isinstance(word, WeekdayWord)]
    if len(dates) != 1 or len(dates) + len(weekdays) != len(words):
        raise ClosedDaysUnreadable(written=shorten(line))
    try:
        day = date(dates[0].year or today.year, dates[0].month, dates[0].day)
        if dates[0].year is None and day < today:
            day = day.replace(year=today.year + 1)
    except ValueError as error:
        raise ClosedDaysUnreadable(written=shorten(line)) from error
    if any(word.index != day.weekday() for word in weekdays):
        raise WrongWeekday(written=shorten(line), date=LocalDate(day))
    return day


def _words(written: str) -> Sequence[Word]:
    try:
        return read_words(written)
    except UnreadableDate:
        return ()
