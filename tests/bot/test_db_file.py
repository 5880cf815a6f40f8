"""The SQLite file under pressure: who may write, a full disk, and an end that leaves nothing behind."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError

from bot.db import Database
from bot.members.models import CommunityRow

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


async def pragma(db: Database, name: str, *, writing: bool) -> object:
    async with db.transaction() if writing else db.reading() as tx:
        return (await tx.exec_driver_sql(f"PRAGMA {name}")).scalar_one()


async def community(db: Database, number: int, name: str = "みなと市民ハブ") -> None:
    async with db.transaction() as tx:
        await tx.execute(insert(CommunityRow).values(id=number, name=name, created_at=NOW))


async def test_writers_stand_in_one_line_and_readers_go_past_them(sqlite_database: Database) -> None:
    """One writing connection, and a begin that takes the lock: what was read inside is still true at the end."""
    async with sqlite_database.transaction() as tx:
        await tx.execute(insert(CommunityRow).values(id=1, name="x", created_at=NOW))
        second = asyncio.create_task(community(sqlite_database, 2))
        async with sqlite_database.reading() as other:
            assert (await other.execute(select(CommunityRow.id))).all() == []
        assert not second.done()
    await second
    async with sqlite_database.reading() as tx:
        assert (await tx.execute(select(CommunityRow.id))).scalars().all() == [1, 2]


async def test_a_transaction_takes_the_lock_before_it_reads(sqlite_database: Database) -> None:
    """Another process that wants to write is told so, instead of both deciding from the same numbers."""
    other = sqlite3.connect(str(sqlite_database.url.database), timeout=0, isolation_level=None)
    try:
        async with sqlite_database.transaction():
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    finally:
        other.close()


async def test_a_full_disk_takes_the_whole_use_case_back_and_passes(sqlite_database: Database) -> None:
    async def use_case(number: int, size: int) -> None:
        async with sqlite_database.transaction() as tx:
            for each in range(size):
                await tx.execute(
                    insert(CommunityRow).values(id=number + each, name="長" * 2_000, created_at=NOW)
                )

    pages = await pragma(sqlite_database, "page_count", writing=False)
    await pragma(sqlite_database, f"max_page_count = {pages}", writing=True)
    with pytest.raises(OperationalError, match="full"):
        await use_case(100, 50)
    await pragma(sqlite_database, "max_page_count = 1073741823", writing=True)
    await use_case(1, 2)
    async with sqlite_database.reading() as tx:
        assert (await tx.execute(select(CommunityRow.id))).scalars().all() == [1, 2]


async def test_closing_leaves_no_thread_behind(sqlite_url: str) -> None:
    """A connection that stays open keeps its thread, and with it the process, for ever."""
    before = set(threading.enumerate())
    db = Database(sqlite_url)
    await community(db, 1)
    async with db.reading() as tx:
        await tx.execute(select(CommunityRow.id))
    opened = set(threading.enumerate()) - before
    assert opened, "the scanner sees the threads of open connections"
    await db.close()
    for thread in opened:  # its last word is said before it ends
        thread.join(timeout=5)
    assert not any(thread.is_alive() for thread in opened)
