"""One line of a rule: how often, from when until when, at which hours. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.clock import shorten
from bot.date_times import Times
from bot.date_words import (
    DateWord,
    DayWord,
    LabelWord,
    NextDayWord,
    RangeWord,
    TimeWord,
    WeekdayWord,
    WeekWord,
    Word,
)
from bot.dates import read_day
from bot.errors import N_, UserError
from bot.events.form import USUAL_LENGTH
from bot.series.recurrence import DAY_CODES, Hours
from bot.series.rule_words import EveryWord, MonthDayWord, NumberedWord, OrdinalWord

TIMES = TimeWord | LabelWord | RangeWord | NextDayWord
DAYS = DateWord | DayWord | WeekWord


class RuleUnreadable(UserError):
    sentence = N_(
        "I could not read “{line}”. Please write one thing per line, for example “every month, "
        "third Thursday, 19:00-20:30”, “12/5 14:00-16:00”, “except 12/31”, “move 11/19 → 11/26” "
        "or “add 12/5 14:00-16:00”."
    )


class WhichWeek(UserError):
    sentence = N_(
        "“{line}” does not say which week of the month. Please write it, for example “every month, third "
        "Thursday” or “every week on Thursday”."
    )


class RuleTimeMissing(UserError):
    sentence = N_(
        "I read the days, but no start time. Please write it too, for example "
        "“every month, third Thursday, 19:00-20:30”."
    )


class TimesBackwards(UserError):
    sentence = N_(
        "The times in “{line}” do not follow each other. Please write them like 19:00-20:30, doors 18:30."
    )


@dataclass(frozen=True, slots=True)
class RuleLine:
    """``rrule`` as RFC 5545 has it; ``begins`` and ``hours`` None: the line does not say."""

    rrule: str
    begins: date | None
    hours: Hours | None


def is_rule(words: Sequence[Word]) -> bool:
    return any(isinstance(word, EveryWord | OrdinalWord | MonthDayWord | NumberedWord) for word in words)


def read_rule(words: Sequence[Word], *, today: date, line: str) -> RuleLine:
    """What the words of a line say of a rule; raises the `UserError` that shows how to write it."""
    rest, begins, until = _take_limits(words, today, line)
    ends = f";UNTIL={until:%Y%m%d}T235959" if until else ""
    return RuleLine(_rrule(rest, line) + ends, begins, read_hours(rest, line))


def _take_limits(
    words: Sequence[Word], today: date, line: str
) -> tuple[list[Word], date | None, date | None]:
    """The words without 「12/1から1/26まで」, and these two days."""
    rest: list[Word] = []
    begins: date | None = None
    until: date | None = None
    ends = False
    for at, word in enumerate(words):
        follows = words[at + 1] if at + 1 < len(words) else None
        behind_day = at > 0 and isinstance(words[at - 1], DAYS)
        if isinstance(word, DAYS):
            ends = ends or _is_end(follows)
            if (until if ends else begins) is not None:
                raise RuleUnreadable(line=shorten(line))
            day = read_day([word], earliest=begins or today, text=line)
            begins, until = (begins, day) if ends else (day, until)
        elif isinstance(word, RangeWord) and (behind_day or isinstance(follows, DAYS)):
            ends = True
        elif not (behind_day and _is_end(word)):
            rest.append(word)
    return rest, begins, until


def _is_end(word: Word | None) -> bool:
    return isinstance(word, LabelWord) and word.role == "end"


def _rrule(words: Sequence[Word], line: str) -> str:
    every = [word for word in words if isinstance(word, EveryWord)]
    days = _weekday_codes(words)
    month_days = _month_days(words) if not days else []
    interval = f";INTERVAL={every[0].interval}" if every and every[0].interval > 1 else ""
    if len(every) > 1 or not (days or month_days):
        raise RuleUnreadable(line=shorten(line))
    if month_days:
        if every and every[0].frequency == "WEEKLY":
            raise RuleUnreadable(line=shorten(line))
        return f"FREQ=MONTHLY{interval};BYMONTHDAY={','.join(map(str, month_days))}"
    counted = [code for code in days if len(code) > 2]
    if not counted and every and every[0].frequency == "WEEKLY":
        return f"FREQ=WEEKLY{interval};BYDAY={','.join(days)}"
    if len(counted) < len(days) or (every and every[0].frequency == "WEEKLY"):
        raise WhichWeek(line=shorten(line))
    return f"FREQ=MONTHLY{interval};BYDAY={','.join(days)}"


def _weekday_codes(words: Sequence[Word]) -> list[str]:
    """``+3TH`` for each weekday with the ordinals before it, ``TH`` for one without."""
    codes: list[str] = []
    ordinals: list[int] = []
    for word in words:
        if isinstance(word, OrdinalWord | NumberedWord):
            ordinals.append(word.number)
        elif isinstance(word, WeekdayWord):
            code = DAY_CODES[word.index]
            codes += [f"{number:+}{code}" for number in ordinals if -1 <= number <= 5] or [code]
            ordinals = []
    return list(dict.fromkeys(codes))


def _month_days(words: Sequence[Word]) -> list[int]:
    days = [word.day for word in words if isinstance(word, MonthDayWord)]
    days += [word.number for word in words if isinstance(word, NumberedWord)]
    return days if all(day == -1 or 1 <= day <= 31 for day in days) else []


def read_hours(words: Sequence[Word], line: str) -> Hours | None:
    """The times of a line, or None when it names no start; an end that is not written is 90 minutes later."""
    words = [word for word in words if isinstance(word, TIMES)]
    while words and isinstance(words[0], RangeWord):
        words = words[1:]
    times = Times.of(words, line)
    if not times.by_role:
        return None
    if "start" not in times.by_role:
        raise RuleTimeMissing
    minutes = {role: word.minutes + 1440 * (role in times.late) for role, word in times.by_role.items()}
    start = minutes["start"]
    end = minutes.get("end", start + USUAL_LENGTH // timedelta(minutes=1))
    doors = minutes.get("doors")
    if end <= start or (doors is not None and doors > start):
        raise TimesBackwards(line=shorten(line))
    return Hours(start, end, doors)
