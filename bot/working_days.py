"""Days on which an office works, and counting with them. Pure: the public holidays are handed in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5


def is_working_day(day: date, closed: Collection[date]) -> bool:
    """Monday to Friday, unless it is one of ``closed`` or between 29 December and 3 January.

    From 29 December to 3 January Japan's public offices rest (Act on Holidays of Administrative Organs,
    article 1), and so do nearly all others.
    """
    return day.weekday() < SATURDAY and not _is_turn_of_the_year(day) and day not in closed


def working_days_after(day: date, count: int, closed: Collection[date]) -> date:
    """The ``count``-th working day after a day, which itself does not count."""
    for _each in range(count):
        day = next_working_day(day, closed)
    return day


def next_working_day(day: date, closed: Collection[date]) -> date:
    """The first working day after a day; after a year of closed days any day is as good."""
    for ahead in range(1, 366):
        if is_working_day(day + timedelta(days=ahead), closed):
            return day + timedelta(days=ahead)
    return day + timedelta(days=1)


def working_days_before(day: date, count: int, closed: Collection[date]) -> date:
    """The ``count``-th working day before a day, which itself does not count."""
    for _each in range(count):
        day -= timedelta(days=1)
        while not is_working_day(day, closed) and day > date.min + timedelta(days=1):
            day -= timedelta(days=1)
    return day


def _is_turn_of_the_year(day: date) -> bool:
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
