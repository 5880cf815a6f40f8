"""Fixtures of all tests; what they are made of is in tests/kit.

The bot is imported only where a test asks for it: tests of rules start in an instant.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.clock import Hands
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.hub import Hub
    from tests.kit.world import World

pytest_plugins = ["tests.kit.databases"]

SEED_KEY = "a planted secret of tests, long enough"
MORNING = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)
"""Monday 2 November 2026, 9 o'clock in Japan."""


@pytest.fixture
def hands() -> Hands:
    """The clock of the test; it moves only when told."""
    return Hands(MORNING)


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    """Settings of a process on a fresh SQLite file with all tables."""
    return Settings(
        database_url=sqlite_url, data_dir=tmp_path / "data", log_level="INFO", seed_key=SecretStr(SEED_KEY)
    )


@pytest.fixture
async def hub(settings: Settings, hands: Hands) -> AsyncIterator[Hub]:
    """All use cases on a fresh SQLite file, without Discord."""
    from bot.hub import build_hub

    made = build_hub(settings, clock=hands)
    yield made
    await made.close()


@pytest.fixture
async def world(settings: Settings, hands: Hands) -> AsyncIterator[World]:
    """The real bot in a simulated Japanese community; /setup is not done yet."""
    from tests.kit.world import open_world

    async with open_world(settings, hands) as made:
        yield made
