from __future__ import annotations

import pytest

from bot.db import Database
from tests.bot.outbox.stage import Stage
from tests.kit.databases import (  # noqa: F401
    database,
    database_url,
    postgres_database,
    postgres_server,
    postgres_tables,
    postgres_url,
    sqlite_database,
    sqlite_template,
    sqlite_url,
)


@pytest.fixture
async def stage(database: Database) -> Stage:  # noqa: F811
    stage = Stage(database)
    await stage.found()
    return stage


@pytest.fixture
async def one_stage(sqlite_database: Database) -> Stage:  # noqa: F811
    """On SQLite only, for what no database can change."""
    stage = Stage(sqlite_database)
    await stage.found()
    return stage
