"""What records tell: the public post, the thanks to those who came, the note about a download."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.attendance.models import AttendanceRow
from bot.db import Tx
from bot.events.models import EventRow
from bot.events.notice_lines import when_line
from bot.events.rules import EventState, subject_of
from bot.i18n import Raw, _, _n
from bot.members.models import MemberRow
from bot.outbox.notice import Action, Delivery, Kind, NewDelivery, Notice, Receipt
from bot.outbox.service import Outbox
from bot.records.queries import record_of
from bot.records.rules import EventRecord, subject_of_record

RECORD = "record.card"
THANKS = "record.thanks"
EXPORTED = "record.exported"

THANKS_WAIT = timedelta(days=14)
"""A thank-you that could not be brought by then would be odd."""


def register(outbox: Outbox) -> None:
    """Make the outbox able to carry records, thanks and notes about downloads."""
    letters = _Letters(outbox)
    outbox.register(
        Kind(RECORD, letters.post, title=_("Record of an event"), card=True, on_sent=letters.posted),
        Kind(THANKS, letters.thanks, title=_("Thanks for coming"), optional=True),
        Kind(EXPORTED, letters.exported, title=_("List of participants downloaded")),
    )
    outbox.register_card("record", letters.card)


def card_of(record: EventRecord) -> Notice:
    """The public post as it is now."""
    return Notice(
        _("Record: {title}", title=record.event.title),
        (when_line(record.event),),
        layout="record_card",
        facts=record,
    )


class _Letters:
    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def card(self, tx: Tx, community_id: int, subject: str, now: datetime) -> Notice | None:
        record = await record_of(tx, community_id, int(subject.partition(":")[2]))
        return card_of(record) if record else None

    async def post(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        return await self.card(tx, delivery.community_id, delivery.subject, now)

    async def posted(self, tx: Tx, delivery: Delivery, receipt: Receipt, now: datetime) -> None:
        """Everybody who was there is thanked once, when there is something to read."""
        event_id = delivery.args["event_id"]
        query = (
            select(AttendanceRow.member_id)
            .join(MemberRow, MemberRow.id == AttendanceRow.member_id)
            .where(
                AttendanceRow.event_id == event_id,
                MemberRow.discord_user_id.is_not(None),
                MemberRow.left_at.is_(None),
            )
            .order_by(AttendanceRow.id)
        )
        people = (await tx.scalars(query)).all()
        rows = [
            NewDelivery(
                community_id=delivery.community_id,
                kind=THANKS,
                subject=subject_of(event_id),
                to_member=member_id,
                args={"event_id": event_id},
                due_at=now,
                expires_at=now + THANKS_WAIT,
                dedupe_key=f"{THANKS}:{event_id}:{member_id}",
            )
            for member_id in people
        ]
        if rows:
            await self._outbox.enqueue_many(tx, rows, now=now)

    async def thanks(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """For somebody who is still noted as there."""
        event_id = delivery.args["event_id"]
        record = await record_of(tx, delivery.community_id, event_id)
        there = await tx.scalar(
            select(AttendanceRow.id).where(
                AttendanceRow.event_id == event_id, AttendanceRow.member_id == delivery.member_id
            )
        )
        if record is None or there is None or record.event.state is not EventState.ANNOUNCED:
            return None
        posting = await self._outbox.posting_of(tx, delivery.community_id, subject_of_record(event_id))
        stands = posting is not None and not posting.gone
        link = (
            f"https://discord.com/channels/{delivery.community_id}/{posting.channel_id}/{posting.message_id}"
            if posting is not None and stands
            else ""
        )
        return Notice(
            _("Thank you for coming: {title}", title=record.event.title),
            (
                *((_("The record of that day: {link}", link=Raw(link)),) if link else ()),
                _(
                    "If you like, answer two short questions. The office reads the answers without names, "
                    "and they are stored without yours."
                ),
            ),
            actions=(Action("feedback", event_id, "open", _("Answer two questions"), "primary"),),
            is_discreet=record.event.is_sensitive,
        )

    async def exported(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """Who took the list, and how long it is; the names themselves are not said here."""
        title = await tx.scalar(select(EventRow.title).where(EventRow.id == delivery.args["event_id"]))
        name = await tx.scalar(
            select(MemberRow.display_name).where(MemberRow.id == delivery.args["actor_id"])
        )
        return Notice(
            _n(
                "{name} downloaded the list of participants of “{title}” ({count} person)",
                "{name} downloaded the list of participants of “{title}” ({count} people)",
                name=name or _("(name unknown)"),
                title=title or "",
                count=delivery.args["people"],
            )
        )
