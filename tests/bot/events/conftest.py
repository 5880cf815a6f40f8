from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.outbox.mail_stage import RecordingMail
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import Meetings, meetings_on


@pytest.fixture
async def mailed(sqlite_url: str) -> AsyncIterator[Meetings]:
    """Meetings of a hub with a mail server."""
    made = meetings_on(sqlite_url)
    await made.set_up()
    made.hub.outbox.kinds.has_mail = True
    yield made
    await made.hub.close()


@pytest.fixture
def mail(mailed: Meetings) -> RecordingMail:
    """What is mailed; it does not pace itself."""
    courier = RecordingMail()
    mailed.hub.use_couriers({"discord": RecordingCourier(), "mail": courier})
    mailed.hub.mail_dispatcher._carrier._pacer = mailed.hub.pacer
    return courier
