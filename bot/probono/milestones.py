"""Milestones as people write them: one a line, the day first. Pure but for the day of today."""

from __future__ import annotations

import re
from datetime import date

from bot.clock import shorten
from bot.date_words import UnreadableDate, read_words
from bot.dates import DateMissing, NoSuchDate, WeekdayMismatch, read_day
from bot.probono.refusals import NotAMilestone, TooManyMilestones
from bot.probono.rules import LINE_LENGTH, read_text

MOST_MILESTONES = 10
_LINE = re.compile(r"(?P<day>[^\s:：、]+)[\s:：、]+(?P<title>.+)")


def read_milestones(written: str, today: date) -> list[tuple[date, str]]:
    """Day and title of each line, in the order of the days; blank lines are passed over.

    A day without a year is the next such day. Raises `NotAMilestone`, `TooManyMilestones` or what a
    day of the past or a wrong weekday raises.
    """
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if len(lines) > MOST_MILESTONES:
        raise TooManyMilestones(most=MOST_MILESTONES)
    return sorted(_read(line, today) for line in lines)


def _read(line: str, today: date) -> tuple[date, str]:
    parts = _LINE.fullmatch(line)
    if parts is None:
        raise NotAMilestone(line=shorten(line))
    try:
        day = read_day(read_words(parts["day"]), earliest=today, text=line)
    except (UnreadableDate, DateMissing) as error:
        raise NotAMilestone(line=shorten(line)) from error
    return day, read_text(parts["title"], LINE_LENGTH)


__all__ = ["MOST_MILESTONES", "NoSuchDate", "WeekdayMismatch", "read_milestones"]
