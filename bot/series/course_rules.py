"""What is true of courses: who gets a seat when the priority period ends, and what is refused. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.clock import Moment
from bot.dates import TimeMissing, parse_when
from bot.errors import N_, UserError
from bot.events.rules import Event, Mode, ModeSeats, Personal, Place
from bot.events.seats import Move, seat_or_line
from bot.series.rules import MOST_SESSIONS, Series

_END_OF_DAY = time(23, 59)


class NoSuchCourse(UserError):
    """Unknown, of another community, or not announced: all are answered alike."""

    sentence = N_("There is no such course here. Please look at the announcements.")


class CourseHasNoEnd(UserError):
    sentence = N_(
        "A course needs a number of sessions. Please press “As a course” and write one from 1 to {most}, "
        "or write the single dates instead of a rule."
    )


class TooManySessions(UserError):
    sentence = N_(
        "A course has at most {most} sessions, and these are {count}. Please write fewer dates, or press "
        "“As a course” and write a smaller number."
    )


class PriorityTooLate(UserError):
    sentence = N_(
        "The priority period would end on {moment}, when the course has begun ({start}). Please write an "
        "earlier end, or nothing: then seats are given in the order of the presses."
    )


class CourseIsAnnounced(UserError):
    sentence = N_(
        "“{title}” has been announced, so people know until when priority lasts. You can end the priority "
        "period early on the panel of the course."
    )


class CourseChangesOneByOne(UserError):
    sentence = N_(
        "The sessions of the course “{title}” are changed one by one. Please choose one in its menu."
    )


class CourseIsOver(UserError):
    sentence = N_(
        "Every session of “{title}” has begun or was cancelled, so there is nothing left to apply for."
    )


class NothingToDecide(UserError):
    sentence = N_("The priority period of “{title}” is over: seats go in the order of the presses.")


def course_problem(series: Series, count: int) -> UserError | None:
    """Why a series with ``count`` sessions ahead is no course yet; None: it is one."""
    assert series.recurrence is not None
    if series.most_sessions is None and series.recurrence.rrule is not None:
        return CourseHasNoEnd(most=MOST_SESSIONS)
    if series.most_sessions is None and count > MOST_SESSIONS:
        return TooManySessions(most=MOST_SESSIONS, count=count)
    return None


def read_priority(written: str, *, now: datetime, tz: ZoneInfo) -> datetime | None:
    """The end of the priority period; the end of the day without an hour, None for an empty box.

    Raises what `parse_when` does.
    """
    if not written.strip():
        return None
    try:
        return parse_when(written, now=now, tz=tz).starts_at
    except TimeMissing:
        return parse_when(f"{written} {_END_OF_DAY:%H:%M}", now=now, tz=tz).starts_at


def check_priority(priority_until: datetime, starts_at: datetime, tz: ZoneInfo) -> None:
    """It ends before the first session begins."""
    if priority_until >= starts_at:
        raise PriorityTooLate(moment=Moment(priority_until, tz), start=Moment(starts_at, tz))


@dataclass(frozen=True, slots=True)
class Application:
    """One collected application for one way of taking part in a session, with the seats it needs."""

    member_id: int
    mode: Mode
    ticket: int
    seats: int
    whole_course: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """What becomes of one person's applications for a session."""

    member_id: int
    seats: int
    moves: tuple[Move, ...]


def decide_session(
    seats: Mapping[Mode, ModeSeats],
    applications: Iterable[Application],
    held: Mapping[int, Mapping[Mode, Place]],
) -> list[Decided]:
    """Who gets a seat in one session and who waits, in the order in which they stand in line afterwards.

    Whoever applied for the whole course goes first, then the others, each by time. Nobody is overtaken: once
    a party does not fit, everybody after it waits. Somebody who asked for both ways gets the one asked for
    last if there is room, else a seat in the other one while waiting. ``held``: all places of each person.
    """
    counts, decided = dict(seats), list[Decided]()
    for wishes in _in_turn(applications):
        person = wishes[0]
        mine, moves = dict(held[person.member_id]), list[Move]()
        for wish in sorted(wishes, key=lambda each: -each.ticket):
            if mine.get(wish.mode) is not Place.REQUESTED:
                continue
            steps = seat_or_line(wish.mode, counts[wish.mode], mine, party=wish.seats).moves
            for step in steps:
                if step.before is Place.WAITLISTED:
                    continue  # they go on waiting for the way they would like better
                counts[step.mode] = step.counted(counts[step.mode], wish.seats)
                mine[step.mode] = step.after
                moves.append(step)
        decided.append(Decided(person.member_id, person.seats, tuple(moves)))
    return decided


def _in_turn(applications: Iterable[Application]) -> list[list[Application]]:
    """Each person's applications, the people in their turn."""
    by_person: dict[int, list[Application]] = {}
    for each in applications:
        by_person.setdefault(each.member_id, []).append(each)
    return sorted(by_person.values(), key=_turn)


def _turn(wishes: Sequence[Application]) -> tuple[bool, int]:
    return not any(each.whole_course for each in wishes), min(each.ticket for each in wishes)


@dataclass(frozen=True, slots=True)
class Course:
    """A course as everybody may see it, its sessions in the order of their start."""

    id: int
    community_id: int
    title: str
    description: str
    sessions: tuple[Event, ...]

    @property
    def priority_until(self) -> datetime | None:
        """Until when applications are only collected; None: seats go in the order of the presses."""
        waiting = (each.terms.priority_until for each in self.sessions if not each.terms.needs_approval)
        return next((moment for moment in waiting if moment is not None), None)

    @property
    def modes(self) -> tuple[Mode, ...]:
        """The ways in which at least one session can be taken part in."""
        return tuple(mode for mode in Mode if any(mode in each.seats for each in self.sessions))


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session in the answer about a course: where the person stands, or why nothing came of it."""

    mine: Personal
    problem: UserError | None = None


@dataclass(frozen=True, slots=True)
class MyCourse:
    """A course with one person's part in each session."""

    course: Course
    lines: tuple[SessionLine, ...]
