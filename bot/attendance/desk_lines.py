"""The desk's line on the day of a meeting: check-in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select

from bot.attendance.models import CheckInRow
from bot.clock import to_local, to_utc
from bot.db import Tx
from bot.desk.lines import DeskLine
from bot.events.check_in import CHECK_IN_OPENS
from bot.events.models import EventRow
from bot.events.rules import EventState
from bot.i18n import _
from bot.members.rules import Community
from bot.outbox.notice import Action

MINUTES = 5
"""One press, and to write the four digits where everybody sees them."""


async def lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
    """One line for each meeting of today that is not over and whose check-in was not started."""
    tomorrow = to_local(now, community.tz).date() + timedelta(days=1)
    found = await tx.execute(
        select(EventRow.id, EventRow.title, EventRow.starts_at)
        .outerjoin(CheckInRow, CheckInRow.event_id == EventRow.id)
        .where(
            EventRow.community_id == community.id,
            EventRow.state == EventState.ANNOUNCED.value,
            EventRow.is_rehearsal.is_(False),
            EventRow.starts_at < to_utc(datetime.combine(tomorrow, time()), community.tz),
            EventRow.ends_at > now,
            CheckInRow.event_id.is_(None),
        )
        .order_by(EventRow.starts_at, EventRow.id)
    )
    return [
        DeskLine(
            key="check_in",
            what=_(
                "Today: “{title}”. Check-in can be started from 30 minutes before the beginning",
                title=row.title,
            ),
            minutes=MINUTES,
            due_at=row.starts_at - CHECK_IN_OPENS,
            action=Action("checkin", row.id, "start", _("Start check-in"), "primary"),
        )
        for row in found
    ]
