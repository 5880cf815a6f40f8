"""The mail lane as it runs: the real dispatcher and courier between a database and a mail server."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.members.wish_rules import Topic
from bot.outbox.dispatcher import Dispatcher
from bot.outbox.lane_rules import MAIL
from bot.outbox.mail.courier import MailCourier
from bot.outbox.pacing import NewDms, Pacer
from tests.bot.outbox.mail.post import KEYS, courier_to, read
from tests.bot.outbox.mail_stage import MailStage
from tests.kit.mail_server import MailServer


class MailLane(MailStage):
    """A `MailStage` whose mails really leave. ``reader_id`` has an account and wishes mail for everything."""

    def __init__(self, db: Database, server: MailServer, **more: Any) -> None:
        super().__init__(db)
        self.server = server
        self.post = courier_to(server, self.clock, **more)
        self.mail_dispatcher = self.lane_with(self.post)

    async def open(self) -> None:
        await self.found()
        self.reader_id = await self.reader(21)
        for topic in (Topic.CHANGES, Topic.REMINDERS, Topic.DIGEST):
            await self.wish(self.reader_id, topic, "mail")

    def lane_with(self, courier: MailCourier, *, clock: Clock | None = None) -> Dispatcher:
        return Dispatcher(
            self.db,
            self.outbox,
            {"mail": courier},
            clock or self.clock,
            pacer=Pacer(100_000),
            new_dms=NewDms(1e12),
            dice=random.Random(7),
            lane=MAIL,
        )

    async def mail_to_reader(self, kind: str = "letter", **more: Any) -> int:
        """A planned mail that is in the mail lane already, as a tick of the other lane leaves it."""
        delivery_id = await self.plan(kind, to_member=self.reader_id, **more)
        await self.dispatcher.tick()
        return delivery_id

    def arrivals(self) -> Counter[int | None]:
        """How often each delivery has arrived, by its Message-ID."""
        return Counter(KEYS.read_message_id(read(kept.content)["Message-ID"]) for kept in self.server.kept)
