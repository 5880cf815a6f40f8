"""When somebody may be asked: not too often, not twice at once, not while they rest. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.clock import LocalDate, to_local, to_utc
from bot.errors import N_, UserError
from bot.i18n import C_, Text
from bot.probono.states import SuggestionState
from bot.working_days import working_days_after, working_days_before

SMALL_HOURS = 2
"""Help up to so many hours takes the short way: a yes, a date, done."""
MOST_OPEN_ASKS = 3
"""So many people may be thinking about one need at the same time."""
ANSWER_DAYS = 3
"""Working days for an answer."""
REMINDER_DAYS = 1
"""So many working days before the time is over a reminder is sent."""
REMINDER_HOUR = time(10)
RELEASE_HOUR = time(18)
"""Wall times of the community."""
REST = timedelta(days=90)
"""After two refusals in a row nobody is asked for so long, unless they wish otherwise."""
REFUSALS_BEFORE_REST = 2
SILENCE = timedelta(days=14)
"""So long without anything new, and the office is told."""
STILL_TRUE = timedelta(days=182)
"""Twice a year a person is asked whether their offer still holds."""


class Rhythm(StrEnum):
    """How often somebody may be asked whether they can help."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    MYSELF = "myself"

    @property
    def label(self) -> Text:
        return _RHYTHMS[self]

    @property
    def pause(self) -> timedelta | None:
        """So long after one ask comes no other; None: they are never asked."""
        return _PAUSES[self]


_RHYTHMS = {
    Rhythm.MONTHLY: C_("rhythm of asking", "at most once a month"),
    Rhythm.QUARTERLY: C_("rhythm of asking", "at most every three months"),
    Rhythm.MYSELF: C_("rhythm of asking", "I look myself"),
}
_PAUSES = {
    Rhythm.MONTHLY: timedelta(days=30),
    Rhythm.QUARTERLY: timedelta(days=90),
    Rhythm.MYSELF: None,
}


@dataclass(frozen=True, slots=True)
class PastAsk:
    """A suggestion of the past or present to one person; ``asked_at`` None: it was never asked."""

    state: SuggestionState
    asked_at: datetime | None

    @property
    def counts(self) -> bool:
        """Whether it was an ask to them: one that somebody else answered first was not."""
        return self.asked_at is not None and self.state is not SuggestionState.TAKEN


class CannotAsk(UserError):
    """Why somebody cannot be asked at the moment; the subclasses say it."""


class IsAskedNow(CannotAsk):
    sentence = N_("This person is thinking about another request. Please wait for that answer first.")


class AskedLately(CannotAsk):
    sentence = N_(
        "This person was asked not long ago. By their wish they can be asked again from {day} on; "
        "please think of somebody else until then."
    )


class IsResting(CannotAsk):
    sentence = N_("This person is taking a rest until {day}. Please think of somebody else until then.")


class LooksAlone(CannotAsk):
    sentence = N_(
        "This person would rather look for themselves than be asked. They see every need that is open."
    )


class EnoughAsked(CannotAsk):
    sentence = N_(
        "{count} people are thinking about this need already. Please wait for an answer, "
        "or close one of the requests."
    )


def check_person(
    rhythm: Rhythm, resting_until: date | None, asks: Sequence[PastAsk], now: datetime, tz: ZoneInfo
) -> None:
    """Whether somebody may be asked now; raises `IsAskedNow`, `IsResting`, `LooksAlone` or `AskedLately`."""
    if any(ask.state is SuggestionState.ASKED for ask in asks):
        raise IsAskedNow
    if resting_until is not None and to_local(now, tz).date() <= resting_until:
        raise IsResting(day=LocalDate(resting_until))
    if rhythm.pause is None:
        raise LooksAlone
    last = max((ask.asked_at for ask in asks if ask.counts and ask.asked_at), default=None)
    if last is not None and last + rhythm.pause > now:
        raise AskedLately(day=LocalDate(to_local(last + rhythm.pause, tz).date() + timedelta(days=1)))


def check_need(open_asks: int, places_left: int, *, is_small: bool) -> None:
    """Whether one more person may be asked for a need; raises `EnoughAsked`.

    For a project nobody is asked for a place that another one is thinking about.
    """
    most = MOST_OPEN_ASKS if is_small else min(MOST_OPEN_ASKS, places_left)
    if open_asks >= most:
        raise EnoughAsked(count=open_asks)


def begins_rest(answers: Sequence[SuggestionState]) -> bool:
    """Whether the last answers, the newest at the end, are two refusals in a row."""
    last = answers[-REFUSALS_BEFORE_REST:]
    refused = (SuggestionState.NO, SuggestionState.NOT_NOW)
    return len(last) == REFUSALS_BEFORE_REST and all(state in refused for state in last)


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """Until when an answer is waited for; aware UTC."""

    remind_at: datetime
    due_at: datetime


def answer_times(now: datetime, tz: ZoneInfo, closed: Collection[date]) -> AnswerTimes:
    """Three working days: the reminder in the morning of the second, the end in the evening of the third."""
    last = working_days_after(to_local(now, tz).date(), ANSWER_DAYS, closed)
    before = working_days_before(last, REMINDER_DAYS, closed)
    return AnswerTimes(
        to_utc(datetime.combine(before, REMINDER_HOUR), tz), to_utc(datetime.combine(last, RELEASE_HOUR), tz)
    )
