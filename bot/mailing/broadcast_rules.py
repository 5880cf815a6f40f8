"""What the office writes to many: its states, whom it reaches, what is refused. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.errors import N_, UserError
from bot.i18n import C_, Text

TITLE_LENGTH = 100
BODY_LENGTH = 1500
"""Characters; escaped it still fits into one post."""
GRACE = timedelta(minutes=5)
"""So long after the press it can still be taken back."""
OF_USE_FOR = timedelta(days=3)
"""What has not left by then is not sent any more."""
LISTED = 25


class BroadcastState(StrEnum):
    DRAFT = "draft"
    PLANNED = "planned"
    SENT = "sent"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> Text:
        return _LABELS[self]

    @property
    def can_change(self) -> bool:
        """Whether words and addressees can still be changed."""
        return self in (BroadcastState.DRAFT, BroadcastState.TAKEN_BACK)


_LABELS = {
    BroadcastState.DRAFT: C_("broadcast", "Draft"),
    BroadcastState.PLANNED: C_("broadcast", "Leaves by itself"),
    BroadcastState.SENT: C_("broadcast", "Sent"),
    BroadcastState.TAKEN_BACK: C_("broadcast", "Taken back"),
}


class NoSuchBroadcast(UserError):
    """Also the answer to an id of another community."""

    sentence = N_("There is no such message here. Please open /broadcast again and choose from the list.")


class NothingWritten(UserError):
    sentence = N_("Title and text are both needed. Please fill in both boxes.")


class NobodyChosen(UserError):
    sentence = N_(
        "Nobody is chosen for this message yet. Please choose a channel, mail, direct messages or a meeting."
    )


class NobodyThere(UserError):
    sentence = N_(
        "At this moment the message would reach nobody by the ways that are chosen. "
        "Please choose a channel or another way."
    )


class AlreadyPlanned(UserError):
    sentence = N_(
        "This message is already on its way to be sent. To change it, please press “Take back” first."
    )


class ChangedMeanwhile(UserError):
    sentence = N_(
        "Somebody of the office has changed this message since you opened it, so it was not sent. "
        "Please open it again with /broadcast, read it, and press once more."
    )


class AlreadySent(UserError):
    sentence = N_(
        "This message has left already, so it can no longer be changed or taken back. "
        "With /broadcast you can write another one."
    )


class NotPlanned(UserError):
    sentence = N_("This message was not going to leave by itself, so there is nothing to take back.")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the deliveries of one way have come."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    unknown: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How many it would reach now, by which way; ``nowhere``: people of the meeting whom no way reaches."""

    channel: int = 0
    mail: int = 0
    dm: int = 0
    nowhere: int = 0

    @property
    def total(self) -> int:
        return self.channel + self.mail + self.dm


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A message to many as the office sees it. Times are aware UTC.

    ``event_id``: to the people of that meeting, and to nobody else. ``leaves_at``: until then it can be
    taken back. ``progress``: by way (``place``, ``mail``, ``dm``), once it has left.
    """

    id: int
    community_id: int
    state: BroadcastState
    title: str
    body: str
    channel_id: int | None
    event_id: int | None
    by_mail: bool
    by_dm: bool
    leaves_at: datetime | None
    sent_at: datetime | None
    author_name: str | None
    timezone: str
    counts: Counts = field(default_factory=Counts)
    progress: Mapping[str, Progress] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def says_the_same(self, other: Broadcast) -> bool:
        """The same words to the same people by the same ways."""
        return self._content == other._content

    @property
    def _content(self) -> tuple[object, ...]:
        return self.title, self.body, self.channel_id, self.event_id, self.by_mail, self.by_dm


def subject_of(broadcast_id: int) -> str:
    """The name of this message in the outbox."""
    return f"broadcast:{broadcast_id}"


def read_words(title: str, body: str) -> tuple[str, str]:
    """Title (one line) and text as they are kept. Raises `NothingWritten`."""
    title, body = " ".join(title.split())[:TITLE_LENGTH], body.strip()[:BODY_LENGTH]
    if not title or not body:
        raise NothingWritten
    return title, body


def check_changeable(state: BroadcastState) -> None:
    """Raises `AlreadyPlanned` or `AlreadySent`."""
    if state is BroadcastState.PLANNED:
        raise AlreadyPlanned
    if state is BroadcastState.SENT:
        raise AlreadySent


def check_takeable(state: BroadcastState) -> None:
    """Whether it can be taken back; raises `AlreadySent` or `NotPlanned`."""
    if state is BroadcastState.SENT:
        raise AlreadySent
    if state is not BroadcastState.PLANNED:
        raise NotPlanned


def leaves_at(now: datetime, wished: datetime | None) -> datetime:
    """When it leaves: at the wished moment, but never sooner than five minutes after the press."""
    return max(wished or now, now + GRACE)
