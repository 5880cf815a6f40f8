"""What waits for a moment that the clock, put back, would reach much too late."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, update

from bot.db import Tx
from bot.outbox import holding
from bot.outbox.claim import IS_SENDING
from bot.outbox.lane_rules import DISCORD, Lane
from bot.outbox.models import CourierPauseRow, DeliveryRow, PostingRow
from bot.outbox.planning import IS_PLANNED
from bot.outbox.rules import CARD_FAULT_PAUSE, UNREAD_LEASE
from bot.outbox.unread import AWAITS_PRESS

LONGEST_EDIT_PAUSE = max(CARD_FAULT_PAUSE, timedelta(hours=1))
"""Discord's own pauses for edits are shorter than that."""


async def release_from_the_future(tx: Tx, lane: Lane, now: datetime) -> None:
    """Leases, pauses and notices of a lane that only a clock ahead of ``now`` can have written.

    What is planned for a day of the calendar stays where it is.
    """
    for change in (
        update(DeliveryRow)
        .where(IS_SENDING, DeliveryRow.lane == lane.name, DeliveryRow.lease_until > now + lane.lease)
        .values(lease_until=now),
        update(DeliveryRow)
        .where(AWAITS_PRESS, DeliveryRow.lease_until > now + UNREAD_LEASE)
        .values(lease_until=None),
        update(DeliveryRow)
        .where(IS_PLANNED, DeliveryRow.created_at > now, DeliveryRow.due_at <= DeliveryRow.created_at)
        .values(due_at=now),
        update(PostingRow).where(PostingRow.next_edit_at > now + LONGEST_EDIT_PAUSE).values(next_edit_at=now),
        update(CourierPauseRow)
        .where(CourierPauseRow.way == lane.way, CourierPauseRow.until > now + lane.pause)
        .values(until=now + lane.pause),
    ):
        await tx.execute(change)
    if lane is DISCORD:
        await holding.release_from_the_future(tx, now)


async def retry_at_once(tx: Tx, lane: Lane, now: datetime) -> None:
    """Notices whose next try was set by the old time are tried now."""
    await tx.execute(
        update(DeliveryRow)
        .where(IS_PLANNED, DeliveryRow.lane == lane.name, DeliveryRow.due_at > now)
        .where(or_(DeliveryRow.attempts > 0, DeliveryRow.last_error.is_not(None)))
        .values(due_at=now)
    )
