from __future__ import annotations

import pytest

from tests.bot.mirrors.stage import Beside, beside
from tests.kit.meetings import Meetings


@pytest.fixture
def around(meetings: Meetings) -> Beside:
    return beside(meetings)
