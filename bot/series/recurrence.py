"""When a series takes place: a rule, single dates, and what deviates from them. Pure.

A rule is an iCalendar RRULE (RFC 5545) in the wall time of the community, expanded by dateutil. dateutil says
nothing of months without a 31st or a fifth Thursday; `Recurrence.months_without` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Self
from zoneinfo import ZoneInfo

from bot.clock import to_utc

DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_LOOK = timedelta(days=400)
"""Longer than from any date of a monthly rule to its next one."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Wall times of one session in minutes after midnight of its day; 1500 is 1:00 of the day after."""

    start: int
    end: int
    doors: int | None = None

    def to_list(self) -> list[int | None]:
        return [self.start, self.end, self.doors]

    def on(self, day: date, tz: ZoneInfo) -> tuple[datetime, datetime, datetime | None]:
        """Start, end and doors on that day, aware, in UTC; `NoSuchLocalTime` in a gap of the zone."""
        doors = None if self.doors is None else _moment(day, self.doors, tz)
        return _moment(day, self.start, tz), _moment(day, self.end, tz), doors


def _moment(day: date, minutes: int, tz: ZoneInfo) -> datetime:
    return to_utc(datetime.combine(day, time()) + timedelta(minutes=minutes), tz)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One session. ``original`` is its day by the rule, which a move does not change; None: extraordinary."""

    day: date
    hours: Hours
    original: date | None


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Everything that says when a series takes place.

    ``breaks`` are days on which nothing takes place, from the first to the last; ``moves`` take the session
    of one day to another; ``extras`` are extraordinary sessions.
    """

    hours: Hours
    begins: date
    rrule: str | None = None
    dates: tuple[tuple[date, Hours], ...] = ()
    breaks: tuple[tuple[date, date], ...] = ()
    moves: tuple[tuple[date, date, Hours], ...] = ()
    extras: tuple[tuple[date, Hours], ...] = ()

    def regular_days(self, since: date, until: date) -> dict[date, Hours]:
        """The days by rule and list from ``since`` to ``until``, both included, before any deviation."""
        by_rule = dict.fromkeys(self._rule_days(since, until), self.hours)
        return dict(sorted((by_rule | {d: h for d, h in self.dates if since <= d <= until}).items()))

    def takes_place_on(self, day: date) -> bool:
        return day in self.regular_days(day, day)

    def occurrences(self, since: date, until: date) -> list[Occurrence]:
        """What takes place, by its original day from ``since`` to ``until``, in the order of the days."""
        moved = {old: (new, hours) for old, new, hours in self.moves}
        found = []
        for original, hours in self.regular_days(since, until).items():
            if original in moved:
                found.append(Occurrence(*moved[original], original))
            elif not any(first <= original <= last for first, last in self.breaks):
                found.append(Occurrence(original, hours, original))
        found += [Occurrence(day, hours, None) for day, hours in self.extras if since <= day <= until]
        return sorted(found, key=lambda each: (each.day, each.hours.start))

    def months_without(self, since: date, until: date) -> list[date]:
        """The first days of the whole months from ``since`` to ``until`` that lack what a monthly rule names.

        A rule for the 31st lacks it in April, one for the fifth Thursday in most months.
        """
        parts = self.parts
        if parts.get("FREQ") != "MONTHLY":
            return []
        named = len((parts.get("BYDAY") or parts["BYMONTHDAY"]).split(","))
        if "UNTIL" in parts:
            until = min(until, date.fromisoformat(parts["UNTIL"][:8]))
        starts = list(_months(max(since, self.begins), until))
        by_month = {month: 0 for month, _next in pairwise(starts)}
        for day in self._rule_days(since, until):
            month = day.replace(day=1)
            if month in by_month:
                by_month[month] += 1
        in_turn = [month for month in by_month if self._is_in_turn(month)]
        return [month for month in in_turn if by_month[month] < named]

    @property
    def parts(self) -> dict[str, str]:
        """The RRULE's parts by name."""
        return dict(part.split("=", 1) for part in (self.rrule or "").split(";") if part)

    def _is_in_turn(self, month: date) -> bool:
        apart = (month.year - self.begins.year) * 12 + month.month - self.begins.month
        return apart % int(self.parts.get("INTERVAL", "1")) == 0

    def _rule_days(self, since: date, until: date) -> list[date]:
        if self.rrule is None or until < since:
            return []
        from dateutil.rrule import rrulestr  # 2 MB that a bot without series does without

        rule = rrulestr(self.rrule, dtstart=datetime.combine(self.begins, time()))
        first, last = datetime.combine(since, time()), datetime.combine(until, time())
        return [moment.date() for moment in rule.between(first, last, inc=True)]

    def to_dict(self) -> dict[str, Any]:
        return {
            "hours": self.hours.to_list(),
            "begins": self.begins.isoformat(),
            "rrule": self.rrule,
            "dates": [[day.isoformat(), hours.to_list()] for day, hours in self.dates],
            "breaks": [[first.isoformat(), last.isoformat()] for first, last in self.breaks],
            "moves": [[old.isoformat(), new.isoformat(), h.to_list()] for old, new, h in self.moves],
            "extras": [[day.isoformat(), hours.to_list()] for day, hours in self.extras],
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        day = date.fromisoformat
        return cls(
            hours=Hours(*kept["hours"]),
            begins=day(kept["begins"]),
            rrule=kept["rrule"],
            dates=tuple((day(on), Hours(*hours)) for on, hours in kept["dates"]),
            breaks=tuple((day(first), day(last)) for first, last in kept["breaks"]),
            moves=tuple((day(old), day(new), Hours(*hours)) for old, new, hours in kept["moves"]),
            extras=tuple((day(on), Hours(*hours)) for on, hours in kept["extras"]),
        )


def _months(since: date, until: date) -> Iterator[date]:
    """First days of months, from the first whole month to the one that is begun but not whole any more."""
    month = since if since.day == 1 else _next_month(since)
    while month <= until + timedelta(days=1):
        yield month
        month = _next_month(month)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
