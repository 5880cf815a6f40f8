"""The time: where it comes from, in whose zone it is read, and how people see it.

Moments are aware UTC everywhere inside; only this module turns them into the wall time of a community and
into text. Reading what people wrote is `bot.dates`. The few fixed shapes are written by hand because they
must never change with a library's data, and Babel is no part of the running bot.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.errors import N_, UserError

Clock = Callable[[], datetime]
"""Gives the present moment, aware, in UTC."""

WEEKDAYS_JA = "月火水木金土日"
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ERAS = (("令和", 2019), ("平成", 1989), ("昭和", 1926))
"""Era names and the year each calls 元年 (its first)."""

_ZONES_JA = {"Asia/Tokyo": "日本時間", "UTC": "協定世界時"}


class UnknownZone(UserError):
    """A name that the IANA time zone database does not have."""

    sentence = N_("“{name}” is not a time zone I know; please write one such as Asia/Tokyo or Europe/Berlin.")


class NoSuchLocalTime(UserError):
    """A wall time that the clocks of the zone jump over when summer time begins."""

    sentence = N_(
        "{time} does not exist on {date} in {zone}, because the clocks go forward then; "
        "please choose another time, for example one hour later."
    )


def system_clock() -> datetime:
    """The computer's own time, aware, in UTC: the only place that asks for it."""
    return datetime.now(UTC)


class Hands:
    """A clock whose hands are moved by hand, for tests and the sandbox; it never moves by itself."""

    def __init__(self, start: datetime) -> None:
        self._moment = _aware(start).astimezone(UTC)

    def __call__(self) -> datetime:
        """The moment the hands show, aware, in UTC."""
        return self._moment

    def move(self, by: timedelta) -> None:
        """Turn the hands by a span, which may be negative."""
        self._moment += by

    def set(self, moment: datetime) -> None:
        """Put the hands to an aware moment, earlier or later; ValueError for a naive one."""
        self._moment = _aware(moment).astimezone(UTC)


def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name; UnknownZone for any other text."""
    try:
        return ZoneInfo(name.strip())
    except (KeyError, ValueError, OSError) as error:  # OSError: the name of a folder such as "Asia"
        raise UnknownZone(name=shorten(name)) from error


def to_local(moment: datetime, tz: ZoneInfo) -> datetime:
    """An aware moment as wall time in that zone; ValueError for a naive one."""
    return _aware(moment).astimezone(tz)


def to_utc(local: datetime, tz: ZoneInfo) -> datetime:
    """A wall time in that zone as aware UTC; an aware value is only converted.

    A wall time that occurs twice (summer time ends) means the first of the two; one that never occurs
    (summer time begins) is refused with NoSuchLocalTime.
    """
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    moment = local.replace(tzinfo=tz, fold=0).astimezone(UTC)
    if moment.astimezone(tz).replace(tzinfo=None, fold=0) != local.replace(fold=0):
        raise NoSuchLocalTime(date=LocalDate(local.date()), time=f"{local:%H:%M}", zone=tz.key)
    return moment


def format_date(moment: datetime, tz: ZoneInfo, lang: str) -> str:
    """``2026年12月17日（木）`` or ``Thu 17 Dec 2026``."""
    return _date_text(to_local(moment, tz), lang)


def format_time(moment: datetime, tz: ZoneInfo, lang: str, *, with_zone: bool = False) -> str:
    """``19:00``, with the zone as ``（日本時間）`` or `` (JST)`` if asked."""
    local = to_local(moment, tz)
    return f"{local:%H:%M}{_zone_text(local, tz, lang) if with_zone else ''}"


def format_moment(moment: datetime, tz: ZoneInfo, lang: str, *, with_zone: bool = False) -> str:
    """``2026年12月17日（木）19:00`` or ``Thu 17 Dec 2026, 19:00``."""
    return format_span(moment, None, tz, lang, with_zone=with_zone)


def format_span(
    starts_at: datetime, ends_at: datetime | None, tz: ZoneInfo, lang: str, *, with_zone: bool = False
) -> str:
    """``2026年12月17日（木）19:00〜20:30`` or ``Thu 17 Dec 2026, 19:00–20:30``.

    The date of the end is added when it is another day; without an end only the start is shown.
    """
    start = to_local(starts_at, tz)
    end = None if ends_at is None else to_local(ends_at, tz)
    text = f"{_date_text(start, lang)}{'' if _is_ja(lang) else ', '}{start:%H:%M}"
    if end is not None:
        text += _end_text(start, end, lang)
    return text + (_zone_text(end or start, tz, lang) if with_zone else "")


def fiscal_year(day: date) -> int:
    """The year in which the Japanese fiscal year (April to March) of a local date began."""
    return day.year if day.month >= 4 else day.year - 1


def format_fiscal_year(day: date) -> str:
    """The fiscal year of a local date by era: ``令和8年度``, ``令和元年度`` for April 2019 to March 2020."""
    year = fiscal_year(day)
    for era, first in ERAS:
        if year >= first:
            return f"{era}{'元' if year == first else year - first + 1}年度"
    return f"{year}年度"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment inside a sentence, shown in the reader's language and the community's zone."""

    moment: datetime
    tz: ZoneInfo

    def to(self, lang: str) -> str:
        """The text of `format_moment`."""
        return format_moment(self.moment, self.tz, lang)


@dataclass(frozen=True, slots=True)
class Day:
    """The day of a moment inside a sentence, with its weekday, in the community's zone."""

    moment: datetime
    tz: ZoneInfo

    def to(self, lang: str) -> str:
        """The text of `format_date`."""
        return format_date(self.moment, self.tz, lang)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, inside a sentence; the end may be unknown."""

    starts_at: datetime
    ends_at: datetime | None
    tz: ZoneInfo

    def to(self, lang: str) -> str:
        """The text of `format_span`."""
        return format_span(self.starts_at, self.ends_at, self.tz, lang)


@dataclass(frozen=True, slots=True)
class LocalDate:
    """A day of the calendar inside a sentence."""

    day: date

    def to(self, lang: str) -> str:
        """``2026年12月17日`` or ``17 Dec 2026``, without the weekday."""
        day = self.day
        if _is_ja(lang):
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {MONTHS_EN[day.month - 1][:3]} {day.year}"


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday inside a sentence; the index counts from Monday = 0."""

    index: int

    def to(self, lang: str) -> str:
        """``木曜日`` or ``Thursday``."""
        return f"{WEEKDAYS_JA[self.index]}曜日" if _is_ja(lang) else WEEKDAYS_EN[self.index]


def shorten(text: str, length: int = 60) -> str:
    """What somebody typed, on one line and clipped, so that it can be told back inside a sentence."""
    line = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone; this one is naive")
    return moment


def _is_ja(lang: str) -> bool:
    return lang.startswith("ja")


def _date_text(local: date, lang: str) -> str:
    if _is_ja(lang):
        return f"{LocalDate(local).to(lang)}（{WEEKDAYS_JA[local.weekday()]}）"
    return f"{WEEKDAYS_EN[local.weekday()][:3]} {LocalDate(local).to(lang)}"


def _end_text(start: datetime, end: datetime, lang: str) -> str:
    if end.date() == start.date():
        return f"{'〜' if _is_ja(lang) else '–'}{end:%H:%M}"
    day = _date_text(end, lang)
    if not _is_ja(lang):
        return f" – {day}, {end:%H:%M}"
    return f"〜{day.removeprefix(f'{start.year}年')}{end:%H:%M}"


def _zone_text(local: datetime, tz: ZoneInfo, lang: str) -> str:
    # some zones have no letters, only an offset such as "+07": there the full name says more
    short = local.tzname() or ""
    name = short if short.isalpha() else tz.key
    return f"（{_ZONES_JA.get(tz.key, name)}）" if _is_ja(lang) else f" ({name})"
