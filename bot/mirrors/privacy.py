"""What stands beside a card is about meetings: nothing of a person is in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from bot.db import Tx
from bot.members.parts import Part
from bot.mirrors.models import EventCardRow, EventMirrorRow


def mirrors_part() -> Part:
    """Erased with the server; nothing to hand out or to forget."""
    return Part("mirrors", ("event_mirrors", "event_cards"), _export, _forget, _erase)


async def _export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
    return {}


async def _forget(tx: Tx, member_id: int, now: datetime) -> None:
    return None


async def _erase(tx: Tx, community_id: int) -> None:
    for table in (EventMirrorRow, EventCardRow):
        await tx.execute(delete(table).where(table.community_id == community_id))
