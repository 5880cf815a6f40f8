"""A mail that was taken and then came back: its delivery reached nobody after all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot.db import Tx
from bot.outbox import marks
from bot.outbox.claim import COLUMNS, delivery_of
from bot.outbox.kinds import Kinds
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Delivery


@dataclass(frozen=True, slots=True)
class Mailed:
    """A delivery that went out by mail; ``sent_at`` is None where nobody knows whether it was taken."""

    delivery: Delivery
    sent_at: datetime | None


async def mailed_delivery(tx: Tx, delivery_id: int) -> Mailed | None:
    """The delivery to one person whose number a mail bears with our proof; None where it is forgotten.

    Only a mail carries that proof, whatever the row says: the process may have died before it was marked.
    """
    found = await tx.execute(
        select(*COLUMNS, DeliveryRow.sent_at).where(
            DeliveryRow.id == delivery_id,
            DeliveryRow.member_id.is_not(None),
            DeliveryRow.place.is_(None),
        )
    )
    row = found.one_or_none()
    if row is None:
        return None
    *delivery, sent_at = row
    return Mailed(delivery_of(delivery), sent_at)


async def not_reached(tx: Tx, kinds: Kinds, delivery: Delivery, status: str | None, now: datetime) -> bool:
    """Mark as failed what counted as sent, and go by the person's other way or wait for their next press.

    False where the row says something else already: it is being sent again, or staff have ended it. A row
    in doubt is in doubt no more. Where the kind is urgent, staff are told at once.
    """
    kind = kinds.get(delivery.kind)
    other = await marks.other_way(tx, kinds, delivery, "mail", now)
    urgent = now if kind is not None and kind.tell_staff_after_minutes is not None else None
    values: dict[str, Any] = {
        # a code waits for nobody's press: whoever presses need not be whoever owns the mailbox
        "awaits_press": other is None and (kind is None or kind.mail_to is None),
        "tell_staff_at": urgent if other is None else None,
    }
    done = await tx.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.id == delivery.id,
            DeliveryRow.way == "mail",
            DeliveryRow.state.in_(("sent", "unknown")),
        )
        .values(state="failed", last_error=reason_of(status), ended_at=now, sent_at=None, **values)
    )
    if done.rowcount != 1:
        return False
    if other is not None:
        await marks.by_the_other_way(tx, kinds, replace(delivery, tell_staff_at=urgent), other, now)
    return True


def reason_of(status: str | None) -> str:
    """The short code that ``/outbox`` explains."""
    return f"bounced_{status or 'unknown'}"
