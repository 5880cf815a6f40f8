from __future__ import annotations

import pytest

from bot.db import Database
from tests.bot.outbox.stage import Stage


@pytest.fixture
async def stage(database: Database) -> Stage:
    stage = Stage(database)
    await stage.found()
    return stage
