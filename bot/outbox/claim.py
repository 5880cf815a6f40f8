"""Taking due rows for sending, and knowing when the next one is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, func, null, select, text, update

from bot.db import Tx
from bot.outbox.cards import IS_CHANGING, IS_STALE
from bot.outbox.lane_rules import DISCORD, Lane
from bot.outbox.models import CourierPauseRow, DeliveryRow, HeldPostRow, PostingRow
from bot.outbox.notice import Delivery
from bot.outbox.planning import IS_PLANNED

IS_SENDING = text("deliveries.state = 'sending'")
IS_URGENT = text("deliveries.tell_staff_at IS NOT NULL")

COLUMNS = (
    DeliveryRow.id,
    DeliveryRow.community_id,
    DeliveryRow.kind,
    DeliveryRow.subject,
    DeliveryRow.args,
    DeliveryRow.member_id,
    DeliveryRow.place,
    DeliveryRow.sealed,
    DeliveryRow.due_at,
    DeliveryRow.expires_at,
    DeliveryRow.attempts,
    DeliveryRow.parent_id,
    DeliveryRow.doubtful_since,
    DeliveryRow.lease_until,
    DeliveryRow.tell_staff_at,
    DeliveryRow.lane,
    DeliveryRow.via,
)
"""In the order of `Delivery`'s fields."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """The earliest moment of each thing the dispatcher has to do; None where there is nothing."""

    delivery: datetime | None
    lease: datetime | None
    staff: datetime | None
    card: datetime | None
    card_changes: datetime | None

    @property
    def next_at(self) -> datetime | None:
        return min(
            (at for at in (self.delivery, self.lease, self.staff, self.card, self.card_changes) if at),
            default=None,
        )


def delivery_of(row: Any) -> Delivery:
    id_, community_id, kind, subject, args, *rest = row
    return Delivery(id_, community_id, kind, subject, args or {}, *rest)


async def agenda(tx: Tx, lane: Lane) -> Agenda:
    """One statement, looks at the heads of partial indexes: as cheap with 100,000 rows as with none.

    What is told to staff and the public cards are a matter of Discord's lane alone.
    """
    return Agenda(*(await tx.execute(_looks(lane))).one())


async def next_held(tx: Tx) -> datetime | None:
    """When the next held post becomes a delivery."""
    return await tx.scalar(select(func.min(HeldPostRow.due_at)))


async def claim(tx: Tx, now: datetime, limit: int, lane: Lane = DISCORD) -> list[Delivery]:
    """Take up to ``limit`` due rows, earliest first; nobody else gets them before the lease ends."""
    due = (
        select(DeliveryRow.id)
        .where(IS_PLANNED, DeliveryRow.lane == lane.name, DeliveryRow.due_at <= now)
        .order_by(DeliveryRow.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)  # SQLite has one writer and leaves the clause out
        .cte("due")
    )
    found = await tx.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(select(due.c.id)))
        .values(state="sending", lease_until=now + lane.lease)
        .returning(*COLUMNS)
    )
    return sorted((delivery_of(row) for row in found), key=lambda delivery: (delivery.due_at, delivery.id))


async def abandoned(tx: Tx, now: datetime, lane: Lane = DISCORD) -> list[Delivery]:
    """Rows whose sender died between taking them and saying what became of them."""
    found = await tx.execute(
        select(*COLUMNS)
        .where(IS_SENDING, DeliveryRow.lane == lane.name, DeliveryRow.lease_until <= now)
        .order_by(DeliveryRow.id)
    )
    return [delivery_of(row) for row in found]


async def paused_until(tx: Tx, lane: Lane) -> datetime | None:
    """Until when the lane's way to people rests."""
    found = await tx.execute(select(CourierPauseRow.until).where(CourierPauseRow.way == lane.way))
    return found.scalar_one_or_none()


@cache
def _looks(lane: Lane) -> Select[*tuple[Any, ...]]:
    of_lane = DeliveryRow.lane == lane.name
    due = select(func.min(DeliveryRow.due_at)).where(IS_PLANNED, of_lane).scalar_subquery()
    leased = select(func.min(DeliveryRow.lease_until)).where(IS_SENDING, of_lane).scalar_subquery()
    if lane is not DISCORD:
        return select(due, leased, null(), null(), null())
    return select(
        due,
        leased,
        select(func.min(DeliveryRow.tell_staff_at)).where(IS_URGENT).scalar_subquery(),
        select(func.min(PostingRow.next_edit_at)).where(IS_STALE).scalar_subquery(),
        select(func.min(PostingRow.changes_at)).where(IS_CHANGING).scalar_subquery(),
    )
