"""A message to many leaves: its deliveries are written in the transaction that calls it sent."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import select, update

from bot.clock import Clock
from bot.db import AnyRow, Database, Tx
from bot.mailing.broadcast_audience import Audience
from bot.mailing.broadcast_notices import NOT_LEFT
from bot.mailing.broadcast_queries import find
from bot.mailing.broadcast_rules import OF_USE_FOR, BroadcastState, NoSuchBroadcast, subject_of
from bot.mailing.models import BroadcastRow
from bot.members.models import CommunityRow
from bot.outbox.notice import STAFF
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
                await self._give_up(row.community_id, row.id)
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
            if not rows:  # nobody is left to tell, because the meeting was deleted
                await self._come_back(tx, row, "nobody", now)
                return False
            await tx.execute(
                update(BroadcastRow)
                .where(BroadcastRow.id == broadcast_id)
                .values(state=BroadcastState.SENT.value, sent_at=now, changed_at=now)
            )
        return True

    async def _give_up(self, community_id: int, broadcast_id: int) -> None:
        """A fault of ours: it is not tried every five seconds for ever, and the office decides."""
        async with self._db.transaction() as tx:
            row = await find(tx, community_id, broadcast_id, locked=True)
            if row.state == _PLANNED:
                await self._come_back(tx, row, "fault", self._clock())

    async def _come_back(self, tx: Tx, row: AnyRow, why: str, now: datetime) -> None:
        """To the office, which is told so in one line."""
        await tx.execute(
            update(BroadcastRow)
            .where(BroadcastRow.id == row.id)
            .values(state=BroadcastState.TAKEN_BACK.value, leaves_at=None, changed_at=now)
        )
        await self._outbox.enqueue(
            tx,
            community_id=row.community_id,
            kind=NOT_LEFT,
            subject=subject_of(row.id),
            to_place=STAFF,
            args={"broadcast_id": row.id, "why": why},
            due_at=now,
            expires_at=now + OF_USE_FOR,
            dedupe_key=f"{NOT_LEFT}:{row.id}:{now.isoformat()}",
            now=now,
        )
