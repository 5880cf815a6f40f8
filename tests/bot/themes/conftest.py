"""A community with meetings, a series and seeds, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.themes.round_table import RoundTable, round_table_on


@pytest.fixture
async def table(database_url: str) -> AsyncIterator[RoundTable]:
    made = round_table_on(database_url)
    try:
        await made.found()
        yield made
    finally:
        await made.hub.close()
