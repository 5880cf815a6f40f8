from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.outbox.stage import RecordingCourier
from tests.bot.projects.workshop import Workshop
from tests.kit.meetings import meetings_on


@pytest.fixture
async def workshop(database_url: str) -> AsyncIterator[Workshop]:
    """One community on a fresh SQLite file, and again on a fresh PostgreSQL."""
    made = Workshop(meetings_on(database_url), RecordingCourier(thread_id=88_000))
    try:
        await made.open()
        yield made
    finally:
        await made.hub.close()
