"""The words with which people say how often something takes place, as further words of `bot.date_words`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.clock import MONTHS_EN, WEEKDAYS_EN
from bot.date_words import Grammar, Maker, WeekdayWord, Word

Every = Literal["WEEKLY", "MONTHLY"]


@dataclass(frozen=True, slots=True)
class EveryWord(Word):
    """``毎月``, ``隔週``, ``every week``."""

    frequency: Every
    interval: int


@dataclass(frozen=True, slots=True)
class OrdinalWord(Word):
    """``第3``, ``third``, ``最終`` (-1): which of the weekdays of a month."""

    number: int


@dataclass(frozen=True, slots=True)
class MonthDayWord(Word):
    """``31日``, ``月末`` (-1): a day of every month."""

    day: int


@dataclass(frozen=True, slots=True)
class NumberedWord(Word):
    """``31st``: a day of the month, or which of its weekdays, if a weekday follows."""

    number: int


SILENT = (
    "of every month",
    "of each month",
    "of the month",
    "and",
    "&",
    "と",
    "を",
    "は",
    "every",
    "each",
    "of",
)
"""Pieces without a meaning of their own in a rule."""

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_ORDINALS |= {digit: int(digit) for digit in "12345"} | {kanji: n for n, kanji in enumerate("一二三四五", 1)}
_DAY_NAMES = {name.lower(): index for index, name in enumerate(WEEKDAYS_EN)}
_DAY = "(?:" + "|".join(name[:3].lower() for name in WEEKDAYS_EN) + ")"
_MONTH = "(?:" + "|".join(name[:3].lower() for name in MONTHS_EN) + ")"


def _every(frequency: Every, interval: int, pattern: str) -> tuple[re.Pattern[str], Maker]:
    return re.compile(pattern), lambda _m, text, begin, end: EveryWord(text, begin, end, frequency, interval)


def _ordinal(pattern: str, number: int | None = None) -> tuple[re.Pattern[str], Maker]:
    """``number`` None: the one that the pattern names."""
    return re.compile(pattern), lambda m, text, begin, end: OrdinalWord(
        text, begin, end, _ORDINALS[m["number"]] if number is None else number
    )


GRAMMAR: Grammar = (
    _every(
        "MONTHLY",
        2,
        r"隔月|2[かヶケカ]月(?:ごと|に1回)|(?:every|each) (?:other|second|two|2) months?(?![a-z])",
    ),
    _every("WEEKLY", 2, r"隔週|2週(?:間)?(?:ごと|に1回)|(?:fortnightly|biweekly)(?![a-z])"),
    _every(
        "WEEKLY",
        2,
        rf"(?:every|each) (?:(?:other|second|two|2) weeks?(?![a-z])|(?:other|second|2nd) (?={_DAY}))",
    ),
    _every("MONTHLY", 1, r"毎月|月例|(?:every|each) month(?![a-z])|monthly(?![a-z])"),
    _every("WEEKLY", 1, rf"毎週|(?:every|each) week(?![a-z])|weekly(?![a-z])|(?:every|each) (?={_DAY})"),
    _ordinal(r"第\s*(?P<number>[1-5一二三四五])\s*(?:週目?の?)?"),
    _ordinal(r"最終週?の?(?!日(?!曜))|最後の", -1),
    (
        re.compile(r"月末日?|末日|最終日(?!曜)|last day(?: of (?:the|every|each) month)?(?![a-z])"),
        lambda _m, text, begin, end: MonthDayWord(text, begin, end, -1),
    ),
    _ordinal(rf"last (?={_DAY})", -1),
    _ordinal(r"(?P<number>first|second|third|fourth|fifth)(?![a-z])"),
    (
        re.compile(r"(?P<day>[0-9]{1,2})\s*日(?!間)"),
        lambda m, text, begin, end: MonthDayWord(text, begin, end, int(m["day"])),
    ),
    (
        re.compile(rf"(?P<number>[0-9]{{1,2}})(?:st|nd|rd|th)(?![a-z])(?!(?: of)?[ -]?{_MONTH})"),
        lambda m, text, begin, end: NumberedWord(text, begin, end, int(m["number"])),
    ),
    (
        re.compile(rf"(?P<name>{'|'.join(_DAY_NAMES)})s(?![a-z])"),
        lambda m, text, begin, end: WeekdayWord(text, begin, end, _DAY_NAMES[m["name"]]),
    ),
)
