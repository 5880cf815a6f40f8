from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.outbox.stage import RecordingCourier
from tests.bot.questions.office import Office
from tests.kit.meetings import meetings_on


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    """One community on a fresh SQLite file, and again on a fresh PostgreSQL."""
    made = Office(meetings_on(database_url), RecordingCourier())
    try:
        await made.open()
        yield made
    finally:
        await made.hub.close()
