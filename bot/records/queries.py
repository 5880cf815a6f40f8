"""Reading records, and which meetings are over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.db import Tx
from bot.events.models import EventRow
from bot.events.rules import Event, EventState
from bot.events.standing import EVENTS, LockedEvent
from bot.events.views import event_view, load_view
from bot.records.models import EventRecordRow
from bot.records.rules import EventRecord

LOOKED_BACK = timedelta(days=90)
"""What was not written down after three months is not written down any more."""


async def record_of(tx: Tx, community_id: int, event_id: int) -> EventRecord | None:
    """The record of a meeting, or None. Raises `NoSuchEvent`."""
    event = await load_view(tx, community_id, event_id)
    found = await tx.execute(select(EventRecordRow.__table__).where(EventRecordRow.event_id == event_id))
    row = found.one_or_none()
    if row is None:
        return None
    return EventRecord(
        event=event,
        summary=row.summary,
        article_urls=tuple(row.article_urls),
        headcount=dict(row.headcount),
        from_elsewhere=row.from_elsewhere,
        no_article=row.no_article,
        revision=row.revision,
    )


async def over(tx: Tx, community_id: int, now: datetime, *, limit: int) -> list[Event]:
    """Meetings that took place, the latest first."""
    query = (
        EVENTS.where(
            EventRow.community_id == community_id,
            EventRow.state == EventState.ANNOUNCED.value,
            EventRow.is_rehearsal.is_(False),
            EventRow.ends_at <= now,
        )
        .order_by(EventRow.starts_at.desc(), EventRow.id.desc())
        .limit(limit)
    )
    return [event_view(LockedEvent(row), {}) for row in await tx.execute(query)]
