"""The words of a written date: text in, a list of recognised words out, nothing guessed.

Written by hand: dateutil and dateparser skip or guess what they do not know (a guess is a missed meeting),
and the packages for Japanese eras only offer strptime with one fixed format. Whatever is not a word of this
list is refused and told back. What the words mean together is decided in `bot.dates`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.clock import ERAS, MONTHS_EN, WEEKDAYS_EN, WEEKDAYS_JA, shorten
from bot.errors import N_, UserError

Label = Literal["doors", "start", "end"]


class UnreadableDate(UserError):
    """A part of the text is no word of a date or time, or stands where it has no meaning."""

    sentence = N_(
        "I could not make out “{part}” in the date “{text}”; "
        "please write it like 12/17 19:00-20:30 or 2026-12-17 19:00."
    )


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised piece of the normalised text, from ``begin`` up to ``end``."""

    text: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class DateWord(Word):
    """``12/17``, ``2026-12-17``, ``令和8年12月17日``, ``17 Dec``; no year means the next such day."""

    year: int | None
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class DayWord(Word):
    """``明日``, ``today``: days from today."""

    days: int


@dataclass(frozen=True, slots=True)
class WeekWord(Word):
    """``来週``, ``next``: weeks (Monday to Sunday) from the current one."""

    weeks: int


@dataclass(frozen=True, slots=True)
class WeekdayWord(Word):
    """``木曜``, ``(木)``, ``Thu``; Monday = 0."""

    index: int


@dataclass(frozen=True, slots=True)
class TimeWord(Word):
    """A time of day in minutes after 0:00 (up to 29:59, as in 25時).

    ``half`` is the half of the day that was written with it; ``suffix`` says that it stood behind, as in 7pm.
    """

    minutes: int
    half: Literal["am", "pm"] | None
    suffix: bool


@dataclass(frozen=True, slots=True)
class LabelWord(Word):
    """``開場``, ``doors``, ``開始``, ``まで``: which time the neighbour is."""

    role: Label


@dataclass(frozen=True, slots=True)
class RangeWord(Word):
    """``〜``, ``-``, ``から``, ``to``; a hyphen may also be a mere separator."""

    is_dash: bool


@dataclass(frozen=True, slots=True)
class NextDayWord(Word):
    """``翌``: the time that follows is on the next day."""


Maker = Callable[[re.Match[str], str, int, int], Word | None]
Grammar = tuple[tuple[re.Pattern[str], Maker], ...]

_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTHS_EN, 1)}
_MONTH = (
    "(?P<mon>" + "|".join(f"{n[:3]}(?:{n[3:]})?" for n in map(str.lower, MONTHS_EN)) + r"|sept)(?![a-z])\.?"
)
_WEEKDAYS = {name[:3].lower(): index for index, name in enumerate(WEEKDAYS_EN)}
_WEEKDAY = (
    "(?P<en>" + "|".join(f"{n}|{n[:4]}|{n[:3]}" for n in map(str.lower, WEEKDAYS_EN)) + r"|thurs)(?![a-z])\.?"
)
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_DAY = r"(?P<day>[0-9]{1,2})"
_ERA = r"(?P<era>令和|平成|昭和|[rhs])\s*(?P<of_era>[0-9]{1,2}|元)"
_ERA_LETTERS = {"r": "令和", "h": "平成", "s": "昭和"}
_DAYS = {
    "明々後日": 3, "しあさって": 3, "明後日": 2, "あさって": 2, "明日": 1, "あした": 1, "今日": 0, "本日": 0,
    "the day after tomorrow": 2, "day after tomorrow": 2, "tomorrow": 1, "today": 0,
}  # fmt: skip
_WEEKS = {"再来週": 2, "来週": 1, "今週": 0, "next week": 1, "this week": 0, "next": 1, "this": 0}
_LABELS: tuple[tuple[Label, str], ...] = (
    ("doors", r"開場(?:時間)?|受付(?:開始)?|doors?(?: open(?:s)?)?(?: at)?(?![a-z])"),
    ("start", r"開始|開演|開会|スタート|starts?(?: at)?(?![a-z])"),
    ("end", r"終了|終演|閉会|まで|ends?(?: at)?(?![a-z])"),
)


def _date(m: re.Match[str], text: str, begin: int, end: int) -> Word:
    found = m.groupdict()
    year = int(found["year"]) if found.get("year") else None
    if era := found.get("era"):
        first = dict(ERAS)[_ERA_LETTERS.get(era, era)]
        year = first if found["of_era"] == "元" else first - 1 + int(found["of_era"])
    month = _MONTHS[found["mon"][:3]] if found.get("mon") else int(found["month"])
    return DateWord(text, begin, end, year, month, int(found["day"]))


def _weekday(m: re.Match[str], text: str, begin: int, end: int) -> Word:
    if ja := m.groupdict().get("ja"):
        return WeekdayWord(text, begin, end, WEEKDAYS_JA.index(ja))
    return WeekdayWord(text, begin, end, _WEEKDAYS[m["en"][:3]])


def _time(m: re.Match[str], text: str, begin: int, end: int) -> Word | None:
    found = m.groupdict()
    hour, minute = int(found["hour"]), int(found.get("minute") or (30 if found.get("half_hour") else 0))
    kanji, letters = found.get("ja_half"), found.get("before") or found.get("after")
    # 午後12時 is noon to some and midnight to others: not read at all
    if (
        minute > 59
        or hour > 29
        or (kanji and hour > 11)
        or (letters and not 1 <= hour <= 12)
        or (kanji and letters)
    ):
        return None
    half = ("pm" if kanji == "午後" or letters == "p" else "am") if kanji or letters else None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return TimeWord(text, begin, end, hour * 60 + minute, half, bool(found.get("after")))


def _label(role: Label) -> Maker:
    return lambda _m, text, begin, end: LabelWord(text, begin, end, role)


def _words(table: dict[str, int], kind: type[DayWord | WeekWord]) -> tuple[re.Pattern[str], Maker]:
    pattern = "|".join(word + ("(?![a-z])" if word.isascii() else "") for word in table)
    return re.compile(pattern), lambda m, text, begin, end: kind(text, begin, end, table[m[0]])


_HALF = r"(?:(?P<ja_half>午前|午後)|(?P<before>[ap])\.?m\.?)?\s*"
_AFTER = r"(?:\s*(?P<after>[ap])\.?m(?![a-z])\.?)"
_DATES = (
    rf"{_YEAR}\s*(?P<sep>[-/.])\s*(?P<month>[0-9]{{1,2}})\s*(?P=sep)\s*{_DAY}(?![0-9])(?:t(?=[0-9]))?",
    rf"{_YEAR}\s*年\s*(?P<month>[0-9]{{1,2}})\s*月\s*{_DAY}\s*日",
    rf"{_ERA}\s*(?:年|[./-])\s*(?P<month>[0-9]{{1,2}})\s*(?:月|[./-])\s*{_DAY}(?![0-9])\s*日?",
    rf"(?P<month>[0-9]{{1,2}})\s*月\s*{_DAY}\s*日",
    rf"(?P<month>[0-9]{{1,2}})\s*/\s*{_DAY}(?![0-9/])",
    rf"{_DAY}(?:st|nd|rd|th)?(?: of)?[ -]?{_MONTH}(?:,?[ -]?{_YEAR}(?![0-9:]))?",
    rf"{_MONTH}\s*{_DAY}(?:st|nd|rd|th)?(?![0-9:])(?!\s*[ap]\.?m)(?:,?\s*{_YEAR}(?![0-9:]))?",
)
_TIMES = (
    rf"{_HALF}(?P<hour>[0-9]{{1,2}})\s*時(?!間)(?:\s*(?P<minute>[0-9]{{1,2}})\s*分|\s*(?P<half_hour>半))?",
    rf"{_HALF}(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?::00)?(?![0-9:]){_AFTER}?",
    rf"(?P<hour>[0-9]{{1,2}}){_AFTER}",
)
_GRAMMAR: Grammar = (
    _words(_DAYS, DayWord),
    (re.compile(r"翌(?:日|朝)?|next day(?![a-z])"), lambda _m, *at: NextDayWord(*at)),
    _words(_WEEKS, WeekWord),
    *((re.compile(pattern), _date) for pattern in _DATES),
    *((re.compile(pattern), _time) for pattern in _TIMES),
    *((re.compile(pattern), _label(role)) for role, pattern in _LABELS),
    (re.compile(_WEEKDAY), _weekday),
    # a holiday is often written with its weekday: (火・祝)
    (re.compile(rf"(?P<ja>[{WEEKDAYS_JA}])(?:曜日?)?(?:[・/,]?\s*祝日?)?(?![時間])"), _weekday),
    (re.compile(r"[-‐‒–—―−]+"), lambda _m, *at: RangeWord(*at, is_dash=True)),
    (
        re.compile(r"[~〜∼〰ー]+|→|から|より|(?:to|until|till)(?![a-z])"),
        lambda _m, *at: RangeWord(*at, is_dash=False),
    ),
)
_SILENT = re.compile(
    r"[\s,、。・()\[\]「」【】:]+|開催日時?|日時|時間|の|に|(?:at|on|from|the|when)(?![a-z])"
)


def normalise(text: str) -> str:
    """One line in NFKC without capitals, so that full-width digits and signs are ordinary ones."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_words(text: str, silent: tuple[str, ...] = (), more: Grammar = ()) -> list[Word]:
    """The words of a text in their order; UnreadableDate names the first piece that is none.

    ``silent`` are further pieces without a meaning here, such as the name of the zone that is meant anyway;
    ``more`` are further words, which go before the others.
    """
    line, words, at = normalise(text), [], 0
    while at < len(line):
        # "日本時間" comes before the words, because 日 alone is a Sunday
        if word := _word_at(line, at, more):
            words.append(word)
            at = word.end
        elif name := next((name for name in silent if line.startswith(name, at)), ""):
            at += len(name)
        elif word := _word_at(line, at, _GRAMMAR):
            words.append(word)
            at = word.end
        elif silence := _SILENT.match(line, at):
            at = silence.end()
        else:
            rest = line[at:].split(" ", 1)[0]
            raise UnreadableDate(part=shorten(rest, 20), text=shorten(text))
    return words


def _word_at(line: str, at: int, grammar: Grammar) -> Word | None:
    for pattern, make in grammar:
        if (m := pattern.match(line, at)) and (word := make(m, m[0], at, m.end())):
            return word
    return None
