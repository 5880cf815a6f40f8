"""Posts for staff that nobody may see coming: what somebody did who wants to stay unknown.

Until their time has come they are no deliveries. A planned row would stand in ``/outbox`` in the very second,
could be sent from there at once, and its number would say between which other rows it was written.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, update

from bot.db import Tx
from bot.outbox import planning
from bot.outbox.delays import LONGEST
from bot.outbox.kinds import Kinds
from bot.outbox.models import HeldPostRow
from bot.outbox.notice import STAFF, NewDelivery


async def hold(tx: Tx, row: NewDelivery) -> None:
    """Keep a post for staff until ``row.due_at``."""
    assert row.to_place == STAFF
    await tx.execute(
        insert(HeldPostRow).values(
            community_id=row.community_id,
            kind=row.kind,
            subject=row.subject,
            args=dict(row.args) or None,
            dedupe_key=row.dedupe_key,
            due_at=row.due_at,
        )
    )


async def release(tx: Tx, kinds: Kinds, now: datetime) -> int:
    """Plan what is due, as if it had happened now; how many posts it were."""
    taken = delete(HeldPostRow).where(HeldPostRow.due_at <= now).returning(HeldPostRow.__table__)
    due = [
        NewDelivery(
            community_id=row.community_id,
            kind=row.kind,
            subject=row.subject,
            args=row.args or {},
            dedupe_key=row.dedupe_key,
            due_at=now,
            to_place=STAFF,
        )
        for row in await tx.execute(taken)
    ]
    await planning.write(tx, kinds, due, now)
    return len(due)


async def release_from_the_future(tx: Tx, now: datetime) -> None:
    """What a clock ahead of ``now`` has held too long."""
    await tx.execute(
        update(HeldPostRow).where(HeldPostRow.due_at > now + LONGEST).values(due_at=now + LONGEST)
    )
