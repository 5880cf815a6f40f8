"""What follows from a mail that came back, inside the transaction that remembers having read it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.db import Tx, insert_into
from bot.i18n import _
from bot.mailing.inbox.rules import Bounce
from bot.mailing.models import MailBounceRow
from bot.mailing.senders import Sender, member
from bot.members import subscriptions
from bot.members.models import CommunityRow
from bot.outbox import bounced
from bot.outbox.bounced import Mailed
from bot.outbox.notice import STAFF, Delivery, Kind, Notice
from bot.outbox.service import Outbox

SOFT_BOUNCES = 5
SOFT_WITHIN = timedelta(days=7)
RESTS_FOR = timedelta(days=30)
"""So many mails that came back in so many days, and nothing is sent there for so long."""

REFUSED = "mail_refused"


async def came_back(tx: Tx, outbox: Outbox, bounce: Bounce, now: datetime) -> bool:
    """Count it once for each delivery, and act on it. False: not ours, forgotten, or counted already."""
    assert bounce.delivery_id is not None
    mailed = await bounced.mailed_delivery(tx, bounce.delivery_id)
    if mailed is None or mailed.delivery.member_id is None:
        return False
    delivery = mailed.delivery
    who = await member(tx, delivery.community_id, mailed.delivery.member_id)
    if who is None or not await _count(tx, delivery, who.member_id, bounce, now):
        return False
    if bounce.is_refusal:
        await _tell_staff(tx, outbox, delivery.community_id, bounce.status or "", now)
    elif _is_of_this_address(outbox, mailed, who):
        await _judge_address(tx, who, bounce, now)
    await bounced.not_reached(tx, outbox.kinds, delivery, bounce.status, now)
    return True


async def _count(tx: Tx, delivery: Delivery, member_id: int, bounce: Bounce, now: datetime) -> bool:
    counted = await tx.execute(
        insert_into(tx.dialect.name, MailBounceRow)
        .values(
            community_id=delivery.community_id,
            member_id=member_id,
            delivery_id=delivery.id,
            is_hard=bounce.is_hard,
            status=bounce.status,
            at=now,
        )
        .on_conflict_do_nothing(index_elements=["delivery_id"])
        .returning(MailBounceRow.id)
    )
    return counted.scalar_one_or_none() is not None


def _is_of_this_address(outbox: Outbox, mailed: Mailed, who: Sender) -> bool:
    """Whether it went to the address that the person has now: another one is not to suffer for it."""
    kind = outbox.kinds.get(mailed.delivery.kind)
    if kind is not None and kind.mail_to is not None:
        return who.consent == "asked"
    if who.consent != "confirmed" or who.confirmed_at is None:
        return False
    return mailed.sent_at is None or mailed.sent_at >= who.confirmed_at


async def _judge_address(tx: Tx, who: Sender, bounce: Bounce, now: datetime) -> None:
    if bounce.is_hard:
        if who.address is not None:
            reason = bounced.reason_of(bounce.status)
            await subscriptions.suppress(tx, who.member_id, who.address, reason, now)
        return
    query = (
        select(func.count())
        .select_from(MailBounceRow)
        .where(
            MailBounceRow.member_id == who.member_id,
            MailBounceRow.is_hard.is_(False),
            MailBounceRow.at > now - SOFT_WITHIN,
            MailBounceRow.at >= (who.confirmed_at or now),
            MailBounceRow.status.is_(None) | MailBounceRow.status.not_like("5.7.%"),
        )
    )
    if (await tx.scalar(query) or 0) >= SOFT_BOUNCES:
        await subscriptions.suspend(tx, who.member_id, now + RESTS_FOR)


async def _tell_staff(tx: Tx, outbox: Outbox, community_id: int, status: str, now: datetime) -> None:
    """Somebody's server refuses our mail on principle: once a day, by the community's calendar."""
    zone = await tx.scalar(select(CommunityRow.timezone).where(CommunityRow.id == community_id))
    day = now.astimezone(ZoneInfo(zone or "UTC")).date()
    await outbox.enqueue(
        tx,
        community_id=community_id,
        kind=REFUSED,
        subject=f"community:{community_id}",
        to_place=STAFF,
        args={"status": status},
        due_at=now,
        expires_at=now + timedelta(days=1),
        dedupe_key=f"{REFUSED}:{day.isoformat()}",
        now=now,
    )


async def _compose_refused(_tx: Tx, delivery: Delivery, _now: datetime) -> Notice:
    return Notice(
        _("A mail server refuses our mail on principle ({code}).", code=delivery.args["status"]),
        (
            _(
                "Nobody's address was taken off the list for it. Mostly SPF, DKIM or DMARC of the sender's "
                "address are not right, or the server is on a block list: please pass this on to whoever "
                "runs the bot; README.ja.md explains it under “メールの設定”."
            ),
            _("Whoever was not reached stands in /outbox."),
        ),
    )


def refused_kind() -> Kind:
    """The line for staff about mail that is refused."""
    return Kind(REFUSED, _compose_refused, title=_("Mail is refused"))
