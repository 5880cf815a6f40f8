from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.mailing.post import Post, post_on
from tests.bot.mailing.post_office import PostOffice
from tests.kit.meetings import meetings_on


@pytest.fixture
async def post(database_url: str) -> AsyncIterator[Post]:
    """One community whose mail comes back, on a fresh database of each kind."""
    made = await post_on(database_url)
    try:
        yield made
    finally:
        await made.hub.close()


@pytest.fixture
async def many(sqlite_url: str) -> AsyncIterator[PostOffice]:
    """A community with a mail server, and couriers that keep what they are given; nothing is planned yet."""
    meetings = meetings_on(sqlite_url)
    await meetings.set_up()
    yield PostOffice(meetings)
    await meetings.hub.close()
