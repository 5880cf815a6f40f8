"""Reading the mailbox: by the clock, and from the command line."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.clock import Clock
from bot.db import Database
from bot.i18n import Text, _
from bot.mailing.inbox.reading import read
from bot.mailing.returning import Outcome, ReturnedMail
from bot.members.models import CommunityRow
from bot.outbox.mail.keys import MailKeys
from bot.outbox.notice import STAFF, Delivery, Kind, NewDelivery, Notice
from bot.outbox.service import Outbox
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.mailing.mailbox import Mailbox, OpenMailbox, Unread

_log = logging.getLogger(__name__)

MOST_TAKEN = 50
"""Mails of one run; the next one follows in five minutes."""
FAILURES_BEFORE_TELLING = 3
MAILBOX_CLOSED = "mailbox_closed"


@dataclass(slots=True)
class Polled:
    """What one run found; ``faults``: mails over which something of ours broke, left unread."""

    counts: Counter[Outcome] = field(default_factory=Counter[Outcome])
    faults: int = 0


class MailPolling:
    """Reads the mailbox of IMAP_URL; without that setting it does nothing."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        outbox: Outbox,
        returned: ReturnedMail,
        settings: Settings,
        keys: MailKeys | None,
    ) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox
        self._returned = returned
        self._settings = settings
        self._keys = keys
        self._failures = 0
        title = _("The mailbox could not be read")
        outbox.register(Kind(MAILBOX_CLOSED, _compose, title=title))

    @property
    def is_set(self) -> bool:
        """Whether there is a mailbox to read, and the key without which nothing in it proves anything."""
        return self._settings.imap_url is not None and self._keys is not None

    async def poll(self) -> Polled:
        """Read up to 50 unread mails, each once. Raises `bot.mailing.mailbox.MailboxTrouble`."""
        polled = Polled()
        async with self._mailbox().open() as box:
            unread = await box.unread(self._clock())
            new = await self._returned.unknown([mail.key_hash for mail in unread])
            for mail in [each for each in unread if each.key_hash in new][:MOST_TAKEN]:
                await self._take(box, mail, polled)
        return polled

    async def poll_quietly(self) -> None:
        """For the scheduler: a mailbox that stays closed, or a fault of ours, is told to staff once a day."""
        if not self.is_set:
            return
        from bot.mailing.mailbox import MailboxTrouble

        try:
            polled = await self.poll()
        except MailboxTrouble as trouble:
            self._failures += 1
            _log.warning("the mailbox could not be read: %s", trouble.code)
            if trouble.code == "login" or self._failures >= FAILURES_BEFORE_TELLING:
                await self._tell_staff(trouble.code)
        else:
            self._failures = 0
            if polled.faults:
                await self._tell_staff("fault")

    async def _take(self, box: OpenMailbox, mail: Unread, polled: Polled) -> None:
        raw = await box.fetch(mail.uid)
        if raw is None:
            return
        assert self._keys is not None
        found = await asyncio.to_thread(read, raw, self._keys, own_address=self._settings.mail_from)
        try:
            outcome = await self._returned.take(mail.key_hash, found)
        except Exception as error:  # noqa: BLE001  (one mail must not stop the others; the next run tries again)
            polled.faults += 1
            # no traceback: the words of the mail could stand in the values
            _log.error("a mail could not be dealt with: %s (%s)", type(found).__name__, type(error).__name__)
            return
        polled.counts[outcome] += 1
        if outcome.is_done_with:
            await box.mark_read(mail.uid)

    def _mailbox(self) -> Mailbox:
        from bot.mailing.mailbox import Mailbox

        assert self._settings.imap_url is not None
        return Mailbox(self._settings.imap_url.get_secret_value())

    async def _tell_staff(self, code: str) -> None:
        now = self._clock()
        here = select(CommunityRow.id, CommunityRow.timezone).where(
            CommunityRow.set_up_at.is_not(None), CommunityRow.removed_at.is_(None)
        )
        async with self._db.transaction() as tx:
            rows = [
                NewDelivery(
                    community_id=row.id,
                    kind=MAILBOX_CLOSED,
                    subject=f"community:{row.id}",
                    to_place=STAFF,
                    args={"code": code},
                    due_at=now,
                    expires_at=now + timedelta(days=1),
                    dedupe_key=f"{MAILBOX_CLOSED}:{code}:{now.astimezone(ZoneInfo(row.timezone)).date()}",
                )
                for row in await tx.execute(here)
            ]
            await self._outbox.enqueue_many(tx, rows, now=now)


WHAT_IS_WRONG: dict[str, Text] = {
    "login": _("It does not accept name and password."),
    "tls": _("Its certificate is not accepted."),
    "connection": _("It cannot be reached."),
    "mailbox": _("It answered something unexpected."),
}
"""The codes of `bot.mailing.mailbox.MailboxTrouble` as sentences."""


async def _compose(_tx: object, delivery: Delivery, _now: datetime) -> Notice:
    code = delivery.args["code"]
    if code == "fault":
        return Notice(
            _("The bot made a mistake over a mail in the mailbox, so that mail stays unread."),
            (
                _("Please look into the mailbox yourselves. The bot tries it again every five minutes."),
                _("Please pass this word on to whoever runs the bot: {code}", code="mailbox_fault"),
            ),
        )
    return Notice(
        _("The mailbox cannot be read, so replies and returned mails stay in it."),
        (
            WHAT_IS_WRONG.get(code, WHAT_IS_WRONG["mailbox"]),
            _("Please pass this word on to whoever runs the bot: {code}", code=f"mailbox_{code}"),
            _("Until then please look into the mailbox yourselves. Nothing in it is lost."),
        ),
    )
