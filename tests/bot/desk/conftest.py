from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.db import Database
from tests.bot.outbox.stage import Stage
from tests.kit.meetings import Meetings, meetings_on


@pytest.fixture
async def meetings(database_url: str) -> AsyncIterator[Meetings]:
    """One community on a fresh SQLite file, and again on a fresh PostgreSQL."""
    made = meetings_on(database_url)
    try:
        await made.set_up()
        yield made
    finally:
        await made.hub.close()


@pytest.fixture
async def stage(database: Database) -> Stage:
    stage = Stage(database)
    await stage.found()
    return stage
