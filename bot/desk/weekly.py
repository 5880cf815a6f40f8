"""The desk's post on Monday morning: planned as a row of the outbox, composed when it is sent."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.db import AnyRow, Tx
from bot.desk.rules import next_monday
from bot.desk.view import DeskView
from bot.desk.words import buttons_for, heading, line_text
from bot.i18n import Text, _, _n
from bot.members.models import CommunityRow
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import STAFF, Action, Notice
from bot.outbox.planning import IS_PLANNED
from bot.outbox.service import Outbox

WEEKLY = "desk.weekly"
OPEN_DESK = Action("desk", 0, "open", _("Open the desk"), "primary")

MOST_LINES = 20
"""In one post: a screen's length."""
MOST_BUTTONS = 24
"""Discord's 25, less the door to the desk."""


async def plan(outbox: Outbox, tx: Tx, now: datetime) -> int:
    """Plan the next post of every community that uses the bot; how many were planned anew."""
    communities = await tx.execute(
        select(CommunityRow.id, CommunityRow.timezone, CommunityRow.set_up_at)
        .where(CommunityRow.set_up_at.is_not(None), CommunityRow.removed_at.is_(None))
        .order_by(CommunityRow.id)
    )
    planned = [await _plan_one(outbox, tx, community, now) for community in communities.all()]
    return sum(planned)


async def _plan_one(outbox: Outbox, tx: Tx, community: AnyRow, now: datetime) -> bool:
    subject = f"desk:{community.id}"
    waiting = await tx.execute(
        select(DeliveryRow.args).where(IS_PLANNED, DeliveryRow.subject == subject, DeliveryRow.kind == WEEKLY)
    )
    if any(row.args != {"timezone": community.timezone} for row in waiting):
        await outbox.cancel_planned(tx, subject=subject, kinds=(WEEKLY,), now=now)
    monday = next_monday(now, ZoneInfo(community.timezone), community.set_up_at)
    return (
        await outbox.enqueue(
            tx,
            community_id=community.id,
            kind=WEEKLY,
            subject=subject,
            to_place=STAFF,
            args={"timezone": community.timezone},
            due_at=monday.due_at,
            expires_at=monday.ends_at,
            dedupe_key=f"{WEEKLY}:{monday.day.isoformat()}",
            now=now,
        )
        is not None
    )


def compose(desk: DeskView, now: datetime) -> Notice:
    """What waits at this moment; private lines are only counted."""
    shown = desk.public[:MOST_LINES]
    paragraphs = [line_text(number, line, desk, now) for number, line in enumerate(shown, start=1)]
    paragraphs += _rest(len(desk.lines) - len(shown))
    return Notice(
        heading(desk), tuple(paragraphs), actions=(*buttons_for(shown, most=MOST_BUTTONS), OPEN_DESK)
    )


def _rest(count: int) -> list[Text]:
    if not count:
        return []
    return [
        _n(
            "{count} more is shown privately under “Open the desk”.",
            "{count} more are shown privately under “Open the desk”.",
            count=count,
        )
    ]
