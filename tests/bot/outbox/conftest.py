from __future__ import annotations

import pytest

from bot.db import Database
from tests.bot.outbox.stage import Stage


@pytest.fixture
async def stage(database: Database) -> Stage:
    stage = Stage(database)
    await stage.found()
    return stage


@pytest.fixture
async def one_stage(sqlite_database: Database) -> Stage:
    """On SQLite only, for what no database can change."""
    stage = Stage(sqlite_database)
    await stage.found()
    return stage
