"""What each feature keeps of a person, so that it can be handed out, forgotten and erased as a whole."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.db import Tx

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
