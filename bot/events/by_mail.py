"""What a meeting does with mail that comes back: a calendar that declines, and which meeting is meant."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, cast, literal, select

from bot.db import Tx
from bot.errors import UserError
from bot.events import mail_parts
from bot.events.models import EventRow, RsvpRow
from bot.events.notice_lines import when_line
from bot.events.places import Cause, keep_answer, write_moves
from bot.events.receipts import plan_receipt
from bot.events.rsvp import Rsvps
from bot.events.rules import Choice, EventState, Place, check_open, subject_of
from bot.events.seats import Move
from bot.events.standing import LockedEvent, find_event, lock_event, standing
from bot.events.views import event_view
from bot.i18n import _
from bot.mailing.senders import Sender
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Delivery, Kind, Notice
from bot.outbox.service import Outbox

CALENDAR_DECLINED = "mail.calendar_declined"


class CalendarDeclines:
    """A person pressed “decline” in their calendar, perhaps only to tidy it: the mail says what it did."""

    def __init__(self, rsvps: Rsvps, outbox: Outbox) -> None:
        self._rsvps = rsvps
        self._outbox = outbox
        title = _("A calendar declined")
        outbox.register(Kind(CALENDAR_DECLINED, _compose, title=title, optional=True))

    async def withdraw(self, tx: Tx, who: Sender, uid: str, now: datetime) -> bool:
        """Take the places of ``who`` at the meeting of their mail back, and plan the mail that says so.

        False, and nothing changed, for another calendar entry than that meeting's, for one that is closed,
        and for somebody without a place.
        """
        event_id = event_of(who.subject)
        if event_id is None:
            return False
        try:
            event = await lock_event(tx, who.community_id, event_id)
            view = event_view(event, {})
            check_open(view, now)
        except UserError:
            return False
        if uid != mail_parts.calendar_uid(view) or not await self._free(tx, event, who.member_id, now):
            return False
        await self._outbox.enqueue(
            tx,
            community_id=who.community_id,
            kind=CALENDAR_DECLINED,
            subject=subject_of(event_id),
            to_member=who.member_id,
            args={"event_id": event_id},
            due_at=now,
            expires_at=event.row.ends_at,
            dedupe_key=f"{CALENDAR_DECLINED}:{event_id}:{who.member_id}:{event.row.last_ticket + 1}",
            via="mail",
            now=now,
        )
        return True

    async def _free(self, tx: Tx, event: LockedEvent, member_id: int, now: datetime) -> bool:
        mine = (await standing(tx, event, member_id)).mine
        moves = [
            Move(mode, place, Place.CANCELLED) for mode, place in mine.items() if place is not Place.CANCELLED
        ]
        if not moves:
            return False
        event_id, ticket = event.row.id, event.row.last_ticket + 1
        await write_moves(tx, event_id, member_id, moves, ticket, Cause.ANSWER, now)
        await keep_answer(tx, event_id, member_id, Choice.DECLINED, now)
        await self._outbox.cancel_planned(tx, now=now, subject=subject_of(event_id), member_id=member_id)
        ticket = await self._rsvps.settle(tx, event, ticket, now)
        await self._rsvps.bring_up_to_date(tx, event, ticket)
        return True


async def next_meeting(tx: Tx, community_id: int, member_id: int, now: datetime) -> str | None:
    """The subject of the next announced meeting about which this member got a mail."""
    subject = literal("event:") + cast(EventRow.id, String)
    mailed = select(DeliveryRow.id).where(
        DeliveryRow.member_id == member_id, DeliveryRow.way == "mail", DeliveryRow.subject == subject
    )
    found = await tx.scalar(
        select(EventRow.id)
        .where(
            EventRow.community_id == community_id,
            EventRow.state == EventState.ANNOUNCED.value,
            EventRow.is_rehearsal.is_(False),
            EventRow.starts_at > now,
            mailed.exists(),
        )
        .order_by(EventRow.starts_at, EventRow.id)
        .limit(1)
    )
    return subject_of(found) if found is not None else None


async def confirm_seats(outbox: Outbox, tx: Tx, community_id: int, member_id: int, now: datetime) -> None:
    """Somebody has just agreed to mail: what they signed up for is confirmed, with its calendar entry."""
    coming = (
        select(EventRow.id)
        .join(RsvpRow, RsvpRow.event_id == EventRow.id)
        .where(
            EventRow.community_id == community_id,
            EventRow.state == EventState.ANNOUNCED.value,
            EventRow.starts_at > now,
            RsvpRow.member_id == member_id,
            RsvpRow.place != Place.CANCELLED.value,
        )
        .distinct()
    )
    for event_id in (await tx.scalars(coming)).all():
        event = await find_event(tx, community_id, event_id)
        await plan_receipt(outbox, tx, event, member_id, event.row.revision, now)


def event_of(subject: str | None) -> int | None:
    """The id in a subject such as ``event:12``."""
    prefix, _colon, event_id = (subject or "").partition(":")
    return int(event_id) if prefix == "event" and event_id.isdecimal() else None


async def _compose(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """None once the meeting began or was cancelled, or when the person has a place again."""
    assert delivery.member_id is not None
    locked = await find_event(tx, delivery.community_id, delivery.args["event_id"])
    event = event_view(locked, {})
    mine = (await standing(tx, locked, delivery.member_id)).mine
    has_place = any(place is not Place.CANCELLED for place in mine.values())
    if event.state is not EventState.ANNOUNCED or now >= event.starts_at or has_place:
        return None
    lines = (
        _("Your calendar answered our invitation with “declined”, so your answer was taken back."),
        _("If you did not mean that, please answer again, with one of the words below."),
    )
    return Notice(
        _("Your calendar declined: {title}", title=event.title),
        (when_line(event), *lines),
        is_discreet=event.is_sensitive,
        mail=mail_parts.asking(event_view(locked, (await standing(tx, locked, None)).seats), *lines),
    )
