"""What people typed into the boxes of an offer or a need, read strictly: told back, never guessed. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.clock import LocalDate, Weekday, shorten
from bot.date_words import DateWord, DayWord, UnreadableDate, WeekdayWord, Word, read_words
from bot.dates import DateMissing, WeekdayMismatch, read_day
from bot.errors import N_, UserError
from bot.probono.rules import MOST_AREAS, NumberUnreadable, read_text

AREA_LENGTH = 40
YESTERDAY = {"昨日": 1, "きのう": 1, "一昨日": 2, "おととい": 2, "yesterday": 1}
"""Days that lie behind, which dates of meetings never need."""

_NUMBER = re.compile(r"(?:約|about )?\s*(\d{1,4})\s*(?:時間|人|名|件|h|hours?|people)?")
_BETWEEN_AREAS = re.compile(r"[\n、,;/・]+")
_Choice = TypeVar("_Choice", bound=StrEnum)


class TooManyAreas(UserError):
    sentence = N_("Please write at most {most} places, for example the wards or towns you can get to.")


class DateUnreadable(UserError):
    sentence = N_(
        "“{written}” is not a day I can read. "
        "Please write one such as 12/17 or 2026-12-17, or leave it empty."
    )


class AreaMissing(UserError):
    sentence = N_(
        "Please write at least one town or ward you can get to. "
        "Without it you would be asked for nothing that happens on site."
    )


class EndsBeforeItStarts(UserError):
    sentence = N_("The last day, {end}, is before the first one, {start}. Please correct one of them.")


class HeardLater(UserError):
    sentence = N_(
        "{date} has not come yet. Please write the day on which you heard them, today at the latest."
    )


def read_number(typed: str, least: int, most: int) -> int:
    """A whole number as people write it (5, ５, 5時間); raises `NumberUnreadable`."""
    text = unicodedata.normalize("NFKC", typed).strip().casefold()
    found = _NUMBER.fullmatch(text)
    if found is None or not least <= int(found[1]) <= most:
        raise NumberUnreadable(written=shorten(typed), least=least, most=most)
    return int(found[1])


def read_areas(typed: str) -> list[str]:
    """Places, one per line or with commas between them; raises `TooManyAreas` or `TooLong`."""
    names = [name.strip() for name in _BETWEEN_AREAS.split(unicodedata.normalize("NFKC", typed))]
    areas = list(dict.fromkeys(read_text(name, AREA_LENGTH) for name in names if name))
    if len(areas) > MOST_AREAS:
        raise TooManyAreas(most=MOST_AREAS)
    return areas


def read_choices(kinds: type[_Choice], chosen: Collection[str]) -> list[str]:
    """What was ticked, in the order of the list; anything else is passed over."""
    return [kind.value for kind in kinds if kind.value in chosen]


def read_choice(kinds: Iterable[_Choice], chosen: str | None) -> str | None:
    """The one that was chosen, None for none."""
    return next((kind.value for kind in kinds if kind.value == chosen), None)


def read_coming_day(typed: str, today: date, earliest: date | None = None) -> date | None:
    """A day as people write it, from ``earliest`` (otherwise today) on; None for an empty box.

    Raises `DateUnreadable` or what `bot.dates` raises.
    """
    if not typed.strip():
        return None
    try:
        return read_day(read_words(typed), earliest=earliest or today, text=typed)
    except (DateMissing, UnreadableDate) as error:
        raise DateUnreadable(written=shorten(typed)) from error


def read_period(
    first: str, last: str, today: date, known: tuple[date | None, date | None]
) -> tuple[date | None, date | None]:
    """The first and the last day, each perhaps open; a day that stands there already may have passed.

    Raises like `read_coming_day`, or `EndsBeforeItStarts`.
    """
    start = _known_or_coming(first, today, known[0])
    end = _known_or_coming(last, today, known[1])
    if start and end and end < start:
        raise EndsBeforeItStarts(start=LocalDate(start), end=LocalDate(end))
    return start, end


def _known_or_coming(typed: str, today: date, known: date | None) -> date | None:
    return known if known and typed.strip() == known.isoformat() else read_coming_day(typed, today)


def read_past_day(typed: str, today: date) -> date:
    """A day that has come, today if nothing is written; without its year the latest such day.

    Raises `DateUnreadable`, `WeekdayMismatch` or `HeardLater`.
    """
    text = unicodedata.normalize("NFKC", typed).strip().casefold()
    if not text:
        return today
    if text in YESTERDAY:
        return today - timedelta(days=YESTERDAY[text])
    try:
        day = _past(typed, today)
    except (DateMissing, UnreadableDate, ValueError) as error:
        raise DateUnreadable(written=shorten(typed)) from error
    if day > today:
        raise HeardLater(date=LocalDate(day))
    return day


def _past(typed: str, today: date) -> date:
    words = read_words(typed)
    day = _past_day([word for word in words if not isinstance(word, WeekdayWord)], typed, today)
    for word in words:
        if isinstance(word, WeekdayWord) and word.index != day.weekday():
            raise WeekdayMismatch(
                date=LocalDate(day), written=Weekday(word.index), real=Weekday(day.weekday())
            )
    return day


def _past_day(words: list[Word], typed: str, today: date) -> date:
    match words:
        case [DayWord(days=days)]:
            return today + timedelta(days=days)
        case [DateWord(year=None, month=month, day=day)]:
            return date(today.year - ((month, day) > (today.month, today.day)), month, day)
        case [DateWord(year=int(year), month=month, day=day)]:
            return date(year, month, day)
        case _:
            raise DateMissing(text=shorten(typed))
