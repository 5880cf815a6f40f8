"""Dates that people write on one line, read strictly: what does not fit is told, never guessed.

`parse_when` reads Japanese and English notations alike, full-width or not; `bot.date_words` knows the words,
`bot.date_times` which time is the start, and this module which day is meant and what is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import LocalDate, Moment, Weekday, format_time, shorten, to_local
from bot.date_times import Times
from bot.date_words import (
    DateWord,
    DayWord,
    RangeWord,
    TimeWord,
    UnreadableDate,
    WeekdayWord,
    WeekWord,
    Word,
    read_words,
)
from bot.errors import N_, UserError

__all__ = [
    "DateInPast",
    "DateMissing",
    "DoorsAfterStart",
    "EndBeforeStart",
    "NoSuchDate",
    "TimeMissing",
    "UnreadableDate",
    "WeekdayMismatch",
    "When",
    "parse_when",
    "read_day",
]


class WeekdayMismatch(UserError):
    """The weekday that was written is not that of the date."""

    sentence = N_(
        "{date} is a {real}, not a {written}; please correct the date or the weekday, "
        "or leave the weekday out, for example 12/17 19:00-20:30."
    )


class DateInPast(UserError):
    """What was written is over."""

    sentence = N_(
        "{when} is already past; please write a later date, with its year if needed: 2026-12-17 19:00."
    )


class DateMissing(UserError):
    """No day at all was written."""

    sentence = N_("I found no date in “{text}”; please write the day too, for example 12/17 19:00-20:30.")


class TimeMissing(UserError):
    """A day, but no time of day."""

    sentence = N_(
        "I read the date {date}, but no start time; please write it too, for example 12/17 19:00-20:30."
    )


class EndBeforeStart(UserError):
    """The end is not later than the start."""

    sentence = N_(
        "The end, {end}, is not after the start, {start}; please correct it, "
        "and write a time past midnight like 23:00-next day 1:00."
    )


class DoorsAfterStart(UserError):
    """The doors open later than the meeting starts."""

    sentence = N_(
        "The doors open at {doors}, which is after the start at {start}; "
        "please write an earlier time, for example 19:00-20:30, doors 18:30."
    )


class NoSuchDate(UserError):
    """A day that the calendar of that year does not have."""

    sentence = N_("There is no {date} in the calendar; please check the day, for example 12/17 19:00-20:30.")


@dataclass(frozen=True, slots=True)
class When:
    """The times of a meeting, aware, in UTC."""

    starts_at: datetime
    ends_at: datetime | None
    doors_at: datetime | None


def parse_when(text: str, *, now: datetime, tz: ZoneInfo) -> When:
    """The start, and if written the end and the opening of the doors, that one line says in the zone ``tz``.

    A date without a year is the next such day, today included; a bare weekday likewise; 来週 and "next" mean
    the week from Monday to Sunday after the current one. Raises a UserError that tells what was read and what
    does not fit: UnreadableDate, DateMissing, TimeMissing, NoSuchDate, NoSuchLocalTime, WeekdayMismatch,
    DateInPast, EndBeforeStart, DoorsAfterStart.
    """
    today = to_local(now, tz).date()
    words = read_words(text, silent=("日本時間", "jst") if tz.key == "Asia/Tokyo" else ())
    first, second = _sides(words)
    day = _day(first, today, today, text)
    times = Times.of(words, text)
    last_day = _day(second, today, day, text) if second else day
    if second and ("end" not in times.by_role or "end" in times.late):
        raise UnreadableDate(part=second[0].text, text=shorten(text))
    if "start" not in times.by_role:
        raise DateInPast(when=LocalDate(day)) if day < today else TimeMissing(date=LocalDate(day))
    starts_at = times.moment("start", day, tz)
    if starts_at <= now:
        raise DateInPast(when=Moment(starts_at, tz))
    ends_at = None
    if "end" in times.by_role:
        ends_at = times.moment("end", last_day, tz)
        if ends_at <= starts_at:
            raise EndBeforeStart(start=Moment(starts_at, tz), end=Moment(ends_at, tz))
    doors_at = times.moment("doors", day, tz) if "doors" in times.by_role else None
    if doors_at and doors_at > starts_at:
        raise DoorsAfterStart(doors=format_time(doors_at, tz, "en"), start=format_time(starts_at, tz, "en"))
    return When(starts_at, ends_at, doors_at)


def read_day(words: Sequence[Word], *, earliest: date, text: str) -> date:
    """The one day that these words of ``text`` name; without a year the next such day from ``earliest`` on.

    Raises UnreadableDate, DateMissing, NoSuchDate, WeekdayMismatch or DateInPast.
    """
    return _day(words, earliest, earliest, text)


def _sides(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]]:
    """The words that tell the day of the start and, if it has one of its own, the day of the end."""
    for at, word in enumerate(words):
        left, right = words[:at], words[at + 1 :]
        if isinstance(word, RangeWord) and any(isinstance(w, TimeWord) for w in left):
            own_day = any(isinstance(w, DateWord | DayWord | WeekWord) for w in right)
            has_day = any(isinstance(w, DateWord | DayWord | WeekWord | WeekdayWord) for w in left)
            if has_day and (own_day or (right and isinstance(right[0], WeekdayWord))):
                return left, right
            break
    return words, ()


def _day(words: Sequence[Word], today: date, earliest: date, text: str) -> date:
    """The one day that these words name, not before ``earliest`` if it has no year."""
    named = [word for word in words if isinstance(word, DateWord | DayWord | WeekWord)]
    weekdays = [word for word in words if isinstance(word, WeekdayWord)]
    if len(named) > 1:
        raise UnreadableDate(part=shorten(named[1].text, 20), text=shorten(text))
    if not named and not weekdays:
        raise DateMissing(text=shorten(text))
    word = named[0] if named else None
    if word is None:
        day = earliest + timedelta(days=(weekdays[0].index - earliest.weekday()) % 7)
    elif isinstance(word, DayWord):
        day = today + timedelta(days=word.days)
    elif isinstance(word, DateWord):
        day = _calendar_day(word, earliest, weekdays)
    elif weekdays:
        day = today + timedelta(days=weekdays[0].index - today.weekday(), weeks=word.weeks)
    else:
        raise UnreadableDate(part=word.text, text=shorten(text))
    for weekday in weekdays:
        if weekday.index != day.weekday():
            raise WeekdayMismatch(
                date=LocalDate(day), written=Weekday(weekday.index), real=Weekday(day.weekday())
            )
    return day


def _calendar_day(word: DateWord, earliest: date, weekdays: Sequence[WeekdayWord]) -> date:
    if word.year is not None:
        return _existing(word.year, word)
    if (word.month, word.day) >= (earliest.month, earliest.day):
        return _existing(earliest.year, word)
    day = _existing(earliest.year + 1, word)
    # 「11/19（木）」 seen two days later: the weekday says that this year's day was meant
    if weekdays and weekdays[0].index != day.weekday() and (word.month, word.day) != (2, 29):
        meant = _existing(earliest.year, word)
        if meant.weekday() == weekdays[0].index:
            raise DateInPast(when=LocalDate(meant))
    return day


def _existing(year: int, word: DateWord) -> date:
    try:
        return date(year, word.month, word.day)
    except ValueError as error:
        raise NoSuchDate(date=f"{year}-{word.month:02}-{word.day:02}") from error
