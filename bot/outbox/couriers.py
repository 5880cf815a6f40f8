"""The border to those who carry: what a courier is asked, and the ways in which it can fail.

A courier knows Discord or mail; the dispatcher knows only these words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.outbox.notice import Notice, Receipt


@dataclass(frozen=True, slots=True)
class ToPerson:
    """A direct message. ``dm_channel_id`` is the channel of an earlier one, if known.

    ``member_id`` is None behind a sealed addressee: then nothing about the person may be kept.
    """

    community_id: int
    community_name: str
    member_id: int | None
    discord_user_id: int
    dm_channel_id: int | None
    lang: str
    timezone: str

    @property
    def requests_to_send(self) -> int:
        """For the pacing: the message, and opening the channel where none is known."""
        return 1 if self.dm_channel_id is not None else 2


@dataclass(frozen=True, slots=True)
class ToPlace:
    """A post in ``channel_id``.

    ``under_message_id``: the post belongs into the thread under that message; ``thread_id`` is that thread
    where it exists already, else the courier makes it, named ``thread_name``. ``is_room``: the thread is a
    private one beside the channel's messages, for those in ``mentions``. ``staff_only``: refuse when
    @everyone can read the channel. ``mentions`` are the Discord users who may be named.
    """

    community_id: int
    community_name: str
    channel_id: int
    lang: str
    timezone: str
    staff_only: bool = False
    under_message_id: int | None = None
    thread_id: int | None = None
    thread_name: str | None = None
    mentions: tuple[int, ...] = ()
    is_room: bool = False

    @property
    def requests_to_send(self) -> int:
        """For the pacing: as to edit; a thread that does not exist yet is looked for and made.

        People are added to a private one one by one, each time: somebody may have left it.
        """
        has_thread_to_make = (self.under_message_id is not None or self.is_room) and self.thread_id is None
        people = len(self.mentions) if self.is_room else 0
        return self.requests_to_edit + (2 if has_thread_to_make else 0) + people

    @property
    def requests_to_edit(self) -> int:
        """For the pacing: the message; of a staff channel, server and channel are asked who can read it."""
        return 3 if self.staff_only else 1


@dataclass(frozen=True, slots=True)
class ToMail:
    """One mail to one address. ``member_id`` is None for an address that nobody has confirmed yet.

    ``delivery_id`` makes the Message-ID, so that a mail that is sent once more carries the same one.
    ``unsubscribe_token`` is plain here and stored as a hash only; None where there is nothing to leave.
    ``has_account``: the person is in the Discord server, so they can be sent there. ``hides_subject``: the
    subject line and the first line must not say what it is about. ``office_mail`` and ``postal_address``
    stand at its end, as far as the office gave them.
    """

    community_id: int
    community_name: str
    member_id: int | None
    delivery_id: int
    mail_address: str
    name: str | None
    lang: str
    timezone: str
    has_account: bool = True
    hides_subject: bool = False
    unsubscribe_token: str | None = None
    office_mail: str | None = None
    postal_address: str | None = None

    @property
    def requests_to_send(self) -> int:
        """For the pacing of mail."""
        return 1


Address = ToPerson | ToPlace | ToMail


class CourierError(Exception):
    """A send did not end well; ``reason`` is a short stable code without personal data."""

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class WayClosed(CourierError):
    """This way does not reach the person or place, now or later (closed DMs, channel gone)."""


class TryLater(CourierError):
    """Refused before it was accepted (5xx, 429, no connection): safe to send again."""


class NotYet(CourierError):
    """Not tried, for a reason of our own (pacing of new DM channels): comes back, costs no attempt."""


class Doubtful(CourierError):
    """The connection ended after the request left: the server may or may not have taken it."""


class AllDmsPaused(CourierError):
    """Discord stopped this bot's direct messages (40003): none is sent for hours."""


class AllMailPaused(CourierError):
    """The mail server refuses us altogether (535, 5.7.x): none is sent for a while, and staff are told."""


class AddressIsDead(WayClosed):
    """The mail address does not exist (5.1.1, 5.1.10, 5.2.1): nothing is sent there any more."""


class PlaceIsPublic(CourierError):
    """The staff channel can be read by @everyone: nothing of this content goes there."""


class BotRemoved(CourierError):
    """The bot is not in that server at present: waits quietly, and ends when it is too late."""

    def __init__(self) -> None:
        super().__init__("bot_removed")


class Courier(Protocol):
    """Carries one notice to one address, once."""

    async def send(self, address: Address, notice: Notice, *, nonce: str) -> Receipt | None:
        """Deliver and return where it stands now (None: a mail); raise a `CourierError` otherwise."""
        ...

    async def edit(self, place: ToPlace, message_id: int, notice: Notice) -> None:
        """Bring a posted message up to date; raise a `CourierError` otherwise."""
        ...

    async def remove(self, place: ToPlace, message_id: int, notice: Notice) -> None:
        """Take a posted message away; raise a `CourierError` otherwise, but not where it is gone already."""
        ...
