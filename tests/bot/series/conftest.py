"""A hub with one community, for tests of series."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.series.room import Room, room_on


@pytest.fixture
async def room(database_url: str) -> AsyncIterator[Room]:
    made = room_on(database_url)
    try:
        await made.set_up()
        yield made
    finally:
        await made.hub.close()
