"""What is written down of a meeting's entry and card, each in the transaction of its caller."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, update

from bot.db import Tx, insert_into
from bot.mirrors.due import is_free
from bot.mirrors.models import EventCardRow, EventMirrorRow
from bot.mirrors.rules import LEASE


async def claim_mirror(
    tx: Tx, event_id: int, community_id: int, now: datetime, *, asks_for: int | None = None
) -> bool:
    """Take a meeting up for four minutes; False: somebody else has it.

    ``asks_for``: an entry that leads to this card is about to be asked for, where there is none and nobody
    else has asked.
    """
    mirror, taken = EventMirrorRow, {"next_try_at": now + LEASE}
    free = is_free(mirror.next_try_at, now)
    if asks_for is not None:
        free = and_(
            free, mirror.scheduled_event_id.is_(None), mirror.asked_at.is_(None), mirror.gone_at.is_(None)
        )
        taken |= {"asked_at": now, "card_id": asks_for}
    return await _claim(tx, mirror, {"event_id": event_id, "community_id": community_id}, taken, free)


async def claim_card(tx: Tx, event_id: int, community_id: int, now: datetime) -> bool:
    """Take the card of a meeting up for four minutes; False: somebody else has it."""
    card = EventCardRow
    of_card = {"event_id": event_id, "community_id": community_id}
    return await _claim(tx, card, of_card, {"next_try_at": now + LEASE}, is_free(card.next_try_at, now))


async def _claim(
    tx: Tx,
    table: type[EventMirrorRow | EventCardRow],
    key: dict[str, Any],
    taken: dict[str, Any],
    free: ColumnElement[bool],
) -> bool:
    insert = insert_into(tx.dialect.name, table).values(**key, **taken)
    found = await tx.execute(
        insert.on_conflict_do_update(index_elements=["event_id"], set_=taken, where=free).returning(
            table.event_id
        )
    )
    return found.first() is not None


async def mark_mirror(tx: Tx, event_id: int, **values: Any) -> None:
    await tx.execute(update(EventMirrorRow).where(EventMirrorRow.event_id == event_id).values(**values))


async def mark_card(tx: Tx, event_id: int, **values: Any) -> None:
    await tx.execute(update(EventCardRow).where(EventCardRow.event_id == event_id).values(**values))


async def see_card(tx: Tx, event_id: int, community_id: int, now: datetime) -> None:
    """The card of a meeting was looked at."""
    insert = insert_into(tx.dialect.name, EventCardRow)
    await tx.execute(
        insert.values(event_id=event_id, community_id=community_id, checked_at=now).on_conflict_do_update(
            index_elements=["event_id"], set_={"checked_at": now}
        )
    )


async def entry_is_gone(tx: Tx, event_id: int, scheduled_event_id: int, now: datetime) -> bool:
    """The entry was deleted by hand; False: meanwhile another one took its place, or we ended it."""
    mirror = EventMirrorRow
    done = await tx.execute(
        update(mirror)
        .where(mirror.event_id == event_id, mirror.scheduled_event_id == scheduled_event_id)
        .values(scheduled_event_id=None, gone_at=now, trouble=None, next_try_at=None, checked_at=now)
    )
    return done.rowcount > 0
