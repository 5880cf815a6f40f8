"""Leaving by the link in a mail: the token is all that is known of whoever presses."""

from __future__ import annotations

from bot.clock import Clock
from bot.db import Database
from bot.members import subscriptions
from bot.outbox import tokens


class Leaving:
    """One token, one person, one press; nothing else is asked."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def knows(self, token: str) -> bool:
        """Whether a mail of ours held this token. Changes nothing."""
        async with self._db.reading() as tx:
            return await tokens.owner_of(tx, token) is not None

    async def leave(self, token: str) -> bool:
        """No mail any more to whoever got this token, at once; False for any other text."""
        async with self._db.transaction() as tx:
            owner = await tokens.owner_of(tx, token)
            if owner is None:
                return False
            await subscriptions.leave(tx, *owner, self._clock())
            return True
