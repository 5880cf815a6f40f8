"""The days on which the office of a community does not work."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.clock import to_local
from bot.probono.suggestion_queries import closed_days
from bot.probono.tools import ProbonoTools


async def closed_around(
    tools: ProbonoTools, community_id: int, now: datetime, tz: ZoneInfo
) -> frozenset[date]:
    """Public holidays of this and the next year, and the community's own closed days."""
    async with tools.db.reading() as tx:
        own = frozenset(date.fromisoformat(day) for day in await closed_days(tx, community_id))
    return own | await tools.holidays.around(to_local(now, tz).date(), tz)
