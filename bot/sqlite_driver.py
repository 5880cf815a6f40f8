"""aiosqlite with one trip to its thread for a statement instead of four.

SQLAlchemy's adapter opens a cursor, executes, fetches everything and closes, and waits for the thread of the
connection each time (about 0.07 ms). Here a whole statement is one job of that thread: an answer to a meeting
takes half the time. Everything else is aiosqlite's own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self

import aiosqlite

Statement = Callable[[sqlite3.Cursor], object]


class WholeCursor:
    """What one statement gave, fetched completely; only executing it goes to the thread."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        return await self._run(lambda cursor: cursor.execute(sql, parameters))

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> Self:
        return await self._run(lambda cursor: cursor.executemany(sql, parameters))

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []

    async def _run(self, statement: Statement) -> Self:
        self.description, self.rowcount, self.lastrowid, self._rows = await self._connection.run(statement)
        return self


class Connection(aiosqlite.Connection):
    """A connection whose cursors are `WholeCursor`."""

    def cursor(self) -> Any:  # a plain call here; aiosqlite's own is a trip to the thread already
        return WholeCursor(self)

    async def run(self, statement: Statement) -> tuple[Any, int, int | None, list[Any]]:
        """Execute in the thread; description, row count, last row id and all rows."""
        return await self._execute(self._whole, statement)

    def _whole(self, statement: Statement) -> tuple[Any, int, int | None, list[Any]]:
        cursor = self._conn.cursor()
        try:
            statement(cursor)
            rows = cursor.fetchall() if cursor.description else []
            return cursor.description, cursor.rowcount, cursor.lastrowid, rows
        finally:
            cursor.close()


async def connect(file: str) -> Connection:
    """An open connection, for `sqlalchemy.create_async_engine(async_creator=…)`."""
    connection = Connection(lambda: sqlite3.connect(file, check_same_thread=False), iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001  (as SQLAlchemy does to the connections it opens)
    await connection
    return connection
