"""How long mailing keeps what passed through it; the daily job of `bot.retention` calls this."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from bot.clock import Clock
from bot.db import Database
from bot.mailing.models import BroadcastRow, MailAnswerRow, MailBounceRow, MailCodeRow, MailSeenRow
from bot.outbox.models import MailTokenRow

CODES_KEPT = timedelta(hours=48)
"""As long as a code is valid: an address that nobody confirmed is deleted then."""
TOKENS_KEPT = timedelta(days=365)
"""So old a mail may be from which somebody leaves with one press."""
RETURNED_KEPT = timedelta(days=90)
BROADCASTS_KEPT = timedelta(days=365)


class MailKeeping:
    """Forgets, once a day."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def forget_codes(self) -> int:
        """Unconfirmed addresses; how many it were."""
        return await self._forget((MailCodeRow, MailCodeRow.made_at), kept=CODES_KEPT)

    async def forget_tokens(self) -> int:
        """How many mails can no longer be used to leave."""
        return await self._forget((MailTokenRow, MailTokenRow.issued_at), kept=TOKENS_KEPT)

    async def forget_returned(self) -> int:
        """Bounces, answers and what was read in the mailbox."""
        return await self._forget(
            (MailBounceRow, MailBounceRow.at),
            (MailAnswerRow, MailAnswerRow.received_at),
            (MailSeenRow, MailSeenRow.seen_at),
            kept=RETURNED_KEPT,
        )

    async def forget_broadcasts(self) -> int:
        """Messages to many, with their texts."""
        return await self._forget((BroadcastRow, BroadcastRow.changed_at), kept=BROADCASTS_KEPT)

    async def _forget(self, *tables: tuple[Any, Any], kept: timedelta) -> int:
        before = self._clock() - kept
        async with self._db.transaction() as tx:
            gone = [await tx.execute(delete(table).where(moment <= before)) for table, moment in tables]
        return sum(each.rowcount for each in gone)
