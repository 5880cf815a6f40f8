"""What staff do in ``/outbox``: send again, or never."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, select, update

from bot.db import Tx
from bot.errors import N_, UserError
from bot.outbox.models import DeliveryRow


class NoSuchDelivery(UserError):
    """Also the answer to an id of another community."""

    sentence = N_("There is no such notice here. Please open /outbox again and choose from the list.")


class DeliveryIsOnItsWay(UserError):
    sentence = N_("This notice is being sent right now. Please look again in a few minutes.")


class DeliveryHasEnded(UserError):
    sentence = N_("This notice has already come to its end, so there is nothing left to do.")


class DeliveryIsTooLate(UserError):
    sentence = N_("The time for this notice has passed, so it is not sent any more.")


async def retry(tx: Tx, community_id: int, delivery_id: int, now: datetime) -> None:
    """Send it now, with the whole ladder of retries before it again."""
    row = await _locked(tx, community_id, delivery_id)
    if row.state == "sending":
        raise DeliveryIsOnItsWay
    if row.state not in ("planned", "failed", "unknown") or row.shown_at is not None:
        raise DeliveryHasEnded
    if row.state == "failed" and await _has_follow_up(tx, delivery_id):
        raise DeliveryHasEnded
    if row.expires_at is not None and row.expires_at <= now:
        raise DeliveryIsTooLate
    await _change(
        tx, delivery_id, state="planned", due_at=now, attempts=0, doubtful_since=None, ended_at=None,
        awaits_press=False, lease_until=None,
    )  # fmt: skip


async def cancel(tx: Tx, community_id: int, delivery_id: int, now: datetime) -> None:
    """Never send it, and do not show it at the person's next press either."""
    row = await _locked(tx, community_id, delivery_id)
    if row.state == "sending":
        raise DeliveryIsOnItsWay
    if row.state not in ("planned", "failed", "unknown") or row.shown_at is not None:
        raise DeliveryHasEnded
    await _change(
        tx, delivery_id, state="cancelled", last_error="by_staff", ended_at=now, awaits_press=False,
        lease_until=None, tell_staff_at=None,
    )  # fmt: skip


async def _locked(tx: Tx, community_id: int, delivery_id: int) -> Any:
    found = await tx.execute(
        select(DeliveryRow.state, DeliveryRow.expires_at, DeliveryRow.shown_at)
        .where(and_(DeliveryRow.id == delivery_id, DeliveryRow.community_id == community_id))
        .with_for_update()
    )
    row = found.one_or_none()
    if row is None:
        raise NoSuchDelivery
    return row


async def _has_follow_up(tx: Tx, delivery_id: int) -> bool:
    found = await tx.execute(select(DeliveryRow.id).where(DeliveryRow.parent_id == delivery_id).limit(1))
    return found.first() is not None


async def _change(tx: Tx, delivery_id: int, **values: object) -> None:
    await tx.execute(update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(**values))
