"""Notices that reached nobody, shown privately at the person's next press, once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select, text, update

from bot.db import Database, Tx
from bot.errors import UserError
from bot.members.models import MemberRow
from bot.outbox.claim import COLUMNS, delivery_of
from bot.outbox.kinds import Kinds
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Delivery, Notice
from bot.outbox.rules import UNREAD_LEASE

log = logging.getLogger(__name__)

AWAITS_PRESS = text("deliveries.awaits_press")
SHOWN_AT_ONCE = 5
"""More than these follow at the press after."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A notice to show now, composed from the facts of this moment."""

    id: int
    notice: Notice


async def take(
    db: Database, kinds: Kinds, community_id: int, discord_user_id: int, now: datetime
) -> tuple[Unread, ...]:
    """What to show at this press. Another press within a minute does not get the same again."""
    async with db.reading() as tx:
        ids = (await tx.execute(_waiting(community_id, discord_user_id, now))).scalars().all()
    if not ids:
        return ()
    async with db.transaction() as tx:
        taken = await _lease(tx, ids, now)
    shown: list[Unread] = []
    over: list[int] = []
    async with db.reading() as tx:
        for delivery in taken:
            try:
                notice = await _compose(tx, kinds, delivery, now)
            except Exception:
                log.exception("outbox: an unread %s could not be composed", delivery.kind)
                continue
            if notice is None:
                over.append(delivery.id)
            else:
                shown.append(Unread(delivery.id, notice))
    if over:
        async with db.transaction() as tx:
            await _end(tx, over, shown_at=None)
    return tuple(shown)


async def mark_shown(tx: Tx, ids: Sequence[int], now: datetime) -> None:
    await _end(tx, ids, shown_at=now)


def _waiting(community_id: int, discord_user_id: int, now: datetime) -> Select[int]:
    return (
        select(DeliveryRow.id)
        .join(MemberRow, MemberRow.id == DeliveryRow.member_id)
        .where(
            AWAITS_PRESS,
            MemberRow.community_id == community_id,
            MemberRow.discord_user_id == discord_user_id,
            _is_free(now),
        )
        .order_by(DeliveryRow.id)
        .limit(SHOWN_AT_ONCE)
    )


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(DeliveryRow.lease_until.is_(None), DeliveryRow.lease_until <= now)


async def _lease(tx: Tx, ids: Sequence[int], now: datetime) -> list[Delivery]:
    found = await tx.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(ids), AWAITS_PRESS, _is_free(now))
        .values(lease_until=now + UNREAD_LEASE)
        .returning(*COLUMNS)
    )
    return sorted((delivery_of(row) for row in found), key=lambda delivery: delivery.id)


async def _compose(tx: Tx, kinds: Kinds, delivery: Delivery, now: datetime) -> Notice | None:
    kind = kinds.get(delivery.kind)
    if kind is None or (delivery.expires_at is not None and delivery.expires_at <= now):
        return None
    try:
        return await kind.compose(tx, delivery, now)
    except UserError:
        return None


async def _end(tx: Tx, ids: Sequence[int], *, shown_at: datetime | None) -> None:
    await tx.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(ids), AWAITS_PRESS)
        .values(awaits_press=False, lease_until=None, tell_staff_at=None, shown_at=shown_at)
    )
    await tx.execute(update(DeliveryRow).where(DeliveryRow.parent_id.in_(ids)).values(tell_staff_at=None))
