"""What happens to series by the calendar, and when one of their drafts is announced."""

from __future__ import annotations

import logging

from sqlalchemy import select, update

from bot.clock import Clock
from bot.db import Database, Tx, tried_again
from bot.events.models import EventRow
from bot.members.models import CommunityRow
from bot.outbox.service import Outbox
from bot.series.laying import bring_up_to_date, keep, withdraw_silence
from bot.series.models import EventSeriesRow, SeriesSessionRow
from bot.series.queries import find_sessions, load_series
from bot.series.rules import SeriesState, SessionState
from bot.troubles import trouble_of

log = logging.getLogger(__name__)


class SeriesPlanner:
    """Idempotent; two processes may do it at the same time."""

    def __init__(self, db: Database, clock: Clock, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox

    async def plan(self) -> None:
        """Once an hour and at the start: every running series is brought up to date, one after another."""
        query = (
            select(EventSeriesRow.id, EventSeriesRow.community_id)
            .join(CommunityRow, CommunityRow.id == EventSeriesRow.community_id)
            .where(
                EventSeriesRow.state.in_((SeriesState.ACTIVE.value, SeriesState.PAUSED.value)),
                CommunityRow.removed_at.is_(None),
            )
            .order_by(EventSeriesRow.id)
        )
        async with self._db.reading() as tx:
            found = (await tx.execute(query)).all()
        for row in found:
            try:
                await self._plan_one(row.community_id, row.id)
            except Exception as error:  # one series hinders no other
                if trouble_of(error) is not None:
                    raise
                log.exception("series %d could not be brought up to date", row.id)

    @tried_again
    async def _plan_one(self, community_id: int, series_id: int) -> None:
        now = self._clock()
        async with self._db.transaction() as tx:
            series = await load_series(tx, community_id, series_id, now, lock=True)
            await bring_up_to_date(tx, self._outbox, series, now)

    async def was_announced(self, tx: Tx, draft_id: int, event_id: int) -> None:
        """A draft became an event: the session behind it is announced, with the times that were announced."""
        found = await find_sessions(tx, SeriesSessionRow.draft_id == draft_id)
        for session in found:
            event = await tx.execute(
                update(EventRow)
                .where(EventRow.id == event_id)
                .values(series_id=session.series_id, session_number=session.number)
                .returning(EventRow.starts_at, EventRow.ends_at, EventRow.doors_at)
            )
            starts_at, ends_at, doors_at = event.one()
            await keep(
                tx,
                session,
                state=SessionState.ANNOUNCED.value,
                event_id=event_id,
                draft_id=None,
                starts_at=starts_at,
                ends_at=ends_at,
                doors_at=doors_at,
            )
            await withdraw_silence(tx, self._outbox, session, self._clock())

    async def community_of(self, session_id: int) -> int | None:
        """Which community a session belongs to."""
        query = (
            select(EventSeriesRow.community_id)
            .join(SeriesSessionRow, SeriesSessionRow.series_id == EventSeriesRow.id)
            .where(SeriesSessionRow.id == session_id)
        )
        async with self._db.glancing() as tx:
            return await tx.scalar(query)
