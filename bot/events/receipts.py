"""The mail that confirms an answer, for those who read mail instead of Discord, with the calendar's entry.

In Discord the answer to the press says it, so nobody gets a direct message for it.
"""

from __future__ import annotations

from datetime import datetime

from bot.db import Tx
from bot.events import mail_parts
from bot.events.notice_lines import facts_for
from bot.events.rules import EventState, Personal, subject_of
from bot.events.standing import LockedEvent, find_event
from bot.events.views import personal_view
from bot.i18n import Text, _
from bot.members import subscriptions
from bot.members.wish_rules import Topic, Via
from bot.outbox.kinds import Kinds
from bot.outbox.notice import Delivery, Kind, Notice
from bot.outbox.service import Outbox

RECEIPT = "event.receipt"


def register(kinds: Kinds) -> None:
    """Make the outbox able to carry it."""
    kinds.register(Kind(RECEIPT, compose, title=_("Confirmation of an answer"), optional=True))


async def plan_receipt(
    outbox: Outbox, tx: Tx, event: LockedEvent, member_id: int, revision: int, now: datetime
) -> None:
    """Confirm by mail what somebody has just answered, if they read mail; the newest one counts."""
    if not outbox.kinds.has_mail or not await _reads_mail(tx, member_id, now):
        return
    subject = subject_of(event.row.id)
    await outbox.cancel_planned(tx, subject=subject, member_id=member_id, kinds=(RECEIPT,), now=now)
    await outbox.enqueue(
        tx,
        community_id=event.row.community_id,
        kind=RECEIPT,
        subject=subject,
        to_member=member_id,
        args={"event_id": event.row.id},
        due_at=now,
        expires_at=event.row.ends_at,
        dedupe_key=f"{RECEIPT}:{event.row.id}:{member_id}:{revision}",
        via="mail",
        now=now,
    )


async def compose(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """As the answer stands now; None once the meeting has begun or was cancelled."""
    assert delivery.member_id is not None
    locked = await find_event(tx, delivery.community_id, delivery.args["event_id"])
    mine = await personal_view(tx, locked, (delivery.member_id, True))
    event = mine.event
    if event.state is not EventState.ANNOUNCED or now >= event.starts_at:
        return None
    part = (
        mail_parts.standing(mine)
        if mine.places
        else mail_parts.off(event, _("If you change your mind, you can answer again at any time."))
    )
    return Notice(_headline(mine), facts_for(mine), is_discreet=event.is_sensitive, mail=part)


def _headline(mine: Personal) -> Text:
    title = mine.event.title
    if mine.confirmed:
        return _("Your seat is reserved: {title}", title=title)
    if mine.waiting:
        return _("You are on the waiting list: {title}", title=title)
    if mine.places:
        return _("Your application has arrived: {title}", title=title)
    return _("You have taken your answer back: {title}", title=title)


async def _reads_mail(tx: Tx, member_id: int, now: datetime) -> bool:
    """Whether what concerns their own meetings comes to them by mail, as they wish."""
    consent = await subscriptions.subscription_of(tx, member_id)
    if consent is None or not consent.is_mailable(now):
        return False
    return (await subscriptions.ways_of(tx, member_id)).get(Topic.CHANGES) is Via.MAIL
