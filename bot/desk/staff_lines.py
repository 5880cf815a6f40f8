"""The desk's line about the office itself: one person alone is a risk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.db import Tx
from bot.desk.lines import DeskLine
from bot.i18n import _n
from bot.members.models import CommunityRow
from bot.members.rules import Community

ENOUGH = 2
MINUTES = 5
"""To agree with somebody and to give the role."""
COUNT_IS_GOOD = timedelta(days=3)
"""An older count says nothing; Discord could not be asked since."""


async def staff_lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
    """One line while fewer than two people hold the staff role."""
    found = await tx.execute(
        select(CommunityRow.staff_count, CommunityRow.staff_counted_at).where(CommunityRow.id == community.id)
    )
    count, counted_at = found.one()
    if count is None or counted_at is None or count >= ENOUGH or counted_at < now - COUNT_IS_GOOD:
        return ()
    what = _n(
        "Only {count} person has the staff role: if they are away, nobody can act. "
        "Please give it to one more person (Server Settings → Roles).",
        "{count} people have the staff role: nobody can act for the office. "
        "Please give it to two people (Server Settings → Roles).",
        count=count,
    )
    return (DeskLine("staff", what, MINUTES),)
