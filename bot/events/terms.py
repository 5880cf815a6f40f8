"""On which terms people may apply for a meeting: until when, who, with how many, by whose leave. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Moment, shorten, to_local, to_utc
from bot.dates import DateMissing, TimeMissing, UnreadableDate, parse_when
from bot.errors import N_, UserError

MOST_COMPANIONS = 5
"""More people than that come as a group, which the office talks about with them."""
_END_OF_DAY = time(23, 59)
_READ_FROM = timedelta(days=180)
"""A deadline without a year is the first such day in the half year before the start."""


class DeadlineUnreadable(UserError):
    sentence = N_(
        "I could not read the deadline “{written}”. Please write it like “2 days before 18:00”, "
        "“12/15 18:00” or “3 hours before”, or nothing: then answers are taken until the start."
    )


class DeadlineAfterStart(UserError):
    sentence = N_(
        "The deadline, {deadline}, is not before the start, {start}. Please write an earlier one, or nothing."
    )


class DeadlinePassed(UserError):
    sentence = N_(
        "Applications for “{title}” closed on {deadline}. If you would still like to come, please ask the "
        "office."
    )


class RoleMissing(UserError):
    sentence = N_(
        "“{title}” is open to certain members of this server only, and your account is not among them. "
        "If you think it should be, please ask the office."
    )


class PartyTooBig(UserError):
    sentence = N_(
        "There are not enough free seats for so many people at “{title}”; free now: {free}. Nothing was "
        "changed, and your seats stay yours."
    )


class TooManyCompanions(UserError):
    sentence = N_("Up to {most} companions may come along to “{title}”. Please choose a smaller number.")


class AnswerFirst(UserError):
    sentence = N_(
        "Please say first how you take part in “{title}”; then you can add companions and notes for the "
        "office."
    )


class NobodyThere(UserError):
    """Somebody unknown, or without a place by now: all are answered alike."""

    sentence = N_(
        "This person no longer has that place: it was changed meanwhile. Please open the list again."
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one meeting; moments are aware UTC.

    ``answers_close_at``: the last moment to apply, or None for the start; leaving stays possible.
    ``role_ids``: whoever has one of these roles may apply; empty means everybody. ``needs_approval``: the
    office decides on each application. ``priority_until``: applications for a course are only collected
    until it is decided at that moment, which then is None again. ``promotion_stops_at``: from then on a free
    seat goes to whoever presses first.
    """

    max_companions: int = 0
    answers_close_at: datetime | None = None
    role_ids: tuple[int, ...] = ()
    needs_approval: bool = False
    priority_until: datetime | None = None
    promotion_stops_at: datetime | None = None

    @property
    def collects(self) -> bool:
        """Whether an application gets no seat yet, however many are free.

        The clock is not asked: nobody overtakes those who applied while a decision is late.
        """
        return self.needs_approval or self.priority_until is not None

    def is_first_come(self, now: datetime) -> bool:
        """Whether nobody moves up from the waiting list any more."""
        return self.promotion_stops_at is not None and now >= self.promotion_stops_at

    def are_closed(self, now: datetime) -> bool:
        """Whether the deadline is over."""
        return self.answers_close_at is not None and now >= self.answers_close_at


def check_may_apply(
    title: str, terms: Terms, *, role_ids: Collection[int] | None, now: datetime, tz: ZoneInfo
) -> None:
    """Whether somebody may apply now; ``role_ids`` are theirs, None for staff who act for others.

    Raises `DeadlinePassed` or `RoleMissing`. Leaving is not asked here: it is always possible.
    """
    if role_ids is None:
        return
    if terms.answers_close_at is not None and terms.are_closed(now):
        raise DeadlinePassed(title=title, deadline=Moment(terms.answers_close_at, tz))
    if terms.role_ids and not set(terms.role_ids) & set(role_ids):
        raise RoleMissing(title=title)


def check_companions(title: str, terms: Terms, companions: int) -> None:
    """Raises `TooManyCompanions`."""
    if not 0 <= companions <= terms.max_companions:
        raise TooManyCompanions(title=title, most=terms.max_companions)


_BEFORE = re.compile(
    r"(?P<count>\d{1,4})\s*(?P<unit>日|時間|days?|hours?)\s*(?:前|before)?\s*(?:の|at)?\s*"
    r"(?:(?P<hour>\d{1,2})(?::(?P<minute>\d{2})|時(?P<half>半)?))?\s*(?:まで|締切|〆切)?",
    re.IGNORECASE,
)


_EVE = ("前日", "the day before")
_NAMED_DAYS = re.compile(r"^(?:前日|the day before|当日|on the day)")


def read_deadline(written: str, *, starts_at: datetime, tz: ZoneInfo) -> datetime | None:
    """The last moment to apply, aware UTC; None for an empty box.

    ``2日前 18:00``, ``2 days before`` (the end of that day), ``3時間前`` or a date as `bot.dates` reads it,
    with or without a time. Raises `DeadlineUnreadable`, `DeadlineAfterStart` or what the date reader says.
    """
    text = unicodedata.normalize("NFKC", written).strip()
    if not text:
        return None
    text = _NAMED_DAYS.sub(lambda day: "1日前" if day.group() in _EVE else "0日前", text)
    if found := _BEFORE.fullmatch(text):
        deadline = _counted_back(found, starts_at, tz, written)
    else:
        deadline = _as_date(text.removesuffix("まで").strip(), starts_at, tz, written)
    if deadline >= starts_at:
        raise DeadlineAfterStart(deadline=Moment(deadline, tz), start=Moment(starts_at, tz))
    return deadline


def _counted_back(found: re.Match[str], starts_at: datetime, tz: ZoneInfo, written: str) -> datetime:
    count = int(found["count"])
    if found["unit"].lower().startswith(("時間", "hour")):
        if found["hour"]:
            raise DeadlineUnreadable(written=shorten(written))
        return starts_at - timedelta(hours=count)
    hour, minute = _END_OF_DAY.hour, _END_OF_DAY.minute
    if found["hour"]:
        hour, minute = int(found["hour"]), int(found["minute"] or (30 if found["half"] else 0))
    if hour > 23 or minute > 59:
        raise DeadlineUnreadable(written=shorten(written))
    day = to_local(starts_at, tz).date() - timedelta(days=count)
    return to_utc(datetime.combine(day, time(hour, minute)), tz)


def _as_date(text: str, starts_at: datetime, tz: ZoneInfo, written: str) -> datetime:
    since = starts_at - _READ_FROM
    try:
        return parse_when(text, now=since, tz=tz).starts_at
    except TimeMissing:
        return parse_when(f"{text} {_END_OF_DAY:%H:%M}", now=since, tz=tz).starts_at
    except (UnreadableDate, DateMissing) as unread:
        raise DeadlineUnreadable(written=shorten(written)) from unread
