"""One community with seeds that can be looked for, and one in which people do everything with them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.clock import Hands
from bot.hub import Hub, build_hub
from bot.settings import Settings
from tests.bot.seeds.garden import OTHER, Garden
from tests.bot.seeds.plot import Plot
from tests.conftest import SEED_KEY
from tests.kit.meetings import Meetings, meetings_on


@pytest.fixture
async def plot(database_url: str, hands: Hands, tmp_path: Path) -> AsyncIterator[Plot]:
    """A community that takes seeds, on a database of each kind."""
    settings = Settings(database_url=database_url, data_dir=tmp_path / "data", seed_key=SecretStr(SEED_KEY))
    hub = build_hub(settings, clock=hands)
    made = Plot(hub, hands)
    await made.found()
    yield made
    await hub.close()


@pytest.fixture
async def plot_in_a_file(hub: Hub, hands: Hands) -> Plot:
    """The same on SQLite only, for what is looked for in its files."""
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
