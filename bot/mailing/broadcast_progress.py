"""How far a message to many has come, read from its deliveries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import aliased

from bot.db import AnyRow, Tx
from bot.mailing.broadcast_rules import Progress
from bot.outbox.models import DeliveryRow

WAYS = ("place", "mail", "dm")

_WORDS = {
    "sent": "sent",
    "planned": "waiting",
    "sending": "waiting",
    "failed": "failed",
    "unknown": "unknown",
}


async def progress_of(tx: Tx, community_id: int, subject: str) -> Mapping[str, Progress]:
    """By way; what went on by another way counts there only. Ways without a delivery are left out."""
    child = aliased(DeliveryRow)
    goes_on = select(child.id).where(child.parent_id == DeliveryRow.id).correlate(DeliveryRow).exists()
    found = await tx.execute(
        select(
            DeliveryRow.state,
            DeliveryRow.way,
            DeliveryRow.via,
            DeliveryRow.lane,
            DeliveryRow.place,
        ).where(DeliveryRow.community_id == community_id, DeliveryRow.subject == subject, ~goes_on)
    )
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for row in found:
        counted[_way_of(row)][_WORDS.get(row.state, "dropped")] += 1
    return {way: Progress(**counted[way]) for way in WAYS if way in counted}


def _way_of(row: AnyRow) -> str:
    if row.place is not None:
        return "place"
    if row.state == "sent" and row.way is not None:
        return row.way
    return row.via or ("mail" if row.lane == "mail" else "dm")
