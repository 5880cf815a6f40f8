"""One line of the desk, as a feature gives it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.db import Tx
from bot.i18n import Text
from bot.members.rules import Community
from bot.outbox.notice import Action


@dataclass(frozen=True, slots=True)
class DeskLine:
    """Something that waits for the office.

    ``key`` names the sort of thing (``question``); ``what`` is one line without markup. ``minutes`` is how
    long all of it takes. ``due_at`` is when it should be done (aware UTC): lines are shown in that order, and
    those without it last. ``action`` is the button that leads to where it is done, or None when it is done
    outside Discord (then ``what`` says where); ``others`` are further ways to be done with it at once, shown
    as long as there is room for buttons. ``is_private``: shown under ``/desk`` only and merely counted
    in the weekly post.
    """

    key: str
    what: Text
    minutes: int
    due_at: datetime | None = None
    action: Action | None = None
    is_private: bool = False
    others: tuple[Action, ...] = ()


LineSource = Callable[[Tx, Community, datetime], Awaitable[Sequence[DeskLine]]]
"""Gives a feature's lines for one community as of now; ``tx`` only reads."""
