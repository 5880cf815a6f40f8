"""What tests of the use cases stand on."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.kit.meetings import Meetings, meetings_on


@pytest.fixture
async def meetings(database_url: str) -> AsyncIterator[Meetings]:
    """One community on a fresh database of each kind."""
    made = meetings_on(database_url)
    try:
        await made.set_up()
        yield made
    finally:
        await made.hub.close()
