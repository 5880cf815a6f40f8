"""Which trouble stands behind an exception, asked of the real thing; and what becomes of it in the log."""

from __future__ import annotations

import io
import logging
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import OperationalError

from bot import log
from bot.db import Database
from bot.members.models import CommunityRow
from bot.settings import Settings
from bot.troubles import Trouble, trouble_of
from tests.kit.damage import damage_a_page, damage_the_header
from tests.kit.read_only import read_only
from tests.kit.small_disk import small_disk

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


async def write(db: Database, number: int = 1, size: int = 10) -> None:
    async with db.transaction() as tx:
        await tx.execute(insert(CommunityRow).values(id=number, name="長" * size, created_at=NOW))


async def read(db: Database) -> None:
    async with db.reading() as tx:
        await tx.execute(select(CommunityRow.name))


async def pragma(db: Database, line: str) -> Any:
    async with db.transaction() as tx:
        found = await tx.exec_driver_sql(f"PRAGMA {line}")
        return found.scalar() if found.returns_rows else None


async def trouble_in(work: Any) -> Trouble | None:
    try:
        await work
    except Exception as error:  # noqa: BLE001
        return trouble_of(error)
    raise AssertionError("nothing went wrong")


# --- SQLite ---


async def test_a_full_database(sqlite_database: Database) -> None:
    pages = await pragma(sqlite_database, "page_count")
    await pragma(sqlite_database, f"max_page_count = {pages}")
    assert await trouble_in(write(sqlite_database, size=200_000)) is Trouble.DISK_FULL


async def test_a_disk_that_takes_no_more(sqlite_database: Database) -> None:
    await write(sqlite_database, 1)
    with small_disk(1):
        assert await trouble_in(write(sqlite_database, 2, size=5_000)) is Trouble.DISK_ERROR
    await write(sqlite_database, 2)
    async with sqlite_database.reading() as tx:
        assert (await tx.scalars(select(CommunityRow.id))).all() == [1, 2]


async def test_a_file_that_must_not_be_written(sqlite_database: Database) -> None:
    async with read_only(sqlite_database):
        assert await trouble_in(write(sqlite_database)) is Trouble.READ_ONLY
    await write(sqlite_database)


async def test_a_damaged_page(sqlite_url: str) -> None:
    damage_a_page(Path(sqlite_url.removeprefix("sqlite+aiosqlite:///")))
    db = Database(sqlite_url)
    try:
        assert await trouble_in(read(db)) is Trouble.DAMAGED
    finally:
        await db.close()


async def test_a_damaged_header(sqlite_url: str) -> None:
    damage_the_header(Path(sqlite_url.removeprefix("sqlite+aiosqlite:///")))
    db = Database(sqlite_url)
    try:
        assert await trouble_in(read(db)) is Trouble.DAMAGED
    finally:
        await db.close()


async def test_a_file_that_somebody_else_has_locked(sqlite_database: Database) -> None:
    await pragma(sqlite_database, "busy_timeout = 1")
    other = sqlite3.connect(str(sqlite_database.url.database), isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        assert await trouble_in(write(sqlite_database)) is Trouble.UNREACHABLE
        other.execute("ROLLBACK")
    finally:
        other.close()
    await write(sqlite_database)


# --- PostgreSQL ---


async def test_a_postgresql_that_ends_the_connection_and_comes_back(postgres_database: Database) -> None:
    async def is_ended() -> None:
        async with postgres_database.transaction() as tx:
            await tx.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
            await tx.execute(text("SELECT 1"))

    assert await trouble_in(is_ended()) is Trouble.UNREACHABLE
    await write(postgres_database)


async def test_a_postgresql_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    db = Database(f"postgresql+asyncpg://hub:planted@127.0.0.1:{port}/hub")
    try:
        assert await trouble_in(read(db)) is Trouble.UNREACHABLE
    finally:
        await db.close()


async def test_a_postgresql_that_must_not_be_written(postgres_database: Database) -> None:
    async def refused() -> None:
        async with postgres_database.transaction() as tx:
            await tx.execute(text("SET TRANSACTION READ ONLY"))
            await tx.execute(insert(CommunityRow).values(id=1, name="x", created_at=NOW))

    assert await trouble_in(refused()) is Trouble.READ_ONLY


# --- what is none ---


async def test_a_mistake_of_ours_is_none(sqlite_database: Database) -> None:
    await write(sqlite_database)
    assert await trouble_in(write(sqlite_database)) is None, "a key that is there already"
    assert trouble_of(ZeroDivisionError()) is None
    assert trouble_of(None) is None


async def test_a_network_without_discord_is_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with aiohttp.ClientSession() as session:
        assert await trouble_in(session.get(f"http://127.0.0.1:{port}/")) is None
    assert trouble_of(ConnectionRefusedError(111, "refused")) is None, "nobody knows whose it was"


async def test_it_is_found_in_a_group_and_behind_other_exceptions(sqlite_database: Database) -> None:
    async def wrapped() -> None:
        try:
            async with read_only(sqlite_database):
                await write(sqlite_database)
        except Exception as error:
            raise ExceptionGroup("several", [ValueError(), RuntimeError()]) from error

    assert await trouble_in(wrapped()) is Trouble.READ_ONLY

    async def meanwhile() -> None:
        try:
            async with read_only(sqlite_database):
                await write(sqlite_database)
        except Exception:  # noqa: BLE001
            raise ZeroDivisionError from None

    assert await trouble_in(meanwhile()) is None


# --- the log ---


@contextmanager
def written(settings: Settings) -> Iterator[io.StringIO]:
    """What the operator reads."""
    stream, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    log.configure(settings, stream)
    try:
        yield stream
    finally:
        root.handlers[:], root.level = before


@pytest.fixture
async def refused(sqlite_database: Database) -> BaseException:
    async with read_only(sqlite_database):
        with pytest.raises(OperationalError) as raised:
            await write(sqlite_database)
    return raised.value


def record(error: BaseException, after_seconds: float = 0, logger: str = "bot.some") -> logging.LogRecord:
    info = (type(error), error, error.__traceback__)
    made = logging.LogRecord(logger, logging.ERROR, "x.py", 1, "Job %s raised", ("tick",), info)
    made.created += after_seconds
    return made


def test_a_trouble_is_one_line_an_hour_whoever_logs_it(settings: Settings, refused: BaseException) -> None:
    full = OSError(28, "No space left on device")
    with written(settings) as stream:
        handle = logging.getLogger().handle
        for second in range(0, 3_500, 250):
            handle(record(refused, second, "apscheduler.executors.default"))
        handle(record(full))
        handle(record(refused, 3_600))
    lines = stream.getvalue().splitlines()
    assert ["Traceback" in line for line in lines] == [False, False, False], lines
    assert [line.partition(": ")[2].partition(":")[0] for line in lines] == [
        "read-only",
        "disk-full",
        "read-only",
    ]
    assert "nothing that was acknowledged is lost" in lines[0]


def test_a_mistake_of_ours_keeps_its_traceback_every_time(settings: Settings) -> None:
    with written(settings) as stream:
        for _time in range(2):
            logging.getLogger().handle(record(ZeroDivisionError("planted")))
    assert stream.getvalue().count("ZeroDivisionError") == 2


def test_every_trouble_has_its_advice() -> None:
    for trouble in Trouble:
        assert trouble.advice.startswith(f"{trouble.value}: ")
        assert "\n" not in trouble.advice
