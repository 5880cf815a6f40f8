"""Where private threads are opened, and what is to be reached in a year."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.probono.figures import Figure
from bot.probono.rules import NumberUnreadable
from bot.probono.settings import NoSuchTargetYear
from tests.bot.probono.exchange import STRANGE, Exchange, open_exchange
from tests.kit.meetings import COMMUNITY


@pytest.fixture
async def exchange(database_url: str) -> AsyncIterator[Exchange]:
    """Two communities on a fresh SQLite file, and again on a fresh PostgreSQL."""
    async with open_exchange(database_url) as made:
        yield made


async def test_private_threads_are_opened_under_the_announcements_unless_chosen(exchange: Exchange) -> None:
    rules = exchange.hub.probono.settings
    usual = await rules.settings(COMMUNITY)
    assert (usual.thread_channel_id, usual.channel_id) == (None, COMMUNITY + 1)
    for _again in range(2):
        chosen = await rules.set_thread_channel(COMMUNITY, 42)
        assert (chosen.thread_channel_id, chosen.channel_id) == (42, 42)
    assert (await rules.settings(STRANGE)).channel_id == STRANGE + 1
    assert await rules.set_thread_channel(COMMUNITY, None) == usual


async def test_targets_are_those_of_one_year_and_community(exchange: Exchange) -> None:
    rules = exchange.hub.probono.settings
    assert not (await rules.targets(COMMUNITY)).targets
    await rules.set_targets(
        COMMUNITY, 2026, {"consultations": "１２０件", "companies": " 10社", "introductions": "0", "x": "5"}
    )
    present = await rules.targets(COMMUNITY)
    assert (present.year, present.years) == (2026, (2027, 2026, 2025))
    assert present.targets == {Figure.CONSULTATIONS: 120, Figure.COMPANIES: 10, Figure.INTRODUCTIONS: 0}
    assert not (await rules.targets(COMMUNITY, 2025)).targets
    assert not (await rules.targets(STRANGE, 2026)).targets
    await rules.set_targets(COMMUNITY, 2026, {"companies": "12"})
    assert (await rules.targets(COMMUNITY, 2026)).targets == {Figure.COMPANIES: 12}
    exchange.meetings.hands.set(datetime(2027, 3, 31, 15, tzinfo=UTC))  # midnight in Japan
    assert (await rules.targets(COMMUNITY)).year == 2027


@pytest.mark.parametrize("typed", ["たくさん", "-1", "1.5", "100000", "10〜12"])
async def test_what_is_no_number_is_told_and_changes_nothing(exchange: Exchange, typed: str) -> None:
    rules = exchange.hub.probono.settings
    await rules.set_targets(COMMUNITY, 2026, {"companies": "10"})
    with pytest.raises(NumberUnreadable):
        await rules.set_targets(COMMUNITY, 2026, {"companies": typed})
    assert (await rules.targets(COMMUNITY)).targets == {Figure.COMPANIES: 10}
    with pytest.raises(NoSuchTargetYear):
        await rules.set_targets(COMMUNITY, 20260, {})
