"""The desk's line for messages to many that leave by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from bot.db import Tx
from bot.desk.lines import DeskLine
from bot.i18n import C_, _n
from bot.mailing.broadcast_rules import BroadcastState
from bot.mailing.models import BroadcastRow
from bot.members.rules import Community
from bot.outbox.notice import Action

MINUTES = 1
"""Reading it once more."""


async def broadcast_lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
    """One line as long as one of them can still be taken back."""
    row = (
        await tx.execute(
            select(func.count().label("number"), func.min(BroadcastRow.leaves_at).label("leaves_at")).where(
                BroadcastRow.community_id == community.id,
                BroadcastRow.state == BroadcastState.PLANNED.value,
            )
        )
    ).one()
    if not row.number:
        return ()
    what = _n(
        "{count} message to many leaves by itself: it can still be read once more, or taken back",
        "{count} messages to many leave by themselves: they can still be read once more, or taken back",
        count=row.number,
    )
    action = Action("broadcast", 0, "list", C_("button", "Message to many"))
    return (DeskLine("broadcast", what, MINUTES, due_at=row.leaves_at, action=action),)
