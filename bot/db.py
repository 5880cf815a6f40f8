"""The database: engines, transactions, column types, the base of all tables.

SQLite (default) and PostgreSQL run the same code. On SQLite every write transaction starts with
``BEGIN IMMEDIATE`` on the one writer connection, because the driver's own deferred begin oversells seats
silently; readers have their own connections. See ``bot/README.md`` for the measurements.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, Row, event as sa_event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from bot import sqlite_driver

Tx = AsyncConnection
"""An open transaction. Everything that is written through it is kept or dropped together."""

AnyRow = Row[*tuple[Any, ...]]
"""A row of a Core statement; its columns are read by name."""

BUSY_TIMEOUT_MS = 5_000
WIPE_TIMEOUT_MS = 500
"""Cleaning up waits shorter than anybody who presses."""

RowId = BigInteger().with_variant(Integer(), "sqlite")
"""Type of our own ids: 64 bits; SQLite counts upward only in a column spelled INTEGER."""


NEVER_REUSED = {"sqlite_autoincrement": True}
"""For tables whose ids stand on buttons or in messages: the id of a deleted row never comes back."""


class Base(DeclarativeBase):
    """Base of all tables; constraint names are derived, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone was about to be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def insert_into(dialect: str, row: type[Base]) -> Any:
    """The dialect's own ``insert`` (``sqlite`` or ``postgresql``), which knows ON CONFLICT.

    Each dialect is imported only where it is used: PostgreSQL's costs 4 MB.
    """
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert
    return insert(row)


def name_partial_indexes(metadata: MetaData = Base.metadata) -> None:
    """Tell PostgreSQL the conditions of the partial indexes, before tables are made or compared.

    The models name them for SQLite only, because naming them for PostgreSQL loads its dialect.
    """
    for table in metadata.tables.values():
        for index in table.indexes:
            condition = index.dialect_options["sqlite"]["where"]
            if condition is not None:
                index.dialect_options["postgresql"]["where"] = condition


_LOST_RACES = frozenset({"23503", "40P01"})
"""PostgreSQL's codes for a row that another transaction deleted or wrote meanwhile, and for a deadlock."""
_TRIES = 5

P = ParamSpec("P")
R = TypeVar("R")


def tried_again(use_case: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
    """A use case that begins anew after it lost a race against the deletion of a row that it refers to.

    Only PostgreSQL knows such races; on SQLite one writes after the other.
    """

    @wraps(use_case)
    async def again(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(_TRIES - 1):
            try:
                return await use_case(*args, **kwargs)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _LOST_RACES:
                    raise
        return await use_case(*args, **kwargs)

    return again


class Database:
    """One database: ``transaction()`` to change things, ``reading()`` and ``glancing()`` to look."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._writer = _sqlite_engine(url, begin="BEGIN IMMEDIATE", pool_size=1)
            self._reader = _sqlite_engine(url, begin="BEGIN", pool_size=4)
        else:
            self._writer = create_async_engine(url, hide_parameters=True, pool_size=10, pool_timeout=60)
            self._reader = self._writer
        self._glancer = self._reader.execution_options(without_begin=True)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        """One use case: committed when the block ends, rolled back when it raises."""
        async with self._writer.begin() as tx:
            yield tx

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        """One consistent look at the data; nothing written here is kept."""
        async with self._reader.connect() as tx:
            yield tx

    @asynccontextmanager
    async def glancing(self) -> AsyncIterator[Tx]:
        """For one SELECT only, which is consistent by itself: on SQLite no BEGIN goes before it."""
        async with self._glancer.connect() as tx:
            yield tx

    async def wipe(self) -> bool:
        """Leave nothing of deleted rows in the files; False when others were busy: call it again later.

        Even with ``secure_delete`` a page that was split keeps copies of what moved away, and the log keeps
        every page as it was: hence VACUUM, and then a log of length zero (0.1 s for 100,000 rows). On
        PostgreSQL that is the affair of its own autovacuum.
        """
        if not self.is_sqlite:
            return True
        async with self._glancer.connect() as connection:
            try:
                await connection.exec_driver_sql(f"PRAGMA busy_timeout = {WIPE_TIMEOUT_MS}")
                await connection.exec_driver_sql("VACUUM")
                found = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                return found.scalar_one() == 0
            except OperationalError:
                return False
            finally:
                await connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")

    async def close(self) -> None:
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()


def _sqlite_engine(url: str, *, begin: str, pool_size: int) -> AsyncEngine:
    file = make_url(url).database
    assert file is not None, "settings refuse a database in memory"
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=60,
        async_creator=lambda: sqlite_driver.connect(file),
    )

    @sa_event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa_event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        if not connection.get_execution_options().get("without_begin"):
            connection.exec_driver_sql(begin)

    return engine
