"""The outbox with both lanes: people with wishes and consent, a courier for each lane."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from bot.db import Database
from bot.i18n import _
from bot.members.models import MailSubscriptionRow, MemberWayRow, MemberWishRow
from bot.members.wish_rules import Topic
from bot.outbox.couriers import Address, ToMail, ToPlace
from bot.outbox.dispatcher import Dispatcher
from bot.outbox.lane_rules import MAIL
from bot.outbox.notice import Kind, Notice, Receipt
from bot.outbox.pacing import NewDms, Pacer
from tests.bot.outbox.stage import HUB, START, Stage


@dataclass
class RecordingMail:
    """A mail courier that keeps what it is given; ``troubles`` are raised first, None lets one through."""

    troubles: list[Exception | None] = field(default_factory=list)
    always: Exception | None = None
    sent: list[tuple[ToMail, Notice]] = field(default_factory=list)

    async def send(self, address: Address, notice: Notice, *, nonce: str) -> Receipt | None:
        trouble = self.troubles.pop(0) if self.troubles else self.always
        if trouble is not None:
            raise trouble
        assert isinstance(address, ToMail)
        self.sent.append((address, notice))

    async def edit(self, place: ToPlace, message_id: int, notice: Notice) -> None:
        raise AssertionError("a mail cannot be edited")

    async def remove(self, place: ToPlace, message_id: int, notice: Notice) -> None:
        raise AssertionError("a mail cannot be taken away")


class MailStage(Stage):
    """A `Stage` with a mail server, and with kinds of each topic."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self.outbox.kinds.has_mail = True
        self.outbox.register(
            Kind("eve", self._letter, optional=True, topic=Topic.REMINDERS),
            Kind("weekly", self._letter, optional=True, topic=Topic.DIGEST, resend_in_doubt=False),
            Kind("asks", self._letter, title=_("Letter"), mail_to=self._asked),
        )
        self.mail = RecordingMail()
        self.mail_dispatcher = self.second_mail_dispatcher(self.mail)

    def second_mail_dispatcher(self, courier: RecordingMail) -> Dispatcher:
        return Dispatcher(
            self.db,
            self.outbox,
            {"mail": courier},
            self.clock,
            pacer=Pacer(100_000),
            new_dms=NewDms(1e12),
            dice=random.Random(7),
            lane=MAIL,
        )

    async def both(self) -> None:
        """Both lanes until nothing is due in either."""
        while await self.dispatcher.tick() + await self.mail_dispatcher.tick():
            pass

    async def reader(self, user: int | None, *, consent: str = "confirmed", **values: Any) -> int:
        """A member with a mail address; ``suspended_until`` belongs to the consent."""
        suspended_until = values.pop("suspended_until", None)
        member_id = await self.member(HUB, user, mail_address=f"{user or 'guest'}@mail.example", **values)  # type: ignore[arg-type]
        async with self.db.transaction() as tx:
            await tx.execute(
                insert(MailSubscriptionRow).values(
                    member_id=member_id,
                    community_id=HUB,
                    state=consent,
                    source="discord",
                    text_version=1,
                    asked_at=START,
                    suspended_until=suspended_until,
                )
            )
        return member_id

    async def wish(self, member_id: int, topic: Topic, via: str) -> None:
        async with self.db.transaction() as tx:
            await tx.execute(
                insert(MemberWayRow).values(member_id=member_id, topic=topic.value, via=via, community_id=HUB)
            )

    async def quiet(self, member_id: int, starts: str, ends: str) -> None:
        async with self.db.transaction() as tx:
            await tx.execute(
                insert(MemberWishRow).values(
                    member_id=member_id, community_id=HUB, leads_off=[], quiet_from=starts, quiet_until=ends
                )
            )

    async def consent(self, member_id: int) -> Any:
        async with self.db.reading() as tx:
            found = await tx.execute(
                select(MailSubscriptionRow.__table__).where(MailSubscriptionRow.member_id == member_id)
            )
            return found.one()

    async def _asked(self, _tx: Any, _delivery: Any) -> str | None:
        return self.facts.get("asked", "asked@mail.example")


def at(hour: int, minute: int = 0) -> datetime:
    """An hour (UTC) of the day on which the stage begins."""
    return START.replace(hour=hour, minute=minute)
