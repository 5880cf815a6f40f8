"""What a notice is before any courier dresses it: plain facts, no Discord, no mail."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal, Protocol

from bot.db import Tx
from bot.i18n import Text
from bot.members.wish_rules import PersonalWay, Topic

Way = Literal["dm", "mail", "place"]
"""How a delivery travels: a direct message, a mail, or a post in a channel or thread."""

STAFF = "staff"
"""The place of the staff channel of the community."""


def channel(channel_id: int) -> str:
    """The place of a channel."""
    return f"channel:{channel_id}"


def thread_of(subject: str) -> str:
    """The place of the thread under the card of a subject such as ``event:12``."""
    return f"thread:{subject}"


def room_of(subject: str) -> str:
    """The place of the private thread of a subject such as ``suggestion:12`` (`Room`)."""
    return f"room:{subject}"


@dataclass(frozen=True, slots=True)
class Room:
    """A private thread for some people: under which channel, what it is called, and who is in it.

    ``thread_id`` is None until it was opened; ``member_ids`` are added and named in the first post.
    """

    channel_id: int | None
    name: Text
    member_ids: tuple[int, ...]
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a notice: what it does and on which row (``Action("rsvp", 12, "declined", label)``)."""

    kind: str
    row_id: int
    choice: str
    label: Text
    style: Literal["primary", "secondary", "success", "danger"] = "secondary"


@dataclass(frozen=True, slots=True)
class Attachment:
    filename: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside a card. ``name`` changes with its bytes; ``alt`` is for those who cannot see it.

    ``content`` is None where the posted card shows this very picture already: it is not sent twice.
    """

    name: str
    alt: Text
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class ForumPost:
    """What a card is called, and the names of its tags, where its channel is a forum."""

    title: Text | str
    tags: tuple[Text | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Invitation:
    """A meeting as the calendar of one person gets it with a mail; the file is made when it is sent.

    ``uid`` never changes and ``sequence`` grows (RFC 5545). ``is_off``: take it out of the calendar.
    ``summary``, ``location`` and ``description`` are plain words, for this person's eyes.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    timezone: str
    summary: Text | str
    location: Text | str
    description: tuple[Text | str, ...] = ()
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class MailPart:
    """What a notice says by mail, where there are no buttons.

    ``first``: at most three lines that stand first: when, where or the link, how to cancel. ``paragraphs``
    follow them and take the place of the notice's own. ``answers``: the single words that can be sent back
    (``venue``, ``online``, ``declined``, ``yes``), of which the mail tells how.
    ``invitation``: the entry for the calendar that goes with it.
    """

    first: tuple[Text, ...] = ()
    paragraphs: tuple[Text, ...] = ()
    answers: tuple[str, ...] = ()
    invitation: Invitation | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One message, composed from the facts of the moment in which it is sent.

    ``subject`` is the plain line that a phone shows in its notification; ``paragraphs`` follow it.
    ``layout`` names a renderer registered by the couriers for posts that are more than paragraphs (a
    card); ``facts`` is what that renderer needs. ``mentions`` are member ids who asked to be named in
    public; ``ring`` is ``here``, ``role:<id>`` or None. ``changes_at`` (of a card) is when it will look
    different although nobody does anything, such as the start of a meeting. ``is_discreet``: a person gets
    a direct message without any of this, and reads it only after [Show]; posts are as public as ever.
    ``removes`` (of a card): it is to be taken away, because what it showed was deleted. ``mail``: what it
    says by mail; None: its own paragraphs, and where its buttons are.
    """

    subject: Text
    paragraphs: tuple[Text, ...] = ()
    actions: tuple[Action, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    picture: Picture | None = None
    layout: str = "letter"
    facts: Any = None
    mentions: tuple[int, ...] = ()
    ring: str | None = None
    changes_at: datetime | None = None
    is_discreet: bool = False
    forum: ForumPost | None = None
    removes: bool = False
    mail: MailPart | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the outbox as its composer and its courier see it. Times are aware UTC."""

    id: int
    community_id: int
    kind: str
    subject: str
    args: Mapping[str, Any]
    member_id: int | None
    place: str | None
    sealed: str | None
    due_at: datetime
    expires_at: datetime | None
    attempts: int
    parent_id: int | None
    doubtful_since: datetime | None = None
    lease_until: datetime | None = None
    tell_staff_at: datetime | None = None
    lane: str = "discord"
    via: PersonalWay | None = None

    @property
    def nonce(self) -> str:
        """The same for every attempt, so that Discord can drop a repeated send (at most 25 characters)."""
        return f"d{self.id}"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the server said when it took a message."""

    channel_id: int
    message_id: int
    thread_id: int | None = None


class Compose(Protocol):
    """Makes the notice of a due delivery from the facts of this moment, or None when it is no longer true.

    ``tx`` only reads. ``now`` is the moment of sending.
    """

    async def __call__(self, tx: Tx, delivery: Delivery, now: datetime, /) -> Notice | None: ...


OnSent = Callable[[Tx, Delivery, Receipt, datetime], Awaitable[None]]
"""Runs in the transaction that marks a delivery as sent."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """Where a notice goes when its person could not be reached directly.

    ``kind`` composes the public words, so that nothing written for one pair of eyes is posted by mistake;
    with ``mention`` the person is named there and counts as told, without it the post is only a post and
    the notice itself still waits for the person's next press.
    """

    place: str
    kind: str
    mention: bool = True


ResolveMail = Callable[[Tx, Delivery], Awaitable[str | None]]
"""To which address a delivery goes that is mailed without consent, such as the mail that asks for it."""

ChooseFallback = Callable[[Tx, Delivery], Awaitable[Fallback | None]]
"""Decides, in the transaction that ends the failed delivery, whether there is another way."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What the outbox knows of one kind of notice.

    ``compose`` makes it; ``title`` is what staff read of it in ``/outbox``. ``topic``: what people choose
    its way by. ``optional`` notices (reminders) respect [No DM], others do not get lost: when no way is left
    they wait for the person's next press. ``resend_in_doubt``: sent once more where nobody knows whether it
    was taken. ``mail_to``: goes by mail only, to the address that this finds, whatever was wished.
    ``tell_staff_after_minutes`` is how long it may stay undelivered before staff are told
    (None: never). ``card``: the post is the public card of its subject and is remembered as such.
    ``even_in_public``: may go to the staff channel although everyone can read it (only the line that
    says so). ``only_in_thread``: a post for a thread that goes nowhere else where there is none. ``on_sent``
    runs when it was delivered. ``tell_unreached``: the kind by which staff are told, once for each subject,
    that one of these came too late or not at all.
    """

    name: str
    compose: Compose
    title: Text | None = None
    optional: bool = False
    tell_staff_after_minutes: int | None = None
    card: bool = False
    even_in_public: bool = False
    only_in_thread: bool = False
    on_sent: OnSent | None = None
    fallback: ChooseFallback | None = None
    topic: Topic = Topic.CHANGES
    resend_in_doubt: bool = True
    mail_to: ResolveMail | None = None
    tell_unreached: str | None = None


class ComposeCard(Protocol):
    """Makes a public card such as that of ``event:12`` from the facts of this moment; None: leave it."""

    async def __call__(self, tx: Tx, community_id: int, subject: str, now: datetime, /) -> Notice | None: ...


ResolveSealed = Callable[[Tx, str], Awaitable[int | None]]
"""Whom a sealed addressee such as ``seed:17:author`` means: a Discord account, never stored, logged or shown.

An account and not a member, so that an anonymous author needs no row among the members.
"""


ResolveRoom = Callable[[Tx, str], Awaitable[Room | None]]
"""The private thread that a subject such as ``suggestion:12`` has or wants; None: it wants none any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """What a use case writes into the outbox: exactly one of member, place and sealed addressee.

    ``dedupe_key`` is unique in the community, so that planning twice is harmless. ``via``: by this way to
    the member or not at all.
    """

    community_id: int
    kind: str
    subject: str
    due_at: datetime
    dedupe_key: str
    to_member: int | None = None
    to_place: str | None = None
    to_sealed: str | None = None
    args: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    expires_at: datetime | None = None
    via: PersonalWay | None = None
