"""The room of mailing: wishes, consent, and who is asked."""

from __future__ import annotations

from bot.clock import Clock
from bot.db import Database
from bot.mailing.guests import MailGuests
from bot.mailing.opt_in import OptIn
from bot.mailing.wishes import WishBook
from bot.members.service import Members
from bot.outbox.mail.keys import MailKeys
from bot.outbox.service import Outbox


class Mailing:
    """Its use cases, by what they are about."""

    def __init__(
        self, db: Database, clock: Clock, members: Members, outbox: Outbox, keys: MailKeys | None
    ) -> None:
        self.wishes = WishBook(db, clock, members)
        self.opt_in = OptIn(db, clock, members, outbox, keys)
        self.guests = MailGuests(db, clock, outbox)
