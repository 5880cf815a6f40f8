"""Making a due delivery ready: is it still true, is it still wanted, which way, which address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.db import Database, Tx
from bot.errors import UserError
from bot.outbox import addresses, cards, discreet
from bot.outbox.couriers import Address, ToPerson, WayClosed
from bot.outbox.kinds import Kinds
from bot.outbox.notice import Delivery, Kind, Notice, Way
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
        return "dm" if isinstance(self.address, ToPerson) else "place"


async def prepare(db: Database, kinds: Kinds, delivery: Delivery, now: datetime) -> Ready:
    """Compose from the facts of this moment; raises `Over` or a `CourierError`."""
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
            person = await _person(tx, kinds, kind, delivery)
            if notice.is_discreet or person.hides_subjects:
                notice = discreet.cover(delivery.id)
            return Ready(kind, notice, person.address)
        place = await addresses.place(tx, kinds, delivery, kind, notice, now)
        thread_of = delivery.place.partition(":")[2] if place.under_message_id is not None else None
        return Ready(kind, notice, place, revision, thread_of)


async def _person(tx: Tx, kinds: Kinds, kind: Kind, delivery: Delivery) -> addresses.Person:
    if delivery.sealed is not None:
        resolve = kinds.sealed(delivery.sealed)
        account_id = await resolve(tx, delivery.sealed) if resolve else None
        if account_id is None:
            raise Over("cancelled", "nobody")
        person = await addresses.sealed(tx, delivery.community_id, account_id)
    elif delivery.member_id is None:
        raise Over("cancelled", "nobody")
    else:
        person = await addresses.person(tx, delivery.community_id, delivery.member_id)
    if not person.wants_dm:
        if kind.optional and delivery.sealed is None:
            raise Over("cancelled", "no_dm_wanted")
        raise WayClosed("no_dm_wanted")
    return person
