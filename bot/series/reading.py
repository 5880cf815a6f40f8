"""Reading how often something takes place: one line, one thing; what cannot be read is told. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.clock import LocalDate, shorten
from bot.date_words import (
    LabelWord,
    RangeWord,
    TimeWord,
    UnreadableDate,
    WeekdayWord,
    Word,
    normalise,
    read_words,
)
from bot.dates import read_day
from bot.errors import N_, UserError
from bot.series.recurrence import LONGEST_LOOK, Hours, Recurrence
from bot.series.rule_lines import DAYS, TIMES, RuleTimeMissing, RuleUnreadable, is_rule, read_hours, read_rule
from bot.series.rule_words import GRAMMAR, SILENT

MOST_DATES = 60
MOST_LINES = 200


class RuleMissing(UserError):
    sentence = N_(
        "There is no date yet. Please write how often it takes place, for example "
        "“every month, third Thursday, 19:00-20:30”, or one date per line."
    )


class SecondRule(UserError):
    sentence = N_(
        "“{line}” is a second rule. A series has one; please put other days on lines of their own, "
        "or into it, for example “second and fourth Wednesday”."
    )


class NotInSeries(UserError):
    sentence = N_("The series has no session on {date}, so there is nothing to leave out or move then.")


class TooManyDates(UserError):
    sentence = N_("That is more than {most} lines. Please write a rule instead, or make two series.")


_EXCEPT = re.compile(
    r"^(?:除く|除外|お?休み|休会|except|without|skip|no meetings?)[\s:、,]*"
    r"|[\s]*(?:を?除く|は?お?休み|は?休会)$"
)
_MOVE = re.compile(r"^(?:移す|移動|振替|moved?)[\s:、,]*|[\s]*(?:に|へ)?(?:移す|移動|振替)$")
_ADD = re.compile(r"^(?:追加|臨時|add|extra)[\s:、,]*|[\s]*(?:を?追加|臨時)$")


@dataclass
class _Read:
    """What was found so far; a day without times of its own gets the rule's."""

    today: date
    rrule: str | None = None
    begins: date | None = None
    hours: Hours | None = None
    dates: list[tuple[date, Hours | None]] = field(default_factory=list)
    breaks: list[tuple[date, date]] = field(default_factory=list)
    moves: list[tuple[date, date, Hours | None]] = field(default_factory=list)
    extras: list[tuple[date, Hours | None]] = field(default_factory=list)


def read_recurrence(text: str, *, today: date) -> Recurrence:
    """What these lines mean; a date without its year is the next such day from ``today`` on.

    Raises a `UserError` that names the line and shows how it could be written.
    """
    lines = [line for line in text.splitlines() if line.strip(" \u3000\t,、・-*")]
    if len(lines) > MOST_LINES:
        raise TooManyDates(most=MOST_LINES)
    found = _Read(today)
    for line in lines:
        _read_line(line, found)
    if len(found.dates) + len(found.extras) > MOST_DATES:
        raise TooManyDates(most=MOST_DATES)
    if found.rrule is None and not found.dates:
        raise RuleMissing
    hours = found.hours or next((own for _day, own in found.dates if own), None)
    if hours is None:
        raise RuleTimeMissing
    return _checked(_begun(found, hours), today)


def _begun(found: _Read, hours: Hours) -> Recurrence:
    kept = Recurrence(
        hours=hours,
        begins=found.begins or found.today,
        rrule=found.rrule,
        dates=tuple(sorted((day, own or hours) for day, own in dict(found.dates).items())),
        breaks=tuple(sorted(set(found.breaks))),
        moves=tuple(sorted(((old, new, own or hours) for old, new, own in found.moves), key=lambda m: m[0])),
        extras=tuple(
            sorted(((day, own or hours) for day, own in found.extras), key=lambda e: (e[0], e[1].start))
        ),
    )
    return replace(kept, begins=_first_day(kept)) if "INTERVAL" in kept.parts else kept


def _first_day(kept: Recurrence) -> date:
    """Every second week is counted from the next such day on, not from the week in which it was written."""
    every = ";".join(f"{name}={value}" for name, value in kept.parts.items() if name != "INTERVAL")
    days = replace(kept, rrule=every, dates=()).regular_days(kept.begins, kept.begins + LONGEST_LOOK)
    return next(iter(days), kept.begins)


def _checked(kept: Recurrence, today: date) -> Recurrence:
    single = [first for first, last in kept.breaks if first == last] + [old for old, _new, _h in kept.moves]
    for day in single:
        if not kept.takes_place_on(day):
            raise NotInSeries(date=LocalDate(day))
    return kept


def _read_line(written: str, found: _Read) -> None:
    line = normalise(written)
    try:
        if _EXCEPT.search(line):
            _read_except(_words(_EXCEPT.sub(" ", line)), found, line)
        elif _MOVE.search(line):
            _read_move(_words(_MOVE.sub(" ", line)), found, line)
        elif _ADD.search(line):
            found.extras.append(_read_date(_words(_ADD.sub(" ", line)), found, line))
        else:
            _read_rule_or_date(_words(line), found, line)
    except UnreadableDate as error:
        raise RuleUnreadable(line=shorten(written)) from error


def _words(line: str) -> list[Word]:
    return read_words(line, silent=SILENT, more=GRAMMAR)


def _read_rule_or_date(words: list[Word], found: _Read, line: str) -> None:
    if is_rule(words):
        if found.rrule is not None:
            raise SecondRule(line=shorten(line))
        rule = read_rule(words, today=found.today, line=line)
        found.rrule, found.begins, found.hours = rule.rrule, rule.begins, rule.hours or found.hours
    elif any(isinstance(word, DAYS) for word in words):
        found.dates.append(_read_date(words, found, line))
    elif words and all(isinstance(word, TIMES) for word in words):
        found.hours = read_hours(words, line)
    else:
        raise RuleUnreadable(line=shorten(line))


def _read_except(words: list[Word], found: _Read, line: str) -> None:
    if any(isinstance(word, TimeWord | LabelWord) for word in words):
        raise RuleUnreadable(line=shorten(line))
    groups = _day_groups(words)
    if not groups:
        raise RuleUnreadable(line=shorten(line))
    last: date | None = None
    for group, after_range in groups:
        day = read_day(group, earliest=last or found.today, text=line)
        if after_range and last is not None and found.breaks and found.breaks[-1][0] == last:
            found.breaks[-1] = (last, day)
        else:
            found.breaks.append((day, day))
        last = day


def _read_move(words: list[Word], found: _Read, line: str) -> None:
    at = [index for index, word in enumerate(words) if isinstance(word, DAYS)]
    if len(at) != 2:
        raise RuleUnreadable(line=shorten(line))
    old, new = (
        read_day([w for w in part if isinstance(w, DAYS | WeekdayWord)], earliest=found.today, text=line)
        for part in (words[: at[1]], words[at[1] :])
    )
    found.moves.append((old, new, read_hours(words[at[1] + 1 :], line)))


def _read_date(words: list[Word], found: _Read, line: str) -> tuple[date, Hours | None]:
    days = [word for word in words if isinstance(word, DAYS | WeekdayWord)]
    times = [word for word in words if isinstance(word, TIMES)]
    if len(days) + len(times) < len(words):
        raise RuleUnreadable(line=shorten(line))
    return read_day(days, earliest=found.today, text=line), read_hours(times, line)


def _day_groups(words: Sequence[Word]) -> list[tuple[list[Word], bool]]:
    """The words of each day, and whether it stands behind a dash: the end of a range."""
    groups: list[tuple[list[Word], bool]] = []
    behind_dash = False
    for word in words:
        if isinstance(word, RangeWord):
            behind_dash = True
        elif isinstance(word, DAYS):
            groups.append(([word], behind_dash))
            behind_dash = False
        elif groups:
            groups[-1][0].append(word)
    return groups
