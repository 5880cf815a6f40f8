"""When the drafts of a series are announced by themselves, in words and as a moment. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import NoSuchLocalTime, shorten, to_utc
from bot.date_words import TimeWord, UnreadableDate, normalise, read_words
from bot.errors import N_, UserError
from bot.i18n import Text, _

MOST_DAYS = 90


class AnnouncingUnreadable(UserError):
    sentence = N_(
        "“{written}” does not say when to announce. Please write it like “7 days before at 12:00” or "
        "“on the 1st at 12:00”, or leave it empty."
    )


@dataclass(frozen=True, slots=True)
class AnnouncePlan:
    """When drafts are announced by themselves: so many days before, or on a day of the month.

    The day of the month is the last such day before the session; the 31st means the last day of a month.
    """

    at: time
    days_before: int | None = None
    day_of_month: int | None = None

    def moment(self, day: date, tz: ZoneInfo) -> datetime:
        """When a session on that local day is announced (aware UTC)."""
        on = self.day(day)
        try:
            return to_utc(datetime.combine(on, self.at), tz)
        except NoSuchLocalTime:  # an hour that the clocks jump over: the next one
            return to_utc(datetime.combine(on, self.at) + timedelta(hours=1), tz)

    def day(self, day: date) -> date:
        if self.days_before is not None:
            return day - timedelta(days=self.days_before)
        wanted = _on_day(day.replace(day=1), self.day_of_month or 1)
        return (
            wanted
            if wanted < day
            else _on_day((day.replace(day=1) - timedelta(days=1)), self.day_of_month or 1)
        )

    def kept(self) -> str:
        which = f"before:{self.days_before}" if self.days_before is not None else f"day:{self.day_of_month}"
        return f"{which}@{self.at:%H:%M}"

    @classmethod
    def from_kept(cls, kept: str) -> AnnouncePlan:
        which, at = kept.split("@")
        name, number = which.split(":")
        if name == "before":
            return cls(time.fromisoformat(at), days_before=int(number))
        return cls(time.fromisoformat(at), day_of_month=int(number))

    @property
    def text(self) -> Text:
        at = f"{self.at:%H:%M}"
        if self.days_before is not None:
            return _("{count} days before at {time}", count=self.days_before, time=at)
        return _("on day {day} of the month at {time}", day=self.day_of_month, time=at)


def _on_day(month: date, day: int) -> date:
    last = (month.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day, last.day))


_BEFORE = re.compile(r"([0-9]{1,2})\s*(?:日前|days?\s+before)(?:\s*の)?")
_MONTH_DAY = re.compile(
    r"(?:毎月|(?:on\s+)?(?:the\s+)?day)?\s*([0-9]{1,2})(?:日|st|nd|rd|th)?(?:\s*of (?:the|every|each) month)?"
    r"(?=[\s,のにa])|毎月([0-9]{1,2})日"
)


def read_announcing(written: str) -> AnnouncePlan | None:
    """``7日前 12:00``, ``毎月1日 12時``, ``on the 1st at 12:00``; nothing written: never by itself."""
    text = normalise(written)
    if not text:
        return None
    before = _BEFORE.search(text)
    found = before or _MONTH_DAY.search(text)
    if found is None:
        raise AnnouncingUnreadable(written=shorten(written))
    number = int(next(part for part in found.groups() if part))
    rest = text[: found.start()] + " " + text[found.end() :]
    try:
        words = read_words(rest)
    except UnreadableDate as error:
        raise AnnouncingUnreadable(written=shorten(written)) from error
    times = [word for word in words if isinstance(word, TimeWord)]
    most = MOST_DAYS if before else 31
    if len(times) != 1 or len(words) > 1 or times[0].minutes >= 1440 or not 1 <= number <= most:
        raise AnnouncingUnreadable(written=shorten(written))
    at = time(times[0].minutes // 60, times[0].minutes % 60)
    return AnnouncePlan(at, days_before=number) if before else AnnouncePlan(at, day_of_month=number)
