"""Single cells of a list of past meetings, read strictly: what does not fit is told, never guessed. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.clock import LocalDate, Weekday, shorten, to_utc
from bot.date_words import DateWord, NextDayWord, TimeWord, UnreadableDate, WeekdayWord, Word, read_words
from bot.errors import N_, UserError
from bot.events.form import TITLE_LENGTH
from bot.events.rules import Mode

MOST_PARTICIPANTS = 99_999
MOST_LINKS = 5
LONGEST_LINK = 500


class CellEmpty(UserError):
    sentence = N_("nothing is written here, but it is needed")


class DayUnreadable(UserError):
    sentence = N_(
        "“{written}” is not a date with its year, such as 2020-06-03, 2020/6/3 or 令和2年6月3日(水)"
    )


class NoSuchDay(UserError):
    sentence = N_("there is no {date} in the calendar")


class OtherWeekday(UserError):
    sentence = N_("{date} is a {real}, not a {written}")


class TimeUnreadable(UserError):
    sentence = N_("“{written}” is not a time of day such as 19:00")


class EndNotAfterStart(UserError):
    sentence = N_("the end is not after the start; a time past midnight is written like 25:00")


class TitleTooLong(UserError):
    sentence = N_("the title has {length} characters; {most} are the most")


class KindUnknown(UserError):
    sentence = N_("“{written}” is not a kind of meeting: please write regular or special")


class ModeUnknown(UserError):
    sentence = N_("“{written}” is not a way to take part: please write venue, online or both")


class NumberUnreadable(UserError):
    sentence = N_("“{written}” is not a number of people from 0 to {most}")


class LinkUnreadable(UserError):
    sentence = N_("“{written}” is not a link to an article; it begins with https:// or http://")


class LinksTooMany(UserError):
    sentence = N_("there are {count} links; {most} are the most")


def read_day(written: str) -> date:
    """A date with its year, in any notation that announcements may have; a weekday beside it must fit."""
    words = _words(written)
    match words:
        case [DateWord(year=int(year), month=month, day=number), *rest] if len(rest) <= 1:
            pass
        case _:
            raise DayUnreadable(written=shorten(written))
    if rest and not isinstance(rest[0], WeekdayWord):
        raise DayUnreadable(written=shorten(written))
    try:
        day = date(year, month, number)
    except ValueError as error:
        raise NoSuchDay(date=f"{year}-{month:02}-{number:02}") from error
    for weekday in rest:
        if isinstance(weekday, WeekdayWord) and weekday.index != day.weekday():
            raise OtherWeekday(
                date=LocalDate(day), real=Weekday(day.weekday()), written=Weekday(weekday.index)
            )
    return day


def read_start(written: str, day: date, tz: ZoneInfo) -> datetime:
    """The moment of a time of that day, aware, in UTC."""
    match _words(written):
        case [TimeWord(minutes=minutes)] if minutes < 24 * 60:
            return _moment(day, minutes, tz)
        case _:
            raise TimeUnreadable(written=shorten(written))


def read_end(written: str, day: date, starts_at: datetime, tz: ZoneInfo) -> datetime:
    """The moment of an end, which may be past midnight: ``25:00``, ``翌1:00``."""
    match _words(written):
        case [TimeWord(minutes=minutes)]:
            ends_at = _moment(day, minutes, tz)
        case [NextDayWord(), TimeWord(minutes=minutes)] if minutes < 24 * 60:
            ends_at = _moment(day + timedelta(days=1), minutes, tz)
        case _:
            raise TimeUnreadable(written=shorten(written))
    if ends_at <= starts_at:
        raise EndNotAfterStart
    return ends_at


def _moment(day: date, minutes: int, tz: ZoneInfo) -> datetime:
    days, minutes = divmod(minutes, 24 * 60)
    return to_utc(datetime.combine(day + timedelta(days=days), time(minutes // 60, minutes % 60)), tz)


def _words(written: str) -> list[Word]:
    try:
        return read_words(written)
    except UnreadableDate:
        return []


def read_title(written: str) -> str:
    """The theme on one line."""
    title = " ".join(written.split())
    if len(title) > TITLE_LENGTH:
        raise TitleTooLong(length=len(title), most=TITLE_LENGTH)
    return title


_KINDS = {"定例": True, "定例会": True, "regular": True, "特別": False, "特別会": False, "special": False}
_BOTH = (Mode.VENUE, Mode.ONLINE)
_MODES: dict[str, tuple[Mode, ...]] = {
    "会場": (Mode.VENUE,),
    "venue": (Mode.VENUE,),
    "オンライン": (Mode.ONLINE,),
    "online": (Mode.ONLINE,),
    "両方": _BOTH,
    "会場とオンライン": _BOTH,
    "both": _BOTH,
}


def read_kind(written: str) -> bool:
    """Whether the meeting is a regular one; one of which nothing is said is."""
    if not (word := _word(written)):
        return True
    if word not in _KINDS:
        raise KindUnknown(written=shorten(written))
    return _KINDS[word]


def read_modes(written: str) -> tuple[Mode, ...]:
    """How people took part; empty where nothing is said."""
    if not (word := _word(written)):
        return ()
    if word not in _MODES:
        raise ModeUnknown(written=shorten(written))
    return _MODES[word]


_NUMBER = re.compile(r"([0-9]{1,9})\s*(?:人|名)?")


def read_number(written: str) -> int | None:
    """How many people; None where nothing is said."""
    if not (word := _word(written)):
        return None
    found = _NUMBER.fullmatch(word)
    if found is None or int(found[1]) > MOST_PARTICIPANTS:
        raise NumberUnreadable(written=shorten(written), most=MOST_PARTICIPANTS)
    return int(found[1])


def read_links(written: str) -> tuple[str, ...]:
    """Links to articles, in their order and each once."""
    links = tuple(dict.fromkeys(link for link in re.split(r"[\s;；]+", written) if link))
    for link in links:
        if len(link) > LONGEST_LINK or not _is_link(link):
            raise LinkUnreadable(written=shorten(link))
    if len(links) > MOST_LINKS:
        raise LinksTooMany(count=len(links), most=MOST_LINKS)
    return links


def _is_link(link: str) -> bool:
    try:
        parts = urlsplit(link)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and link.isprintable()
    except ValueError:  # such as an unclosed bracket
        return False


def _word(written: str) -> str:
    return unicodedata.normalize("NFKC", written).strip().casefold()
