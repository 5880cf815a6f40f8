"""People here use Discord in English; the Japanese of these screens is in the catalogue's own tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.clock import Hands
from bot.settings import Settings
from tests.kit.world import World, open_world


@pytest.fixture
async def world(settings: Settings, hands: Hands) -> AsyncIterator[World]:
    async with open_world(settings, hands, lang="en") as made:
        yield made
