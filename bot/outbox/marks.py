"""Writing down what became of a delivery: each mark is one short transaction of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from bot.db import Tx, insert_into
from bot.members.models import CommunityRow, MemberRow
from bot.members.wish_rules import PersonalWay
from bot.outbox import cards, planning, reaching, staff
from bot.outbox.couriers import CourierError
from bot.outbox.kinds import Kinds
from bot.outbox.lane_rules import Lane
from bot.outbox.models import CourierPauseRow, DeliveryRow
from bot.outbox.notice import STAFF, Delivery, Fallback, NewDelivery, Receipt, Way, channel
from bot.outbox.planning import IS_PLANNED
from bot.outbox.rules import NO_THREAD, Verdict


async def sent(tx: Tx, delivery: Delivery, way: Way, receipt: Receipt | None, now: datetime) -> bool:
    """It was taken. Also true when our lease had run out meanwhile: a sent message stays sent."""
    where = {}
    if receipt is not None and delivery.sealed is None:  # the channel would say who is meant
        where = {"channel_id": receipt.channel_id, "message_id": receipt.message_id}
    found = await tx.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery.id, DeliveryRow.state.in_(("sending", "planned", "unknown")))
        .values(
            state="sent",
            way=way,
            sent_at=now,
            ended_at=now,
            attempts=delivery.attempts + 1,
            last_error=None,
            lease_until=None,
            tell_staff_at=None,
            **where,
        )
    )
    return found.rowcount == 1


async def keep_dm_channel(tx: Tx, member_id: int, channel_id: int) -> None:
    await tx.execute(update(MemberRow).where(MemberRow.id == member_id).values(dm_channel_id=channel_id))


async def not_sent(
    tx: Tx, kinds: Kinds, delivery: Delivery, verdict: Verdict, way: Way | None, now: datetime
) -> None:
    """It was not taken, or nobody knows; where no way is left, another one is looked for."""
    if verdict.no_way_left and delivery.sealed is not None:
        await _end_sealed(tx, delivery, now)
        return
    if verdict.no_way_left:
        await _no_way_left(tx, kinds, delivery, verdict, way, now)
        return
    values: dict[str, Any] = {"due_at": verdict.due_at} if verdict.state == "planned" else {"ended_at": now}
    if verdict.state in ("cancelled", "expired"):
        values["tell_staff_at"] = None
    if await _settle(tx, delivery, verdict, way, **values) and verdict.state == "expired":
        await staff.tell_of_unreached(tx, kinds, delivery, now)


async def _end_sealed(tx: Tx, delivery: Delivery, now: datetime) -> None:
    """Looks like one that arrived: why a direct message cannot reach somebody would say who is meant."""
    await tx.execute(
        update(DeliveryRow)
        .where(*_ours(delivery))
        .values(
            state="sent",
            way="dm",
            attempts=delivery.attempts + 1,
            sent_at=now,
            ended_at=now,
            last_error=None,
            doubtful_since=None,
            lease_until=None,
            tell_staff_at=None,
        )
    )


async def hand_over(tx: Tx, delivery: Delivery, lane: Lane, now: datetime) -> None:
    """The other lane carries it, at once; that costs no attempt."""
    await tx.execute(
        update(DeliveryRow)
        .where(*_ours(delivery))
        .values(state="planned", lane=lane.name, due_at=now, lease_until=None)
    )


async def pause(tx: Tx, lane: Lane, until: datetime) -> None:
    """Nothing goes to people in this lane before ``until``: whatever can wait that long is moved there."""
    insert = insert_into(tx.dialect.name, CourierPauseRow)
    await tx.execute(
        insert.on_conflict_do_update(
            index_elements=["way"],
            set_={"until": insert.excluded.until},
            where=CourierPauseRow.until < insert.excluded.until,
        ),
        {"way": lane.way, "until": until},
    )
    await tx.execute(
        update(DeliveryRow)
        .where(
            IS_PLANNED,
            DeliveryRow.lane == lane.name,
            DeliveryRow.due_at < until,
            DeliveryRow.member_id.is_not(None),
            DeliveryRow.place.is_(None),
            or_(DeliveryRow.expires_at.is_(None), DeliveryRow.expires_at > until),
        )
        .values(due_at=until)
    )


async def _no_way_left(
    tx: Tx, kinds: Kinds, delivery: Delivery, verdict: Verdict, way: Way | None, now: datetime
) -> None:
    if not verdict.is_our_fault and (other := await other_way(tx, kinds, delivery, way, now)):
        if await _settle(tx, delivery, verdict, way, ended_at=now, tell_staff_at=None):
            await by_the_other_way(tx, kinds, delivery, other, now)
        return
    fallback = None if verdict.is_our_fault else await _fallback(tx, kinds, delivery, verdict)
    kind = kinds.get(delivery.kind)
    awaits_press = (
        delivery.member_id is not None
        and delivery.place is None
        and (kind is None or kind.mail_to is None)  # a code proves a mailbox: no press shows it
    )
    ended: dict[str, Any] = {"ended_at": now, "awaits_press": awaits_press}
    if fallback is not None and (fallback.mention or not awaits_press):
        ended |= {"awaits_press": False, "tell_staff_at": None}
    if not await _settle(tx, delivery, verdict, way, **ended):
        return
    if fallback is not None:
        await _follow_up(tx, kinds, delivery, fallback, now)
    elif delivery.place is not None and delivery.member_id is not None:
        await _let_the_original_wait(tx, delivery)
    elif verdict.is_too_late:
        await staff.tell_of_unreached(tx, kinds, delivery, now)


async def other_way(
    tx: Tx, kinds: Kinds, delivery: Delivery, way: Way | None, now: datetime
) -> PersonalWay | None:
    """The person's other way, where this one was the first that was tried."""
    kind = kinds.get(delivery.kind)
    if delivery.member_id is None or delivery.place is not None or delivery.via is not None:
        return None
    if kind is None or kind.mail_to is not None or not kinds.has_mail or way is None:
        return None
    try:
        person = await reaching.person(
            tx,
            delivery.community_id,
            delivery.member_id,
            kind.topic,
            delivery_id=delivery.id,
            has_mail=True,
            now=now,
        )
    except CourierError:
        return None
    return next((other for other in person.ways if other != way), None)


async def by_the_other_way(tx: Tx, kinds: Kinds, delivery: Delivery, way: PersonalWay, now: datetime) -> None:
    row = NewDelivery(
        community_id=delivery.community_id,
        kind=delivery.kind,
        subject=delivery.subject,
        due_at=now,
        dedupe_key=f"{delivery.nonce}>{way}",
        to_member=delivery.member_id,
        args=delivery.args,
        expires_at=delivery.expires_at,
        via=way,
    )
    more = {"parent_id": delivery.id, "tell_staff_at": delivery.tell_staff_at}
    await planning.write_one(tx, kinds, row, now, **more)


async def _fallback(tx: Tx, kinds: Kinds, delivery: Delivery, verdict: Verdict) -> Fallback | None:
    kind = kinds.get(delivery.kind)
    if delivery.place is not None:
        if verdict.reason != NO_THREAD or (kind is not None and kind.only_in_thread):
            return None
        return await _announcements(tx, kinds, delivery)
    if kind is None or kind.fallback is None or delivery.member_id is None:
        return None
    return await kind.fallback(tx, delivery)


async def _announcements(tx: Tx, kinds: Kinds, delivery: Delivery) -> Fallback | None:
    """What cannot stand in a thread stands where its card was announced."""
    assert delivery.place is not None
    subject = delivery.place.partition(":")[2]
    await cards.remember_thread(tx, delivery.community_id, subject, None)
    found = await tx.execute(
        select(DeliveryRow.place)
        .where(
            DeliveryRow.community_id == delivery.community_id,
            DeliveryRow.subject == subject,
            DeliveryRow.kind.in_(kinds.of_cards()),
        )
        .order_by(DeliveryRow.id.desc())
        .limit(1)
    )
    place = found.scalar_one_or_none()
    if place != STAFF:  # what is rehearsed before staff must not slip out to everyone
        channel_id = await _announce_channel(tx, delivery.community_id)
        place = channel(channel_id) if channel_id is not None else place
    if place is None:
        return None
    return Fallback(place, delivery.kind, mention=delivery.member_id is not None)


async def _announce_channel(tx: Tx, community_id: int) -> int | None:
    found = await tx.execute(select(CommunityRow.announce_channel_id).where(CommunityRow.id == community_id))
    return found.scalar_one_or_none()


async def _let_the_original_wait(tx: Tx, delivery: Delivery) -> None:
    """The public mention failed too: the words written for this person alone wait for the press."""
    parent_id = delivery.parent_id
    while parent_id is not None:
        found = await tx.execute(
            select(DeliveryRow.place, DeliveryRow.parent_id).where(DeliveryRow.id == parent_id)
        )
        parent = found.one()
        if parent.place is None:
            await tx.execute(update(DeliveryRow).where(DeliveryRow.id == parent_id).values(awaits_press=True))
            return
        parent_id = parent.parent_id


async def _follow_up(tx: Tx, kinds: Kinds, delivery: Delivery, fallback: Fallback, now: datetime) -> None:
    row = NewDelivery(
        community_id=delivery.community_id,
        kind=fallback.kind,
        subject=delivery.subject,
        due_at=now,
        dedupe_key=f"{delivery.nonce}>{fallback.place}",
        to_place=fallback.place,
        args=delivery.args,
        expires_at=delivery.expires_at,
    )
    more: dict[str, Any] = {"parent_id": delivery.id, "tell_staff_at": None}
    if fallback.mention:
        more |= {"member_id": delivery.member_id, "tell_staff_at": delivery.tell_staff_at}
    await planning.write_one(tx, kinds, row, now, **more)


async def _settle(tx: Tx, delivery: Delivery, verdict: Verdict, way: Way | None, **values: Any) -> bool:
    found = await tx.execute(
        update(DeliveryRow)
        .where(*_ours(delivery))
        .values(
            state=verdict.state,
            attempts=verdict.attempts,
            last_error=verdict.reason[:64],
            doubtful_since=verdict.doubtful_since,
            lease_until=None,
            way=way,
            **values,
        )
    )
    return found.rowcount == 1


def _ours(delivery: Delivery) -> tuple[ColumnElement[bool], ...]:
    """The lease is the fence: who overslept it changes nothing any more."""
    return (
        DeliveryRow.id == delivery.id,
        DeliveryRow.state == "sending",
        DeliveryRow.lease_until == delivery.lease_until,
    )
