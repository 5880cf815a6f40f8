"""What each feature keeps of a person, so that it can be handed out, forgotten and erased as a whole."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import format_moment
from bot.db import Tx
from bot.i18n import Text

Export = Callable[[Tx, int, str], Awaitable[Mapping[str, Any]]]
"""``(tx, member_id, lang)``: what is stored of a member, under names that a person understands in ``lang``.

Plain JSON values; moments as local time with the zone's name. An empty mapping says that there is nothing.
"""
Forget = Callable[[Tx, int, datetime], Awaitable[None]]
"""``(tx, member_id, now)``: leave nothing behind by which this member can be recognised.

The member's row itself goes last, in the same transaction.
"""
Erase = Callable[[Tx, int], Awaitable[None]]
"""``(tx, community_id)``: delete every row of a community. The community's row itself goes last."""


@dataclass(frozen=True, slots=True)
class Part:
    """One feature's share in a person's data.

    ``tables`` are the tables that it answers for; a test fails for a table with a member or a community that
    no part names. Parts are asked in the order in which they are registered, and erased in that order too:
    what refers to other tables comes first.
    """

    name: str
    tables: tuple[str, ...]
    export: Export
    forget: Forget
    erase: Erase


Fact = tuple[Text, Text | str | None]
"""A name and what stands under it; None: nothing is stored under it."""


def in_words(lang: str, *facts: Fact) -> dict[str, str]:
    """Facts of an export, as far as they are there."""
    return {
        name.to(lang): fact.to(lang) if isinstance(fact, Text) else fact
        for name, fact in facts
        if fact is not None
    }


def local_time(moment: datetime | None, timezone: str, lang: str) -> str | None:
    """A moment of an export: the wall time of that zone, with the zone's name."""
    return format_moment(moment, ZoneInfo(timezone), lang, with_zone=True) if moment else None
