"""What is true of series and their sessions: words, views, and the sentences in which a rule says no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.clock import format_span, format_time, shorten
from bot.date_words import normalise
from bot.errors import N_, UserError
from bot.events.form import TITLE_LENGTH, EventForm
from bot.events.terms import read_deadline
from bot.i18n import Text, _
from bot.members.rules import Community
from bot.series.announcing import AnnouncePlan
from bot.series.recurrence import Recurrence

SILENCE = timedelta(days=10)
"""So long before a session that nobody announced, the staff channel is told, once."""
LOOK_FIRST = timedelta(days=7)
"""A draft that leaves by itself is there at least so long before, so that somebody can look at it."""
LAID_AHEAD = timedelta(days=190)
"""How far ahead sessions are laid out: about half a year."""
COURSE_AHEAD = timedelta(days=400)
"""A course is laid out as a whole: twelve months, and the days until its first session."""
MOST_SESSIONS = 12
"""More evenings than that nobody promises at once, and their buttons do not fit one message."""

MOVED_AT_MOST = timedelta(days=62)
"""How far back a session is looked for that a line of the rule moved to a later day."""


class SeriesState(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class SessionState(StrEnum):
    """``drafted``: its draft is there; ``skipped``: it does not take place, and uses no number."""

    PLANNED = "planned"
    DRAFTED = "drafted"
    ANNOUNCED = "announced"
    SKIPPED = "skipped"


OPEN = (SessionState.PLANNED, SessionState.DRAFTED)
"""Sessions of which nobody has been told yet."""


class NoSuchSeries(UserError):
    sentence = N_("There is no such series here. Please choose one from the list of series.")


class NoSuchSession(UserError):
    sentence = N_("This session is no longer in the series. Please open the series again.")


class SeriesHasEnded(UserError):
    sentence = N_("The series “{title}” has ended. Please make a new one if it should go on.")


class SessionIsAnnounced(UserError):
    sentence = N_(
        "“{title}” has been announced, so people know of it. Please change or cancel the event itself "
        "under /event show."
    )


class SessionIsPast(UserError):
    sentence = N_("“{title}” has begun already, so nothing about it can be changed here.")


class SessionIsSkipped(UserError):
    sentence = N_("“{title}” does not take place. Press “Let it take place” first if it should.")


class NumberUnreadable(UserError):
    sentence = N_(
        "“{written}” is not a number from 1 to {most}. Please write it in digits, or leave it empty."
    )


class NothingLeft(UserError):
    sentence = N_("No session of this series lies ahead. Please write at least one later date.")


def read_number(written: str, most: int) -> int | None:
    """A number in a box of its own (1 to ``most``, full-width too); None for an empty one."""
    text = normalise(written).removeprefix("第").removesuffix("回").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise NumberUnreadable(written=shorten(written), most=most)
    return int(text)


@dataclass(frozen=True, slots=True)
class Series:
    """A series as staff see it; ``recurrence`` is None and ``problem`` says why while it cannot be read.

    ``is_course``: its sessions are announced together, ``most_sessions`` at most, and whoever applies for all
    of them until ``priority_until`` goes first.
    """

    id: int
    community: Community
    state: SeriesState
    title: str
    rule: str
    form: EventForm
    recurrence: Recurrence | None
    problem: UserError | None
    first_number: int | None
    draft_days: int | None
    announce: AnnouncePlan | None
    is_course: bool = False
    most_sessions: int | None = None
    priority_until: datetime | None = None

    @property
    def days_ahead(self) -> int:
        """So many days before a session its draft is made."""
        return self.community.draft_days if self.draft_days is None else self.draft_days

    def drafted_on(self, day: date) -> date:
        """The local day on which the session of ``day`` is drafted."""
        usual = day - timedelta(days=self.days_ahead)
        return usual if self.announce is None else min(usual, self.announce.day(day) - LOOK_FIRST)


@dataclass(frozen=True, slots=True)
class Session:
    """One session; times are aware UTC. ``announce_at``: its draft is announced by itself then."""

    id: int
    series_id: int
    series_title: str
    timezone: str
    state: SessionState
    original_day: date | None
    starts_at: datetime
    ends_at: datetime
    doors_at: datetime | None
    is_moved: bool
    number: int | None
    theme: str | None
    boxes: Mapping[str, str]
    draft_id: int | None = None
    event_id: int | None = None
    announce_at: datetime | None = None

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def day(self) -> date:
        return self.starts_at.astimezone(self.tz).date()

    @property
    def title(self) -> Text:
        return session_title(self.series_title, self.number, self.theme)


def subject_of(session_id: int) -> str:
    return f"session:{session_id}"


def session_title(title: str, number: int | None, theme: str | None) -> Text:
    """``第12回 情報交換会「空き家」``."""
    numbered = (
        _("{title} #{number}", title=title, number=number) if number else Text("{title}", {"title": title})
    )
    return _("{title}: {theme}", title=numbered, theme=theme) if theme else numbered


def filled_form(template: EventForm, session: Session, lang: str) -> EventForm:
    """The template as the form of one session, with its title and its date in the words of ``lang``."""
    return replace(
        template,
        **dict(session.boxes),
        title=session.title.to(lang)[:TITLE_LENGTH],
        when=when_text(session.starts_at, session.ends_at, session.doors_at, session.tz, lang),
        is_regular=template.is_regular and session.original_day is not None,
    )


def template_of(form: EventForm) -> EventForm:
    """What of a form is the same every time: no title, date or flyer, and no deadline on a fixed day."""
    deadline = form.deadline if _moves_along(form.deadline) else ""
    return replace(form, title="", when="", flyer_id=None, deadline=deadline)


def _moves_along(deadline: str) -> bool:
    sample, later = (datetime(2001, 6, day, 10, tzinfo=UTC) for day in (12, 19))
    try:
        dates = [read_deadline(deadline, starts_at=at, tz=ZoneInfo("UTC")) for at in (sample, later)]
    except UserError:
        return False
    return None not in dates and dates[0] != dates[1]


def when_text(
    starts_at: datetime, ends_at: datetime, doors_at: datetime | None, tz: ZoneInfo, lang: str
) -> str:
    """The times of a session as `bot.dates.parse_when` reads them."""
    said = format_span(starts_at, ends_at, tz, lang)
    if doors_at is None:
        return said
    return said + (" 開場" if lang == "ja" else ", doors ") + format_time(doors_at, tz, lang)


def numbers(sessions: Sequence[Session], first_number: int | None) -> Iterable[tuple[Session, int | None]]:
    """The number of each session, in the order of their days.

    What was announced keeps its number; a skipped or an extraordinary session uses none.
    """
    following = first_number
    for session in sorted(sessions, key=lambda each: (each.starts_at, each.id)):
        number = session.number
        if session.state is not SessionState.ANNOUNCED:
            counted = session.original_day is not None and session.state is not SessionState.SKIPPED
            number = following if counted else None
        if number is not None and following is not None:
            following = max(following, number + 1)
        yield session, number


def check_open(session: Session, now: datetime) -> None:
    """Nobody has been told of it, and it lies ahead."""
    if session.state is SessionState.ANNOUNCED:
        raise SessionIsAnnounced(title=session.title)
    if session.starts_at <= now:
        raise SessionIsPast(title=session.title)
