"""What is sent to many: the week in one message, and what the office writes to all."""

from __future__ import annotations

from bot.clock import Clock
from bot.db import Database
from bot.mailing.broadcasts import Broadcasts
from bot.mailing.digest import Digests
from bot.members.service import Members
from bot.outbox.service import Outbox


class MailingToMany:
    """All its use cases."""

    def __init__(self, db: Database, clock: Clock, members: Members, outbox: Outbox) -> None:
        self.digests = Digests(db, clock, outbox)
        self.broadcasts = Broadcasts(db, clock, members, outbox)
