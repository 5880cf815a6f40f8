"""What a mail that came back can be, and what its status says of the address. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

MOST_BYTES = 2_000_000
"""Of one mail; what is behind them is neither fetched nor read. A word and a status stand at the front."""
EXCERPT_LENGTH = 500

HARD = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
"""The address does not exist or takes nothing any more (RFC 3463 and 7505): 5.1.1 no such mailbox, 5.1.2 no
such host, 5.1.3 no address at all, 5.1.6 moved away, 5.1.10 takes no mail, 5.2.1 switched off.

Words alone do not count: Japanese carriers say “Unknown user” of people who only refuse mail from computers.
"""


class Proofs(Protocol):
    """Knows which numbers in a mail are ours (`bot.outbox.mail.keys`)."""

    def read_message_id(self, text: str) -> int | None:
        """The delivery whose Message-ID stands in this text."""
        ...

    def read_envelope(self, address: str) -> int | None:
        """The delivery for whose bounces this address was made."""
        ...


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail of ours that was not delivered. ``delivery_id`` is None without a valid token.

    ``status`` is the enhanced code (RFC 3463), None where there was none. ``is_delayed``: the server
    still tries.
    """

    delivery_id: int | None
    status: str | None
    is_hard: bool
    is_delayed: bool

    @property
    def is_refusal(self) -> bool:
        """Not the address is the trouble but we are: a matter of policy (5.7.x)."""
        return self.status is not None and self.status.startswith("5.7.")


@dataclass(frozen=True, slots=True)
class AutoReply:
    """A machine answered: out of office, read, delivered."""


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Somebody wants no more mail: known by the token, by the mail they answer, or by nothing but From."""

    token: str | None
    delivery_id: int | None
    from_address: str | None


@dataclass(frozen=True, slots=True)
class CalendarReply:
    """A calendar answered for its owner (iMIP, RFC 6047). ``partstat`` is in upper case, such as DECLINED."""

    uid: str
    partstat: str
    attendee: str | None
    delivery_id: int | None
    from_address: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person wrote back. ``choice``: venue, online, declined, yes; None: no single word was found.

    ``delivery_id``: the mail of ours that it answers, proven by its Message-ID.
    """

    choice: str | None
    excerpt: str
    delivery_id: int | None
    from_address: str | None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """No mail, or one that no program can read. ``reason`` is a code, never its content."""

    reason: str


Returned = Bounce | AutoReply | Unsubscribe | CalendarReply | Answer | Unreadable


def is_hard(status: str | None) -> bool:
    """Whether nothing will ever arrive at this address."""
    return status in HARD
