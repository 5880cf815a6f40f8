"""A message to many leaves: its deliveries are written in the transaction that calls it sent."""

from __future__ import annotations

import logging

from sqlalchemy import select, update

from bot.clock import Clock
from bot.db import Database
from bot.mailing.broadcast_audience import Audience
from bot.mailing.broadcast_queries import find
from bot.mailing.broadcast_rules import BroadcastState, NoSuchBroadcast
from bot.mailing.models import BroadcastRow
from bot.members.models import CommunityRow
from bot.outbox.service import Outbox
from bot.troubles import trouble_of

log = logging.getLogger(__name__)

_PLANNED = BroadcastState.PLANNED.value


class Leaving:
    """Called at every tick, by as many processes as there are."""

    def __init__(self, db: Database, clock: Clock, outbox: Outbox, audience: Audience) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox
        self._audience = audience

    async def run(self) -> int:
        """How many messages left. A fault in one hinders no other, and nothing else of the tick."""
        query = (
            select(BroadcastRow.id, BroadcastRow.community_id)
            .join(CommunityRow, CommunityRow.id == BroadcastRow.community_id)
            .where(
                BroadcastRow.state == _PLANNED,
                BroadcastRow.leaves_at <= self._clock(),
                CommunityRow.removed_at.is_(None),
            )
            .order_by(BroadcastRow.leaves_at, BroadcastRow.id)
        )
        async with self._db.glancing() as tx:
            due = (await tx.execute(query)).all()
        left = 0
        for row in due:
            try:
                left += await self._leave(row.community_id, row.id)
            except NoSuchBroadcast:  # somebody deleted the community's data meanwhile
                continue
            except Exception as error:
                if trouble_of(error) is not None:
                    raise
                log.exception("broadcast %d could not leave", row.id)
        return left

    async def _leave(self, community_id: int, broadcast_id: int) -> bool:
        """Under its lock: whoever comes second finds it sent, taken back or put off."""
        now = self._clock()
        async with self._db.transaction() as tx:
            row = await find(tx, community_id, broadcast_id, locked=True)
            if row.state != _PLANNED or row.leaves_at is None or row.leaves_at > now:
                return False
            has_mail = self._outbox.kinds.has_mail
            rows = await self._audience.deliveries(tx, row, has_mail=has_mail, now=now)
            await self._outbox.enqueue_many(tx, rows, now=now)
            # where nobody is left to tell, because the meeting was deleted, it comes back to the office
            state = BroadcastState.SENT if rows else BroadcastState.TAKEN_BACK
            await tx.execute(
                update(BroadcastRow)
                .where(BroadcastRow.id == broadcast_id)
                .values(state=state.value, sent_at=now if rows else None, changed_at=now)
            )
        return bool(rows)
