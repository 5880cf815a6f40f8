"""Making a due delivery ready: is it still true, is it still wanted, which way, which address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.db import Database, Tx
from bot.errors import UserError
from bot.members.wish_rules import PersonalWay, Topic
from bot.outbox import addresses, cards, discreet, reaching
from bot.outbox.couriers import Address, NotYet, ToMail, ToPerson, WayClosed
from bot.outbox.kinds import Kinds
from bot.outbox.lane_rules import MAIL, Lane, lane_of
from bot.outbox.notice import Delivery, Kind, Notice, ResolveMail, Way
from bot.outbox.rules import State


class Over(Exception):
    """The delivery ends without a send: expired, no longer true, no longer wanted, or of no known kind."""

    def __init__(self, state: State, reason: str) -> None:
        super().__init__(reason)
        self.state: State = state
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything a courier needs. ``revision`` is the card's, read before the facts were."""

    kind: Kind
    notice: Notice
    address: Address
    revision: int = 0
    thread_of: str | None = None

    @property
    def way(self) -> Way:
        if isinstance(self.address, ToMail):
            return "mail"
        return "dm" if isinstance(self.address, ToPerson) else "place"


class OtherLane(Exception):
    """Not an end: the way that the person wishes is carried by the other lane."""

    def __init__(self, lane: Lane) -> None:
        super().__init__(lane.name)
        self.lane = lane


async def prepare(db: Database, kinds: Kinds, delivery: Delivery, lane: Lane, now: datetime) -> Ready:
    """Compose from the facts of this moment; raises `Over`, `OtherLane` or a `CourierError`."""
    if delivery.expires_at is not None and delivery.expires_at <= now:
        raise Over("expired", "expired")
    kind = kinds.get(delivery.kind)
    if kind is None:
        raise Over("failed", f"unknown_kind:{delivery.kind}")
    async with db.reading() as tx:
        revision = (
            await cards.wanted_revision(tx, delivery.community_id, delivery.subject) if kind.card else 0
        )
        try:
            notice = await kind.compose(tx, delivery, now)
        except UserError as no:  # what it is about is gone, or a rule forbids it by now
            raise Over("cancelled", type(no).__name__) from no
        if notice is None:
            raise Over("cancelled", "no_longer_true")
        if delivery.place is None:
            return await _to_person(tx, kinds, kind, delivery, notice, lane, now)
        place = await addresses.place(tx, kinds, delivery, kind, notice, now)
        thread_of = delivery.place.partition(":")[2] if place.under_message_id is not None else None
        return Ready(kind, notice, place, revision, thread_of)


async def _to_person(
    tx: Tx, kinds: Kinds, kind: Kind, delivery: Delivery, notice: Notice, lane: Lane, now: datetime
) -> Ready:
    if kind.mail_to is not None:
        return Ready(kind, notice, await _unconfirmed(tx, kinds, kind.mail_to, delivery, lane))
    person = await _person(tx, kinds, kind, delivery, now)
    way = _way_of(person, kind, delivery)
    if lane_of(way) is not lane:
        raise OtherLane(lane_of(way))
    _check_hours(person, kind, delivery, now)
    address = person.mail if way == "mail" else person.dm
    assert address is not None
    hides = notice.is_discreet or person.hides_subjects
    if isinstance(address, ToMail):
        return Ready(kind, notice, replace(address, hides_subject=hides))
    return Ready(kind, discreet.cover(delivery.id) if hides else notice, address)


async def _person(tx: Tx, kinds: Kinds, kind: Kind, delivery: Delivery, now: datetime) -> reaching.Person:
    if delivery.sealed is not None:
        resolve = kinds.sealed(delivery.sealed)
        account_id = await resolve(tx, delivery.sealed) if resolve else None
        if account_id is None:
            raise Over("cancelled", "nobody")
        return await reaching.sealed(tx, delivery.community_id, account_id)
    if delivery.member_id is None:
        raise Over("cancelled", "nobody")
    return await reaching.person(
        tx,
        delivery.community_id,
        delivery.member_id,
        kind.topic,
        delivery_id=delivery.id,
        has_mail=kinds.has_mail,
        now=now,
    )


def _way_of(person: reaching.Person, kind: Kind, delivery: Delivery) -> PersonalWay:
    """The way to take now. Raises `Over` where it is not wanted, `WayClosed` where there is none."""
    if person.is_declined:
        raise Over("cancelled", "not_wanted")
    for way in person.ways:
        if delivery.via in (None, way):
            return way
    if kind.optional and delivery.sealed is None and (not person.has_account or not person.wants_dm):
        raise Over("cancelled", "no_dm_wanted" if person.has_account else "no_consent")
    if delivery.via is not None and kind.optional:
        raise Over("cancelled", f"no_{delivery.via}")
    if delivery.via is not None:
        raise WayClosed(f"no_{delivery.via}")
    raise WayClosed("no_dm_wanted" if person.has_account else "no_account")


def _check_hours(person: reaching.Person, kind: Kind, delivery: Delivery, now: datetime) -> None:
    """What does not concern one's own seat waits for the end of the quiet hours, where that is in time."""
    if kind.topic is Topic.CHANGES or delivery.sealed is not None:
        return
    window = person.quiet.around(now, person.tz)
    if window is None or (delivery.expires_at is not None and window[1] >= delivery.expires_at):
        return
    raise NotYet("quiet_hours", retry_after=(window[1] - now).total_seconds())


async def _unconfirmed(tx: Tx, kinds: Kinds, mail_to: ResolveMail, delivery: Delivery, lane: Lane) -> ToMail:
    if not kinds.has_mail:
        raise WayClosed("no_mail")
    mail_address = await mail_to(tx, delivery)
    if mail_address is None or delivery.member_id is None:
        raise Over("cancelled", "nobody")
    if lane is not MAIL:
        raise OtherLane(MAIL)
    return await reaching.unconfirmed(
        tx, delivery.community_id, delivery.member_id, delivery.id, mail_address
    )
