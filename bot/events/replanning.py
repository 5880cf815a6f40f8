"""What follows from another date: reminders are planned anew, and nothing planned speaks of the old one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select

from bot.db import AnyRow, Tx
from bot.events import telling
from bot.events.cards import thread_place
from bot.events.models import AnswerRow, RsvpRow
from bot.events.rules import Choice, Place, subject_of
from bot.events.standing import LockedEvent
from bot.mailing.rules import plan
from bot.members.models import MemberRow
from bot.outbox.notice import NewDelivery
from bot.outbox.service import Outbox

OF_THE_OLD_DATE = (
    telling.REMINDER,
    telling.SNOOZED,
    telling.REMINDER_POST,
    telling.LINE_STOPPED,
    telling.FEWER,
)


async def plan_anew(outbox: Outbox, tx: Tx, event: LockedEvent, now: datetime) -> None:
    """Withdraw the reminders of the old date, and plan those of the new one, for people and the thread.

    Everything else that is planned about the meeting stays, and may leave until the new start.
    """
    subject = subject_of(event.row.id)
    await outbox.cancel_planned(tx, subject=subject, kinds=OF_THE_OLD_DATE, now=now)
    await outbox.move_expiry(tx, subject, event.row.starts_at)
    for person in await _who_answered(tx, event.row.id):
        choice = Choice(person.choice)
        has_mail = outbox.kinds.has_mail and person.mail_address is not None
        if person.discord_user_id is not None or has_mail:
            await telling.plan_reminders(outbox, tx, event, person.member_id, choice, now)
        if person.place == Place.WAITLISTED.value:
            await telling.plan_line_stopped(outbox, tx, event, person.member_id, now)
    await plan_posts(outbox, tx, event, now)


async def _who_answered(tx: Tx, event_id: int) -> Sequence[AnyRow]:
    waits = and_(
        RsvpRow.event_id == AnswerRow.event_id,
        RsvpRow.member_id == AnswerRow.member_id,
        RsvpRow.place == Place.WAITLISTED.value,
    )
    query = (
        select(
            AnswerRow.member_id,
            AnswerRow.choice,
            MemberRow.discord_user_id,
            MemberRow.mail_address,
            RsvpRow.place,
        )
        .join(MemberRow, MemberRow.id == AnswerRow.member_id)
        .outerjoin(RsvpRow, waits)
        .where(AnswerRow.event_id == event_id, AnswerRow.choice != Choice.DECLINED.value)
        .order_by(AnswerRow.id)
    )
    return (await tx.execute(query)).all()


async def plan_posts(outbox: Outbox, tx: Tx, event: LockedEvent, now: datetime) -> None:
    """The posts that remind in the thread of the card."""
    row, subject = event.row, subject_of(event.row.id)
    planned = plan(
        telling.thread_leads(event.modes),
        starts_at=row.starts_at,
        tz=ZoneInfo(row.timezone),
        leads=event.leads,
        answered_at=now,
    )
    await outbox.enqueue_many(
        tx,
        [
            NewDelivery(
                community_id=row.community_id,
                kind=telling.REMINDER_POST,
                subject=subject,
                to_place=thread_place(row),
                args={"event_id": row.id, "lead": item.lead.value, "starts_at": row.starts_at.isoformat()},
                due_at=item.due_at,
                expires_at=row.starts_at,
                dedupe_key=f"{telling.REMINDER_POST}:{row.id}:{item.lead}:{row.starts_at:%Y%m%dT%H%M}",
            )
            for item in planned
        ],
        now=now,
    )
