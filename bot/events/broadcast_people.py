"""The people of a meeting, for a message of the office to them."""

from __future__ import annotations

from sqlalchemy import select

from bot.db import Tx
from bot.events.models import EventRow
from bot.events.queries import who_answered
from bot.events.rules import Choice
from bot.mailing.broadcast_audience import Meeting


async def people_of(tx: Tx, community_id: int, event_id: int) -> Meeting | None:
    """Who comes, waits or is unsure; None for a rehearsal and for a meeting that is unknown here."""
    found = await tx.execute(
        select(EventRow.title, EventRow.is_sensitive).where(
            EventRow.id == event_id,
            EventRow.community_id == community_id,
            EventRow.is_rehearsal.is_(False),
        )
    )
    row = found.one_or_none()
    if row is None:
        return None
    people = await who_answered(tx, event_id, Choice.VENUE, Choice.ONLINE, Choice.MAYBE)
    return Meeting(row.title, row.is_sensitive, tuple(people))
