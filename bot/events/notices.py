"""The texts this feature sends, composed when they fall due from the facts of that moment.

A composer returns None when its notice is no longer true: the person left, the meeting was cancelled, or a
newer reminder is due as well.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.clock import Span
from bot.db import Tx
from bot.events import change_notices, mail_parts, place_notices, receipts, telling
from bot.events.card_notices import EventCards, name_thread
from bot.events.cards import thread_place
from bot.events.models import AnswerRow
from bot.events.notice_lines import coming_actions, facts_for, mode_name
from bot.events.reminders import compose_reminder, compose_reminder_post
from bot.events.rules import Event, EventState, NamesShown, NoSuchEvent, Personal
from bot.events.standing import find_event
from bot.events.unreached import compose_not_reached
from bot.events.views import load_view, personal_view
from bot.i18n import _
from bot.members.models import MemberRow
from bot.members.wish_rules import Topic
from bot.outbox.kinds import Kinds
from bot.outbox.notice import Action, Delivery, Fallback, Kind, Notice, thread_of


def register(kinds: Kinds, cards: EventCards) -> None:
    """Make the outbox able to carry everything this feature tells."""
    kinds.register(
        Kind(telling.CARD, cards.post, title=_("Announcement"), card=True),
        Kind(telling.THREAD_OPENED, compose_thread_opened, title=_("First post in the thread")),
        Kind(
            telling.REMINDER,
            compose_reminder,
            title=_("Reminder"),
            optional=True,
            topic=Topic.REMINDERS,
            tell_unreached=telling.NOT_REACHED,
        ),
        Kind(telling.NOT_REACHED, compose_not_reached, title=_("Reminders that reached nobody")),
        Kind(telling.REMINDER_POST, compose_reminder_post, title=_("Reminder in the thread")),
        Kind(
            telling.PROMOTED,
            compose_promoted,
            title=_("A seat became free"),
            tell_staff_after_minutes=10,
            fallback=thread_if_named,
        ),
        Kind(telling.PROMOTED_POST, compose_promoted_post, title=_("A seat became free")),
        Kind(telling.CANCELLED, compose_cancelled, title=_("Event cancelled"), fallback=thread_if_named),
        Kind(telling.CANCELLED_POST, compose_cancelled_post, title=_("Event cancelled")),
    )
    place_notices.register(kinds)
    receipts.register(kinds)
    change_notices.register(kinds)
    kinds.register_card("event", cards.card, name_thread=name_thread)


async def compose_thread_opened(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """Only in the thread itself: where there is none, its welcome would stand in the wrong place."""
    event = await _announced(tx, delivery)
    if event is None or delivery.place != thread_of(event.subject):
        return None
    return Notice(
        _("This is the place for questions and news about “{title}”.", title=event.title),
        (
            _("Please answer with the buttons on the card above."),
            _("Reminders are posted here the day before and shortly before the start."),
        ),
    )


async def compose_promoted(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """A seat became free and is this person's, if they still hold it."""
    mine = await _still_confirmed(tx, delivery, now)
    if mine is None or mine.confirmed is None:
        return None
    return Notice(
        _("A seat became free, you can come: {title}", title=mine.event.title),
        (
            _("You take part: {mode}", mode=mode_name(mine.confirmed.mode)),
            *facts_for(mine),
            _("If you can no longer come, please press the button below, so that the next person can."),
        ),
        actions=coming_actions(mine, declined="declined:sure"),
        is_discreet=mine.event.is_sensitive,
        mail=mail_parts.coming(
            mine,
            _("You take part: {mode}", mode=mode_name(mine.confirmed.mode)),
            _("If you can no longer come, please tell us soon, so that the next person can."),
        ),
    )


async def compose_promoted_post(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """The same in the thread, for somebody who asked to be mentioned there and cannot be written to."""
    mine = await _still_confirmed(tx, delivery, now)
    if mine is None or mine.event.names_shown is not NamesShown.PARTICIPANTS or delivery.member_id is None:
        return None
    return Notice(
        _("A seat in “{title}” became free and is now yours.", title=mine.event.title),
        (_("Press “Details and link” to see where and when."),),
        actions=(Action("event", mine.event.id, "details", _("Details and link"), "primary"),),
        mentions=(delivery.member_id,),
    )


async def _still_confirmed(tx: Tx, delivery: Delivery, now: datetime) -> Personal | None:
    assert delivery.member_id is not None
    locked = await find_event(tx, delivery.community_id, delivery.args["event_id"])
    mine = await personal_view(tx, locked, (delivery.member_id, True))
    confirmed = mine.confirmed
    if mine.event.state is not EventState.ANNOUNCED or now >= mine.event.starts_at or confirmed is None:
        return None
    return mine if confirmed.mode.value == delivery.args["mode"] else None


async def compose_cancelled(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    event = await load_view(tx, delivery.community_id, delivery.args["event_id"])
    return _cancelled(event)


async def compose_cancelled_post(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """The same in the thread; it names a person only as the fallback for one who asked to be mentioned."""
    event = await load_view(tx, delivery.community_id, delivery.args["event_id"])
    notice = _cancelled(event)
    if delivery.member_id is None or event.names_shown is not NamesShown.PARTICIPANTS:
        return notice
    return Notice(notice.subject, notice.paragraphs, mentions=(delivery.member_id,))


def _cancelled(event: Event) -> Notice:
    lines = (
        _(
            "The event planned for {span} does not take place.",
            span=Span(event.starts_at, event.ends_at, event.tz),
        ),
        _("Reason: {reason}", reason=event.cancel_reason or ""),
        _("You do not need to do anything. We hope to see you at the next one."),
    )
    return Notice(
        _("Cancelled: {title}", title=event.title),
        lines,
        is_discreet=event.is_sensitive,
        mail=mail_parts.off(event, *lines),
    )


async def thread_if_named(tx: Tx, delivery: Delivery) -> Fallback | None:
    """A mention in the thread, only where names are visible and the person asked for it.

    It would ring with the subject, so nobody is named for a sensitive meeting, and nobody who hides subjects.
    """
    try:
        locked = await find_event(tx, delivery.community_id, delivery.args["event_id"])
    except NoSuchEvent:
        return None
    if locked.row.names_shown != NamesShown.PARTICIPANTS.value or locked.row.is_sensitive:
        return None
    asked = await tx.scalar(
        select(AnswerRow.mention_me)
        .join(MemberRow, MemberRow.id == AnswerRow.member_id)
        .where(
            AnswerRow.event_id == locked.row.id,
            AnswerRow.member_id == delivery.member_id,
            MemberRow.hides_subjects.is_(False),
        )
    )
    if not asked:
        return None
    kind = {telling.PROMOTED: telling.PROMOTED_POST, telling.CANCELLED: telling.CANCELLED_POST}[delivery.kind]
    return Fallback(thread_place(locked.row), kind)


async def _announced(tx: Tx, delivery: Delivery) -> Event | None:
    event = await load_view(tx, delivery.community_id, delivery.args["event_id"])
    return event if event.state is EventState.ANNOUNCED else None
