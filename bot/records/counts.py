"""How many came to a meeting, as the community reports it: what was counted, else what its record says."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from bot.attendance.counts import Count, counts_of
from bot.db import Tx
from bot.events.models import EventRow
from bot.events.rules import Mode
from bot.records.models import EventRecordRow


async def attended(tx: Tx, event_ids: Iterable[int]) -> dict[int, Count]:
    """One count per meeting (see `Count`); meetings of which nothing is known are left out.

    Where nobody checked in and nobody was counted, the head-count of the record is the truth. It knows no
    mode; a meeting with only one has it.
    """
    ids = list(event_ids)
    found = await counts_of(tx, ids)
    query = (
        select(
            EventRecordRow.event_id,
            EventRecordRow.headcount,
            EventRecordRow.from_elsewhere,
            EventRow.venue,
            EventRow.online,
        )
        .join(EventRow, EventRow.id == EventRecordRow.event_id)
        .where(EventRecordRow.event_id.in_(ids))
    )
    for row in await tx.execute(query):
        total = sum(row.headcount.values())
        if row.event_id in found or not total:
            continue
        modes = [Mode.VENUE] * bool(row.venue) + [Mode.ONLINE] * bool(row.online)
        found[row.event_id] = Count(
            by_sector=dict(row.headcount),
            by_mode={modes[0]: total} if len(modes) == 1 else {},
            from_elsewhere=row.from_elsewhere,
        )
    return found
