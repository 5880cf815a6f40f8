"""Flyers: the picture on a meeting's card. A form names one by its id, so it goes wherever the form goes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import delete, insert, select, union

from bot.clock import Clock
from bot.db import Database, Tx
from bot.events.models import EventDraftRow, EventEditRow, EventFlyerRow, EventRow
from bot.events.rules import Event
from bot.i18n import Text, _
from bot.outbox.notice import Picture
from bot.pictures import clean

FLYERS_KEPT = timedelta(days=30)
UNUSED_KEPT = timedelta(days=1)
"""A flyer is kept a moment before a form names it."""


class Flyers:
    """Pictures for cards; one at a time is made ready, whoever sends how many."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._one_at_a_time = asyncio.Semaphore(1)

    async def keep(self, community_id: int, content: bytes) -> int:
        """Keep a picture as it can be shown; its id for a form. Raises as `bot.pictures.clean` does."""
        async with self._one_at_a_time:
            made = await clean(content)
        async with self._db.transaction() as tx:
            row = await tx.execute(
                insert(EventFlyerRow)
                .values(
                    community_id=community_id,
                    name=made.name,
                    media_type=made.media_type,
                    content=made.content,
                    kept_at=self._clock(),
                )
                .returning(EventFlyerRow.id)
            )
            return row.scalar_one()

    async def get(self, community_id: int, flyer_id: int | None, title: str) -> Picture | None:
        """The flyer of a form with this title; None when there is none, or none any more."""
        async with self._db.reading() as tx:
            return await _load(tx, community_id, flyer_id, title)

    async def forget_old(self) -> int:
        """Delete flyers 30 days after their meeting, and a day old those that nothing names; how many."""
        now = self._clock()
        drafted, changed = EventDraftRow.form, EventEditRow.form
        used = union(
            select(drafted["flyer_id"].as_integer()).where(drafted["flyer_id"].as_integer().is_not(None)),
            select(changed["flyer_id"].as_integer()).where(changed["flyer_id"].as_integer().is_not(None)),
            select(EventRow.flyer_id).where(
                EventRow.flyer_id.is_not(None), EventRow.ends_at >= now - FLYERS_KEPT
            ),
        )
        async with self._db.transaction() as tx:
            gone = await tx.execute(
                delete(EventFlyerRow).where(
                    EventFlyerRow.kept_at < now - UNUSED_KEPT, EventFlyerRow.id.not_in(used)
                )
            )
            return gone.rowcount


async def flyer_of(tx: Tx, event: Event, *, shown: str | None = None) -> Picture | None:
    """The flyer for a meeting's card; without its bytes where it is ``shown`` there already.

    A card goes on showing what was posted after the bytes are forgotten here.
    """
    if event.flyer_id is None:
        return None
    if shown is not None:
        name = await tx.scalar(select(EventFlyerRow.name).where(EventFlyerRow.id == event.flyer_id))
        if name in (shown, None):
            return Picture(shown, _alt(event.title))
    return await _load(tx, event.community_id, event.flyer_id, event.title)


async def _load(tx: Tx, community_id: int, flyer_id: int | None, title: str) -> Picture | None:
    query = select(EventFlyerRow.name, EventFlyerRow.content).where(
        EventFlyerRow.id == flyer_id, EventFlyerRow.community_id == community_id
    )
    row = (await tx.execute(query)).one_or_none() if flyer_id is not None else None
    return Picture(row.name, _alt(title), row.content) if row is not None else None


def _alt(title: str) -> Text:
    return _("Flyer of “{title}”", title=title)
