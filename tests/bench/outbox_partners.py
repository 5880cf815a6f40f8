"""What the outbox is measured against: the same rows in the same tables, by hand, with the standard library."""

from __future__ import annotations

import sqlite3

import aiosqlite

from tests.bench.rsvp_partners import PRAGMAS

INDEXED = "SELECT min(due_at) FROM deliveries WHERE state = 'planned'"


class RawOutbox:
    """sqlite3, synchronous: claims of 20, and one commit for every row that was sent."""

    def __init__(self, file: str) -> None:
        self.connection = sqlite3.connect(file, isolation_level=None)
        for pragma in PRAGMAS:
            self.connection.execute(f"PRAGMA {pragma}")

    def drain(self, now: str, lease: str) -> int:
        run, done = self.connection.execute, 0
        while claimed := run(
            """
            UPDATE deliveries SET state = 'sending', lease_until = ?
            WHERE id IN (
                SELECT id FROM deliveries WHERE state = 'planned' AND due_at <= ? ORDER BY due_at LIMIT 20
            )
            RETURNING id, community_id, kind, subject, args, member_id, due_at, expires_at, attempts
            """,
            (lease, now),
        ).fetchall():
            for row in claimed:
                run("BEGIN IMMEDIATE")
                run(
                    """
                    UPDATE deliveries
                    SET state = 'sent', way = 'dm', sent_at = ?, ended_at = ?, attempts = attempts + 1,
                        lease_until = NULL, channel_id = 1, message_id = 2
                    WHERE id = ? AND state = 'sending'
                    """,
                    (now, now, row[0]),
                )
                run("COMMIT")
            done += len(claimed)
        return done

    def look(self) -> object:
        return self.connection.execute(INDEXED).fetchone()

    def close(self) -> None:
        self.connection.close()


class ThreadedLook:
    """The same SELECT by way of aiosqlite, which is how the bot reaches a database without blocking."""

    def __init__(self, file: str) -> None:
        self._connecting = aiosqlite.connect(file, isolation_level=None)

    async def open(self) -> None:
        self.connection = await self._connecting

    async def look(self) -> object:
        async with self.connection.execute(INDEXED) as cursor:
            return await cursor.fetchone()

    async def close(self) -> None:
        await self.connection.close()
