from __future__ import annotations

import pytest

from bot.clock import Hands
from bot.hub import Hub
from tests.bot.seeds.plot import Plot


@pytest.fixture
async def plot(hub: Hub, hands: Hands) -> Plot:
    """A community that takes seeds, on SQLite."""
    made = Plot(hub, hands)
    await made.found()
    return made
