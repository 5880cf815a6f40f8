"""One community with seeds that can be looked for, and one in which people do everything with them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.clock import Hands
from bot.hub import Hub
from tests.bot.seeds.garden import OTHER, Garden
from tests.bot.seeds.plot import Plot
from tests.kit.meetings import Meetings, meetings_on


@pytest.fixture
async def plot(hub: Hub, hands: Hands) -> Plot:
    """A community that takes seeds, on SQLite."""
    made = Plot(hub, hands)
    await made.found()
    return made


@pytest.fixture
async def meetings(database_url: str) -> AsyncIterator[Meetings]:
    made = meetings_on(database_url)
    await made.set_up()
    await replace(made, community_id=OTHER).set_up()
    yield made
    await made.hub.close()


@pytest.fixture
def garden(meetings: Meetings) -> Garden:
    return Garden(meetings.hub.db)
