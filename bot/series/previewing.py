"""What a series would be, before it is started. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.clock import NoSuchLocalTime
from bot.errors import UserError
from bot.events.form import TitleMissing, read_form
from bot.series.course_rules import course_problem
from bot.series.recurrence import Occurrence
from bot.series.rules import (
    MOST_SESSIONS,
    MOVED_AT_MOST,
    NothingLeft,
    Series,
    Session,
    SessionState,
    filled_form,
    numbers,
)

SHOWN = 8
LOOKED_AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Preview:
    """A series with its next sessions and their numbers, and what is worth a second look.

    ``without`` are months that lack what the rule names, ``in_gap`` days whose wall time the clocks jump
    over, ``closed`` days on which the office is closed. ``problem``: why it cannot be started.
    """

    series: Series
    sessions: tuple[Session, ...] = ()
    without: tuple[date, ...] = ()
    in_gap: tuple[date, ...] = ()
    closed: tuple[date, ...] = ()
    problem: UserError | None = None


def preview(series: Series, now: datetime) -> Preview:
    """The next sessions of a series that is still being written."""
    if series.recurrence is None:
        return Preview(series, problem=series.problem)
    today = now.astimezone(series.community.tz).date()
    sessions, in_gap = [], []
    for occurrence in series.recurrence.occurrences(today - MOVED_AT_MOST, today + LOOKED_AHEAD):
        session = would_be(series, occurrence)
        if session is None:
            in_gap.append(occurrence.day)
        elif session.starts_at > now:
            sessions.append(session)
    shown = [
        replace(session, number=number) for session, number in list(numbers(sessions, series.first_number))
    ]
    problem = course_problem(series, len(shown)) if series.is_course else None
    shown = shown[: (series.most_sessions or MOST_SESSIONS) if series.is_course else SHOWN]
    until = shown[-1].day if shown else today
    closed = tuple(each.day for each in shown if each.day in series.community.closed_days)
    return Preview(
        series,
        tuple(shown),
        tuple(series.recurrence.months_without(today, until + timedelta(days=31))),
        tuple(day for day in in_gap if today <= day <= until),
        closed,
        _problem(series, shown, now) or problem,
    )


def would_be(series: Series, occurrence: Occurrence) -> Session | None:
    """A session that is not laid out yet; None for a wall time that the clocks jump over."""
    try:
        starts_at, ends_at, doors_at = occurrence.hours.on(occurrence.day, series.community.tz)
    except NoSuchLocalTime:
        return None
    return Session(
        id=0,
        series_id=series.id,
        series_title=series.title,
        timezone=series.community.timezone,
        state=SessionState.PLANNED,
        original_day=occurrence.original,
        starts_at=starts_at,
        ends_at=ends_at,
        doors_at=doors_at,
        is_moved=occurrence.original is None,
        number=None,
        theme=None,
        boxes={},
    )


def _problem(series: Series, sessions: list[Session], now: datetime) -> UserError | None:
    if not series.title:
        return TitleMissing()
    if not sessions:
        return NothingLeft()
    try:
        form = filled_form(series.form, sessions[0], series.community.language)
        read_form(form, now=now, tz=series.community.tz)
    except UserError as problem:
        return problem
    return None
