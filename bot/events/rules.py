"""What is true of meetings and answers: words, views, and the sentences in which a rule says no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.clock import Moment
from bot.errors import N_, UserError
from bot.events.terms import Terms
from bot.i18n import Text, _


class Mode(StrEnum):
    """How a person takes part. Each mode has its own seats and its own line."""

    VENUE = "venue"
    ONLINE = "online"


class Choice(StrEnum):
    """What a person answers."""

    VENUE = "venue"
    ONLINE = "online"
    MAYBE = "maybe"
    DECLINED = "declined"

    @property
    def mode(self) -> Mode | None:
        return Mode(self.value) if self in (Choice.VENUE, Choice.ONLINE) else None


class Place(StrEnum):
    """Where a person stands in one mode: a seat, the waiting list, asked but not decided, or none now."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    REQUESTED = "requested"
    CANCELLED = "cancelled"


class EventState(StrEnum):
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"


class NamesShown(StrEnum):
    """Who may read the names of those who come."""

    PARTICIPANTS = "participants"
    OFFICE = "office"
    NOBODY = "nobody"

    @property
    def label(self) -> Text:
        return {
            NamesShown.PARTICIPANTS: _("Participants see each other's names"),
            NamesShown.OFFICE: _("Only the office sees names"),
            NamesShown.NOBODY: _("Nobody sees names, the office sees counts"),
        }[self]


class Ring(StrEnum):
    """Whose phone rings when the card is posted."""

    NOBODY = "nobody"
    ROLE = "role"
    HERE = "here"


class Welcome(StrEnum):
    """What makes it easier to come; shown on the card."""

    LISTENING = "listening"
    CAMERA_OFF = "camera_off"
    NICKNAME = "nickname"
    LATE_OR_EARLY = "late_or_early"

    @property
    def label(self) -> Text:
        return {
            Welcome.LISTENING: _("Just listening is fine"),
            Welcome.CAMERA_OFF: _("Camera off is fine"),
            Welcome.NICKNAME: _("A nickname is fine"),
            Welcome.LATE_OR_EARLY: _("Coming late or leaving early is fine"),
        }[self]


class NoSuchEvent(UserError):
    """Unknown here, or of another community: both are answered alike."""

    sentence = N_("There is no such event here. Please choose one from the list of events.")


class NoSuchDraft(UserError):
    sentence = N_("This draft is no longer there: it was announced or stopped. Please start a new event.")


class AnswersClosed(UserError):
    sentence = N_(
        "Answers to “{title}” closed when it began ({start}). If you need anything, please ask the office."
    )


class EventWasCancelled(UserError):
    sentence = N_("“{title}” was cancelled. There is nothing left for you to do.")


class ModeNotOffered(UserError):
    sentence = N_("“{title}” does not take place that way. Please choose one of the other buttons.")


class AlreadyCancelled(UserError):
    sentence = N_("“{title}” was cancelled already. Everyone concerned has been told.")


class AlreadyOver(UserError):
    sentence = N_("“{title}” is over already, so there is nothing to cancel.")


class AnnouncementStands(UserError):
    sentence = N_("The announcement of “{title}” stands in its channel, so nothing was posted again.")


class ReasonMissing(UserError):
    sentence = N_("Please write a reason in a few words. It is sent to everyone who answered.")


class NamesHidden(UserError):
    sentence = N_(
        "The names of those who come to “{title}” are not shown to you; the counts are on its card."
    )


@dataclass(frozen=True, slots=True)
class ModeSeats:
    """Seats of one mode: ``capacity`` None is unlimited; ``taken`` counts seats, the others people.

    ``requested`` are those about whom nothing is decided yet; they hold no seat.
    """

    mode: Mode
    capacity: int | None
    taken: int = 0
    waiting: int = 0
    requested: int = 0

    @property
    def free(self) -> int | None:
        """Seats a newcomer may still take; None is unlimited. A line leaves nothing for newcomers."""
        if self.capacity is None:
            return None
        return 0 if self.waiting else self.empty

    @property
    def empty(self) -> int | None:
        """Seats that nobody holds, whoever may wait for them; None is unlimited."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting as everybody may see it; the online link is not in here. Times are aware UTC.

    ``is_sensitive``: notices to people about it carry no subject in their preview. ``series_id``: it is a
    session of that series; the title says its number and theme. ``course_id``: it stands on a course's card.
    """

    id: int
    community_id: int
    state: EventState
    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    doors_at: datetime | None
    timezone: str
    venue: str | None
    online: bool
    co_hosts: str | None
    fee: str | None
    welcome: tuple[Welcome, ...]
    names_shown: NamesShown
    is_rehearsal: bool
    cancel_reason: str | None
    revision: int
    calendar_uid: str
    calendar_sequence: int
    seats: Mapping[Mode, ModeSeats]
    is_sensitive: bool = False
    terms: Terms = field(default_factory=Terms)
    is_regular: bool = True
    series_id: int | None = None
    session_number: int | None = None
    flyer_id: int | None = None
    course_id: int | None = None

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def subject(self) -> str:
        """The name of this event in the outbox and among the postings."""
        return subject_of(self.id)


def subject_of(event_id: int) -> str:
    return f"event:{event_id}"


@dataclass(frozen=True, slots=True)
class MyPlace:
    """Where I stand in one mode; ``number`` is my position in the line, counted from 1.

    ``seats``: for me and those who come with me.
    """

    mode: Mode
    place: Place
    number: int | None = None
    seats: int = 1


@dataclass(frozen=True, slots=True)
class Personal:
    """What one person may see of an event: their own places, and what only confirmed people are told.

    ``link`` is set for those confirmed online, ``room`` and ``contact`` for everybody confirmed.
    """

    event: Event
    choice: Choice | None
    places: tuple[MyPlace, ...]
    mention_me: bool
    wants_dm: bool
    companions: int = 0
    link: str | None = None
    room: str | None = None
    contact: str | None = None

    @property
    def confirmed(self) -> MyPlace | None:
        return next((mine for mine in self.places if mine.place is Place.CONFIRMED), None)

    @property
    def waiting(self) -> tuple[MyPlace, ...]:
        return tuple(mine for mine in self.places if mine.place is Place.WAITLISTED)

    @property
    def requested(self) -> tuple[MyPlace, ...]:
        return tuple(mine for mine in self.places if mine.place is Place.REQUESTED)


@dataclass(frozen=True, slots=True)
class Answered:
    """The result of a press on an answer.

    ``changed`` is False when the press repeated what was so already. ``asks_before_giving_up`` names the
    mode of a confirmed seat that others wait for: nothing was changed, the person is asked once.
    ``gave_up`` names the mode of the seat that this press freed. ``ask_sector`` is True once per person.
    """

    mine: Personal
    changed: bool
    asks_before_giving_up: Mode | None = None
    gave_up: Mode | None = None
    ask_sector: bool = False


@dataclass(frozen=True, slots=True)
class Attendee:
    name: str | None
    mode: Mode
    place: Place


def check_cancellable(event: Event, now: datetime) -> None:
    """A meeting is called off once, and before it is over."""
    if event.state is EventState.CANCELLED:
        raise AlreadyCancelled(title=event.title)
    if now >= event.ends_at:
        raise AlreadyOver(title=event.title)


def check_open(event: Event, now: datetime) -> None:
    """Answers are taken until the start, and never for a cancelled meeting."""
    if event.state is EventState.CANCELLED:
        raise EventWasCancelled(title=event.title)
    if now >= event.starts_at:
        raise AnswersClosed(title=event.title, start=Moment(event.starts_at, event.tz))
