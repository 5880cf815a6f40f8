"""What the outbox forgets by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from bot.db import Tx
from bot.outbox.models import DeliveryRow
from bot.outbox.rules import ARGS_KEPT


async def forget_args(tx: Tx, now: datetime) -> int:
    """Empty the args of what ended long ago; how many rows it were."""
    found = await tx.execute(
        update(DeliveryRow)
        .where(DeliveryRow.ended_at < now - ARGS_KEPT, DeliveryRow.args.is_not(None))
        .values(args=None, awaits_press=False)
    )
    return found.rowcount
