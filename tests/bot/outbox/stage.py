"""A community, its people, kinds of notices whose truth a test decides, and a courier that can misbehave."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from bot.clock import Hands
from bot.db import Database, Tx
from bot.i18n import Text, _
from bot.members.models import CommunityRow, MemberRow
from bot.outbox.couriers import Address, ToMail, ToPlace
from bot.outbox.dispatcher import Dispatcher
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Delivery, Fallback, Kind, Notice, Receipt, thread_of
from bot.outbox.pacing import NewDms, Pacer
from bot.outbox.service import Outbox

START = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
HUB, OTHER = 100_000_000_000_000_001, 100_000_000_000_000_002
ANNOUNCE, STAFF_ROOM = 500_000_000_000_000_001, 500_000_000_000_000_002
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Sent:
    address: Address
    notice: Notice
    nonce: str


@dataclass
class RecordingCourier:
    """Keeps what it is given; ``troubles`` are raised first, one per call, ``None`` lets one through."""

    troubles: list[Exception | None] = field(default_factory=list)
    always: Exception | None = None
    sent: list[Sent] = field(default_factory=list)
    edits: list[tuple[ToPlace, int, Notice]] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    tries: int = 0
    taken: asyncio.Event = field(default_factory=asyncio.Event)
    silence: asyncio.Event | None = None
    thread_id: int | None = None

    async def send(self, address: Address, notice: Notice, *, nonce: str) -> Receipt:
        self._stumble()
        self.sent.append(Sent(address, notice, nonce))
        self.taken.set()
        if self.silence is not None:
            await self.silence.wait()
        assert not isinstance(address, ToMail)
        channel_id = address.channel_id if isinstance(address, ToPlace) else 9_000 + address.discord_user_id
        return Receipt(channel_id, 70_000 + len(self.sent), self.thread_id)

    async def remove(self, place: ToPlace, message_id: int, notice: Notice) -> None:
        self._stumble()
        self.removed.append(message_id)

    async def edit(self, place: ToPlace, message_id: int, notice: Notice) -> None:
        self._stumble()
        self.edits.append((place, message_id, notice))

    def _stumble(self) -> None:
        self.tries += 1
        trouble = self.troubles.pop(0) if self.troubles else self.always
        if trouble is not None:
            raise trouble


class Stage:
    """Everything a test of the outbox touches. ``facts`` is what the composers find to be true."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.clock = Hands(START)
        self.courier = RecordingCourier()
        self.outbox = Outbox(db, self.clock)
        self.facts: dict[str, Any] = {"true": True}
        self.hooked: list[int] = []
        self.outbox.register(
            Kind("letter", self._letter, title=_("Letter")),
            Kind("reminder", self._letter, optional=True),
            Kind("seat", self._letter, title=_("A seat"), tell_staff_after_minutes=10, on_sent=self._on_sent),
            Kind("seat_or_thread", self._letter, tell_staff_after_minutes=10, fallback=self._to_thread),
            Kind("public", self._letter),
            Kind("card", self._letter, card=True),
            Kind("broken", self._broken),
        )
        self.outbox.register_card("event", self._card)
        self.dispatcher = self.second_dispatcher(self.courier)

    def second_dispatcher(self, courier: RecordingCourier, *, new_dms: float = 1e12) -> Dispatcher:
        return Dispatcher(
            self.db,
            self.outbox,
            {"discord": courier},
            self.clock,
            pacer=Pacer(100_000),
            new_dms=NewDms(new_dms),
            dice=random.Random(7),
        )

    def later(self, **by: float) -> None:
        """Move the clock."""
        self.clock.move(timedelta(**by))

    async def found(self) -> None:
        """Two communities with one member each."""
        async with self.db.transaction() as tx:
            for community_id in (HUB, OTHER):
                await tx.execute(
                    insert(CommunityRow).values(
                        id=community_id,
                        name="みどり市の集い",
                        announce_channel_id=ANNOUNCE,
                        staff_channel_id=STAFF_ROOM,
                        created_at=START,
                    )
                )
        self.anna = await self.member(HUB, 1)
        self.other = await self.member(OTHER, 1)

    async def member(self, community_id: int, user: int, **values: Any) -> int:
        async with self.db.transaction() as tx:
            found = await tx.execute(
                insert(MemberRow)
                .values(community_id=community_id, discord_user_id=user, created_at=START, **values)
                .returning(MemberRow.id)
            )
            return found.scalar_one()

    async def plan(self, kind: str = "letter", **values: Any) -> int:
        """Enqueue a notice, by default to Anna and due now; its id."""
        values = {
            "community_id": HUB,
            "subject": "event:12",
            "args": {"event_id": 12},
            "due_at": self.clock(),
            "dedupe_key": f"{kind}:{random.random()}",
            "now": self.clock(),
        } | values
        if not {"to_member", "to_place", "to_sealed"} & set(values):
            values["to_member"] = self.anna
        async with self.db.transaction() as tx:
            delivery_id = await self.outbox.enqueue(tx, kind=kind, **values)
        assert delivery_id is not None
        return delivery_id

    async def row(self, delivery_id: int) -> Any:
        async with self.db.reading() as tx:
            found = await tx.execute(select(DeliveryRow.__table__).where(DeliveryRow.id == delivery_id))
            return found.one()

    async def rows(self, **where: Any) -> list[Any]:
        async with self.db.reading() as tx:
            found = await tx.execute(
                select(DeliveryRow.__table__).filter_by(**where).order_by(DeliveryRow.id)
            )
            return list(found)

    async def touch(self, revision: int, subject: str = "event:12") -> None:
        async with self.db.transaction() as tx:
            await self.outbox.touch(tx, HUB, subject, revision)

    async def posting(self, subject: str = "event:12", community_id: int = HUB) -> Any:
        async with self.db.reading() as tx:
            return await self.outbox.posting_of(tx, community_id, subject)

    async def _letter(self, _tx: Tx, delivery: Delivery, _now: datetime) -> Notice | None:
        return Notice(typed(f"{delivery.kind} {delivery.id}")) if self.facts["true"] else None

    async def _card(self, _tx: Tx, _community_id: int, subject: str, _now: datetime) -> Notice | None:
        return Notice(typed(f"{subject}: {self.facts.get('seats', 0)}"))

    async def _broken(self, _tx: Tx, _delivery: Delivery, _now: datetime) -> Notice | None:
        raise RuntimeError("かきつばた")

    async def _on_sent(self, _tx: Tx, delivery: Delivery, _receipt: Receipt, _now: datetime) -> None:
        self.hooked.append(delivery.id)
        if self.facts.get("hook_breaks"):
            raise RuntimeError

    async def _to_thread(self, _tx: Tx, delivery: Delivery) -> Fallback | None:
        mention = self.facts.get("mention")
        return None if mention is None else Fallback(thread_of(delivery.subject), "public", mention=mention)


def typed(words: str) -> Text:
    return Text("{words}", {"words": words})
