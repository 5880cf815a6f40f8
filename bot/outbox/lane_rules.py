"""The two lanes of the outbox: what goes through Discord, and what goes by mail. Pure.

Each has a dispatcher of its own, because a mail server may take ten minutes for one answer and nothing in
Discord may wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from bot.members.wish_rules import PersonalWay

LaneName = Literal["discord", "mail"]


@dataclass(frozen=True, slots=True)
class Lane:
    """How one lane sends.

    ``way`` is its way to one person. ``lease``: so long nobody else takes a claimed row; longer than
    ``send_timeout``, the most that one send may take. ``claim_limit``: so many rows at once. ``ladder``: how
    long to wait after the first, second, … refusal. ``resend_after_doubt``: when to try once more what may
    have arrived. ``pause``: how long the whole way rests when we are refused altogether.
    """

    name: LaneName
    way: PersonalWay
    lease: timedelta
    send_timeout: timedelta
    claim_limit: int
    ladder: tuple[timedelta, ...]
    resend_after_doubt: timedelta
    pause: timedelta


def _minutes(*numbers: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=number) for number in numbers)


DISCORD = Lane(
    "discord",
    "dm",
    # Three time-outs, and short enough that Discord still knows the nonce ("a few minutes").
    lease=timedelta(minutes=4),
    # Longer than discord.py's own patience: 25 s of retries after 5xx and a rate limit of up to 30 s.
    send_timeout=timedelta(seconds=80),
    claim_limit=20,
    ladder=_minutes(1, 5, 30, 60, 120, 240),
    resend_after_doubt=timedelta(seconds=15),
    pause=timedelta(hours=4),
)
MAIL = Lane(
    "mail",
    "mail",
    lease=timedelta(minutes=30),
    # RFC 5321 (4.5.3.2.6) gives the server ten minutes for its answer after the last dot; less makes doubles.
    send_timeout=timedelta(minutes=14),
    # There is one connection. Whatever waits for its turn there would be in doubt after a kill without having
    # been sent, and a second kill would leave it unknown; five at once are no faster.
    claim_limit=1,
    ladder=_minutes(5, 30, 60, 120, 240),
    resend_after_doubt=timedelta(minutes=30),
    pause=timedelta(hours=1),
)


def lane_of(way: PersonalWay) -> Lane:
    """The lane that carries this way to a person."""
    return MAIL if way == "mail" else DISCORD
