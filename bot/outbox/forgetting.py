"""What the outbox forgets by itself, and what it deletes with a subject."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import aliased

from bot.db import Tx
from bot.outbox.models import CourierPauseRow, DeliveryRow, HeldPostRow, PostingRow
from bot.outbox.rules import KEPT_AFTER_END


async def forget_old(tx: Tx, now: datetime) -> int:
    """Delete what ended 90 days ago; how many rows it were.

    A row outlives that while it could still have been sent (the card of a meeting far ahead says where the
    meeting was announced, and a notice that staff cancelled must not be planned anew), and while what
    followed it has not ended as long ago.
    """
    before = now - KEPT_AFTER_END
    child = aliased(DeliveryRow)
    younger = select(child.id).where(
        child.parent_id == DeliveryRow.id, or_(child.ended_at.is_(None), child.ended_at >= before)
    )
    found = await tx.execute(
        delete(DeliveryRow).where(
            DeliveryRow.ended_at < before,
            DeliveryRow.due_at < before,
            or_(DeliveryRow.expires_at.is_(None), DeliveryRow.expires_at < before),
            ~younger.exists(),
        )
    )
    return found.rowcount


async def erase_subjects(tx: Tx, subjects: Collection[str]) -> None:
    """Delete everything planned, sent and posted about these subjects; what stands in Discord stays there."""
    if subjects:
        await tx.execute(delete(DeliveryRow).where(DeliveryRow.subject.in_(subjects)))
        await tx.execute(delete(HeldPostRow).where(HeldPostRow.subject.in_(subjects)))
        await tx.execute(delete(PostingRow).where(PostingRow.subject.in_(subjects)))


async def forget_pauses(tx: Tx, now: datetime) -> int:
    """Delete the pauses that are over; how many it were."""
    return (await tx.execute(delete(CourierPauseRow).where(CourierPauseRow.until <= now))).rowcount
