"""A new meeting, told to those who asked to hear of new ones; the link is never in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.clock import Clock
from bot.db import Tx
from bot.events import mail_parts
from bot.events.models import AnswerRow, EventRow
from bot.events.notice_lines import answer_label, when_line
from bot.events.rules import Choice, Event, EventState, subject_of
from bot.events.views import load_view
from bot.i18n import Text, _
from bot.mailing.audiences import who_chose
from bot.members.wish_rules import Topic
from bot.outbox.notice import Action, Delivery, Kind, NewDelivery, Notice
from bot.outbox.service import Outbox

NEW = "event.new"


class NewEventNotices:
    """Part of announcing: what it writes is written with the meeting, or not at all."""

    def __init__(self, clock: Clock, outbox: Outbox) -> None:
        self._clock = clock
        self._outbox = outbox
        outbox.register(
            Kind(NEW, compose, title=_("News of a new event"), optional=True, topic=Topic.NEW_EVENTS)
        )

    async def was_announced(self, tx: Tx, _draft_id: int, event_id: int) -> None:
        """Plan one notice for each person who chose to hear of new meetings; a rehearsal is for nobody."""
        now = self._clock()
        row = (
            await tx.execute(
                select(EventRow.community_id, EventRow.is_rehearsal, EventRow.starts_at).where(
                    EventRow.id == event_id
                )
            )
        ).one()
        if row.is_rehearsal:
            return
        has_mail = self._outbox.kinds.has_mail
        readers = await who_chose(tx, row.community_id, Topic.NEW_EVENTS, has_mail=has_mail, now=now)
        await self._outbox.enqueue_many(
            tx,
            [
                NewDelivery(
                    community_id=row.community_id,
                    kind=NEW,
                    subject=subject_of(event_id),
                    to_member=reader.member_id,
                    args={"event_id": event_id},
                    due_at=now,
                    expires_at=row.starts_at,
                    dedupe_key=f"{NEW}:{event_id}:{reader.member_id}",
                )
                for reader in readers
                if reader.way is not None
            ],
            now=now,
        )


async def compose(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """None once it was called off or has begun, and for whoever has answered already."""
    event = await load_view(tx, delivery.community_id, delivery.args["event_id"])
    if event.state is not EventState.ANNOUNCED or event.is_rehearsal or now >= event.starts_at:
        return None
    if delivery.member_id is None or await _has_answered(tx, event.id, delivery.member_id):
        return None
    return Notice(
        _("A new event is announced: {title}", title=event.title),
        (when_line(event), *_places(event), *_about(event)),
        actions=(
            *(Action("rsvp", event.id, mode.value, answer_label(mode), "primary") for mode in event.seats),
            Action("rsvp", event.id, Choice.DECLINED.value, _("Can't come / withdraw")),
        ),
        is_discreet=event.is_sensitive,
        mail=mail_parts.asking(event, *_about(event), *_also_online(event)),
    )


def _places(event: Event) -> tuple[Text, ...]:
    """Where, as everybody may know it."""
    venue = (_("Where: {venue}", venue=event.venue),) if event.venue else ()
    return (*venue, *(_also_online(event) if event.venue else (_("Where: online"),)))


def _also_online(event: Event) -> tuple[Text, ...]:
    return (_("You can also take part online."),) if event.venue and event.online else ()


def _about(event: Event) -> tuple[Text, ...]:
    return (_("{text}", text=event.description),) if event.description else ()


async def _has_answered(tx: Tx, event_id: int, member_id: int) -> bool:
    query = select(AnswerRow.id).where(AnswerRow.event_id == event_id, AnswerRow.member_id == member_id)
    return await tx.scalar(query) is not None
