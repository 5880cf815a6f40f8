from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.feed.stage import Calendar, calendar_in
from tests.kit.meetings import NOON


@pytest.fixture
async def calendar(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Calendar]:
    made = calendar_in(tmp_path / "web" / "calendars", sqlite_url, NOON)
    try:
        await made.meetings.set_up()
        yield made
    finally:
        await made.meetings.hub.close()
