"""A community whose mail comes back: short words for the tests of what happens then."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import func, insert, select, update

from bot.clock import Hands
from bot.events.on_behalf import Account, Act, WhenFull
from bot.events.rules import Event, Mode
from bot.hub import Hub, build_hub
from bot.mailing.inbox.reading import read
from bot.mailing.models import MailAnswerRow, MailBounceRow
from bot.mailing.returning import Outcome
from bot.members import subscriptions
from bot.members.models import MailSubscriptionRow, MemberRow
from bot.outbox.mail.keys import MailKeys
from bot.outbox.models import DeliveryRow
from bot.settings import Settings
from tests.conftest import SEED_KEY
from tests.kit.meetings import NOON, Meetings
from tests.kit.returned import HUB, returned_mail

HARU = "haru@people.example"
STAFF = Account(91, "事務局 あおい")
KEYS = MailKeys(SEED_KEY)


def mail_settings(database_url: str, **more: Any) -> Settings:
    """With a mail server that nobody asks in these tests."""
    values = {"smtp_url": SecretStr("smtp://127.0.0.1:9"), "mail_from": HUB} | more
    return Settings(database_url=database_url, seed_key=SecretStr(SEED_KEY), **values)


@dataclass
class Post:
    meetings: Meetings
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def community_id(self) -> int:
        return self.meetings.community_id

    @property
    def hub(self) -> Hub:
        return self.meetings.hub

    @property
    def hands(self) -> Hands:
        return self.meetings.hands

    async def guest(
        self, address: str | None = HARU, consent: str | None = "confirmed", account: int | None = None
    ) -> int:
        """Somebody with mail, and perhaps with Discord; their member id."""
        now = self.hands()
        async with self.hub.db.transaction() as tx:
            found = await tx.execute(
                insert(MemberRow)
                .values(
                    community_id=self.community_id,
                    display_name="はる",
                    mail_address=address,
                    discord_user_id=account,
                    wants_dm=account is not None,
                    created_at=now,
                )
                .returning(MemberRow.id)
            )
            member_id = found.scalar_one()
            if consent is not None:
                await subscriptions.ask(tx, self.community_id, member_id, "staff", now)
            if consent == "confirmed":
                await subscriptions.confirm(tx, self.community_id, member_id, now)
        return member_id

    async def mailed(self, member_id: int, subject: str | None = None, **values: Any) -> int:
        """A notice that went out by mail and counts as sent; the delivery's id."""
        now = self.hands()
        number = next(self.numbers)
        columns = {
            "community_id": self.community_id, "kind": "event.receipt", "member_id": member_id,
            "subject": subject or "community:1", "due_at": now, "dedupe_key": f"mailed:{number}",
            "state": "sent", "lane": "mail", "way": "mail", "sent_at": now, "ended_at": now, "attempts": 1,
            "awaits_press": False, "created_at": now,
        }  # fmt: skip
        async with self.hub.db.transaction() as tx:
            query = insert(DeliveryRow).values(columns | values).returning(DeliveryRow.id)
            return (await tx.execute(query)).scalar_one()

    async def comes_back(
        self, name: str, delivery_id: int = 0, *, key: str | None = None, **more: Any
    ) -> Outcome:
        """One of the mails of tests/data/mail about this delivery; ``key`` makes it the same one again."""
        raw = returned_mail(name, KEYS, delivery_id, **more)
        found = read(raw, KEYS, own_address=HUB)
        return await self.hub.returned_mail.take(key or f"key {next(self.numbers)}", found)

    async def delivery(self, delivery_id: int) -> Any:
        async with self.hub.db.reading() as tx:
            query = select(DeliveryRow.__table__).where(DeliveryRow.id == delivery_id)
            return (await tx.execute(query)).one()

    async def consent(self, member_id: int) -> str:
        async with self.hub.db.reading() as tx:
            query = select(MailSubscriptionRow.state).where(MailSubscriptionRow.member_id == member_id)
            return await tx.scalar(query) or ""

    async def rests_until(self, member_id: int) -> Any:
        async with self.hub.db.reading() as tx:
            query = select(MailSubscriptionRow.suspended_until)
            return await tx.scalar(query.where(MailSubscriptionRow.member_id == member_id))

    async def bounces(self) -> int:
        async with self.hub.db.reading() as tx:
            return await tx.scalar(select(func.count()).select_from(MailBounceRow)) or 0

    async def open_answers(self) -> list[tuple[int, str | None, str | None, bool]]:
        """Member, subject, choice and whether it is proven, of what waits for the office."""
        query = select(
            MailAnswerRow.member_id, MailAnswerRow.subject, MailAnswerRow.choice, MailAnswerRow.is_proven
        )
        async with self.hub.db.reading() as tx:
            rows = await tx.execute(query.where(MailAnswerRow.ended_at.is_(None)).order_by(MailAnswerRow.id))
            return [(row.member_id, row.subject, row.choice, row.is_proven) for row in rows]

    async def planned(self, kind: str) -> list[Any]:
        async with self.hub.db.reading() as tx:
            query = select(DeliveryRow.__table__).where(DeliveryRow.kind == kind).order_by(DeliveryRow.id)
            return list((await tx.execute(query)).all())

    async def seat(self, event: Event, member_id: int, mode: Mode = Mode.VENUE) -> None:
        """A seat for somebody without Discord, as staff give it."""
        acts, now = self.hub.on_behalf, self.hands()
        async with self.hub.db.transaction() as tx:
            locked = await acts.open_in(tx, self.community_id, event.id, now)
            await acts.place_in(
                tx, locked, STAFF, member_id, mode, Act.ADDED, party=1, when_full=WhenFull.QUEUE, now=now
            )

    async def set_calendar_uid(self, event: Event, uid: str) -> None:
        """The mails of tests/data/mail speak of the entry ``event-1@socialhub-bot``."""
        from bot.events.models import EventRow

        async with self.hub.db.transaction() as tx:
            await tx.execute(update(EventRow).where(EventRow.id == event.id).values(calendar_uid=uid))

    def later(self, **time: float) -> None:
        self.hands.move(timedelta(**time))


async def post_on(database_url: str, **more: Any) -> Post:
    """A hub on a database that has its tables; close ``.hub`` afterwards."""
    hands = Hands(NOON)
    made = Post(Meetings(build_hub(mail_settings(database_url, **more), clock=hands), hands))
    await made.meetings.set_up()
    return made
