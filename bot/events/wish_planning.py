"""What follows for planned reminders when somebody wishes something else of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.db import Tx
from bot.events import telling
from bot.events.models import AnswerRow, EventRow
from bot.events.rules import Choice, EventState, subject_of
from bot.events.standing import find_event
from bot.mailing.wishes import OnChanged
from bot.outbox.service import Outbox


def replanner(outbox: Outbox) -> OnChanged:
    """Plans the reminders of one person anew, in the transaction that changes their wishes."""

    async def replan(tx: Tx, community_id: int, member_id: int, now: datetime) -> None:
        found = await tx.execute(
            select(AnswerRow.event_id, AnswerRow.choice, AnswerRow.answered_at)
            .join(EventRow, EventRow.id == AnswerRow.event_id)
            .where(
                AnswerRow.member_id == member_id,
                AnswerRow.choice != Choice.DECLINED.value,
                EventRow.community_id == community_id,
                EventRow.state == EventState.ANNOUNCED.value,
                EventRow.starts_at > now,
            )
            .order_by(AnswerRow.event_id)
        )
        for row in found.all():
            event = await find_event(tx, community_id, row.event_id)
            waiting = await _waiting(outbox, tx, subject_of(row.event_id), member_id)
            await outbox.cancel_planned(
                tx,
                subject=subject_of(row.event_id),
                member_id=member_id,
                kinds=(telling.REMINDER,),
                now=now,
            )
            await telling.plan_reminders(
                outbox,
                tx,
                event,
                member_id,
                Choice(row.choice),
                now,
                answered_at=row.answered_at,
                waiting=waiting,
            )

    return replan


async def _waiting(outbox: Outbox, tx: Tx, subject: str, member_id: int) -> set[str]:
    """The leads of which this person's reminder has not left yet: nothing that is owed is lost."""
    planned = await outbox.planned(tx, subject, (telling.REMINDER,))
    return {item.args["lead"] for item in planned if item.member_id == member_id}
