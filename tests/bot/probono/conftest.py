from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.outbox.stage import RecordingCourier
from tests.bot.probono.agency import Agency
from tests.bot.probono.exchange import Exchange
from tests.bot.probono.workroom import Workroom
from tests.kit.meetings import meetings_on


@pytest.fixture
async def agency(database_url: str) -> AsyncIterator[Agency]:
    """Offers and needs of one community on a fresh SQLite file, and again on a fresh PostgreSQL."""
    made = Agency(meetings_on(database_url), RecordingCourier(thread_id=88_000))
    try:
        await made.open()
        yield made
    finally:
        await made.hub.close()


@pytest.fixture
async def exchange(database_url: str) -> AsyncIterator[Exchange]:
    """Two communities on a fresh SQLite file, and again on a fresh PostgreSQL."""
    made = Exchange(meetings_on(database_url))
    try:
        await made.open()
        yield made
    finally:
        await made.hub.close()


@pytest.fixture
async def workroom(database_url: str) -> AsyncIterator[Workroom]:
    """One community in which offers and needs are written, on SQLite and again on PostgreSQL."""
    made = Workroom(meetings_on(database_url), RecordingCourier(thread_id=88_000))
    try:
        await made.open()
        yield made
    finally:
        await made.hub.close()
