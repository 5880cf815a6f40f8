from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.db import Database
from tests.bot.outbox.mail.lane import MailLane
from tests.kit.mail_server import MailServer, mail_server


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    """A mail server that behaves until it is told otherwise."""
    async with mail_server() as made:
        yield made


@pytest.fixture
async def lane(sqlite_database: Database, server: MailServer) -> AsyncIterator[MailLane]:
    lane = MailLane(sqlite_database, server)
    await lane.open()
    yield lane
    lane.post.hang_up()
    await lane.post.close()
