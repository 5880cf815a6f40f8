"""A database that SQLite refuses to write for a while, as on a disk that became read-only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.db import Database


@asynccontextmanager
async def read_only(db: Database) -> AsyncIterator[None]:
    """Until the block ends, every write transaction on SQLite fails with SQLITE_READONLY at its begin."""
    await _query_only(db, "ON")
    try:
        yield
    finally:
        await _query_only(db, "OFF")


async def _query_only(db: Database, value: str) -> None:
    async with db._writer.execution_options(without_begin=True).connect() as connection:
        await connection.exec_driver_sql(f"PRAGMA query_only = {value}")
