"""What staff typed about a consultation, read strictly: what does not fit is told, never guessed. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from datetime import date, timedelta

from bot.clock import LocalDate, Weekday, shorten
from bot.consultations.rules import NOTE_LENGTH, Case, Category, Channel, NoCategory, NoteTooLong
from bot.date_words import DateWord, DayWord, UnreadableDate, WeekdayWord, Word, read_words
from bot.errors import N_, UserError
from bot.seeds.concerns import Concern, concerns

YESTERDAY = {"昨日": 1, "きのう": 1, "一昨日": 2, "おととい": 2, "yesterday": 1}
"""Days that lie behind, which dates of meetings never need."""


class DayUnreadable(UserError):
    sentence = N_(
        "“{written}” is not a day I can read. Please write one such as 11/20, 11/20 (Fri) or 2026-11-20."
    )


class NoSuchDay(UserError):
    sentence = N_("There is no {date} in the calendar. Please check the day.")


class OtherWeekday(UserError):
    sentence = N_("{date} is a {real}, not a {written}. Please correct the date or the weekday.")


class NotYet(UserError):
    sentence = N_(
        "{date} has not come yet. Please write the day on which somebody asked, today at the latest."
    )


def read_case(*, held_on: str, channel: str, categories: Collection[str], note: str, today: date) -> Case:
    """What was typed and chosen, as a case; raises the `UserError` of the first thing that does not fit."""
    chosen = set(categories)
    if not (kept := tuple(category for category in Category if category.value in chosen)):
        raise NoCategory
    return Case(read_held_on(held_on, today=today), Channel(channel), kept, read_note(note))


def read_note(written: str) -> str | None:
    """A note, or None where nothing is written."""
    note = written.strip()
    if len(note) > NOTE_LENGTH:
        raise NoteTooLong(length=len(note), most=NOTE_LENGTH)
    return note or None


PERSONAL = frozenset({Concern.PHONE, Concern.MAIL, Concern.ADDRESS, Concern.NAME})
"""What a note never needs; an illness or a conviction can be what it was about."""


def personal_in(note: str | None) -> list[Concern]:
    """What in a note seems to lead to a person; a hint for people, never a decision."""
    return [concern for concern in concerns(note or "") if concern in PERSONAL]


def read_held_on(written: str, *, today: date) -> date:
    """The day that somebody wrote, today if nothing; without its year the latest such day that has come.

    Raises `DayUnreadable`, `NoSuchDay`, `OtherWeekday` or `NotYet`.
    """
    if not (text := unicodedata.normalize("NFKC", written).strip().casefold()):
        return today
    if (back := YESTERDAY.get(text)) is not None:
        return today - timedelta(days=back)
    try:
        words = read_words(written)
    except UnreadableDate as error:
        raise DayUnreadable(written=shorten(written)) from error
    day = _day(words, today, written)
    if day > today:
        raise NotYet(date=LocalDate(day))
    return day


def _day(words: list[Word], today: date, written: str) -> date:
    match words:
        case [WeekdayWord(index=index)]:
            return today - timedelta(days=(today.weekday() - index) % 7)
        case [DayWord(days=days), *weekday] if len(weekday) <= 1:
            return _checked(today + timedelta(days=days), weekday, written)
        case [DateWord() as word, *weekday] if len(weekday) <= 1:
            return _checked(_calendar_day(word, today), weekday, written)
        case _:
            raise DayUnreadable(written=shorten(written))


def _calendar_day(word: DateWord, today: date) -> date:
    year = word.year
    if year is None:
        year = today.year - ((word.month, word.day) > (today.month, today.day))
    try:
        return date(year, word.month, word.day)
    except ValueError as error:
        raise NoSuchDay(date=f"{year}-{word.month:02}-{word.day:02}") from error


def _checked(day: date, weekdays: list[Word], written: str) -> date:
    for weekday in weekdays:
        if not isinstance(weekday, WeekdayWord):
            raise DayUnreadable(written=shorten(written))
        if weekday.index != day.weekday():
            raise OtherWeekday(
                date=LocalDate(day), real=Weekday(day.weekday()), written=Weekday(weekday.index)
            )
    return day
