"""The six steps, in both languages, in the town as it opens; and what the box says when one does not fit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.i18n import LANGUAGES
from bot.sandbox.page import kept
from bot.sandbox.page.changes import Changes
from bot.sandbox.page.guide import Guide, StepDoesNotFit
from bot.sandbox.page.guide_steps import STEPS
from bot.sandbox.page.opening import open_hub
from bot.sandbox.page.town import Town, open_town
from tests.conftest import SEED_KEY


@pytest.fixture(params=LANGUAGES)
async def opened(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    database = Path(sqlite_url.partition(":///")[2])
    async with open_town(database, kept.Kept(SEED_KEY, 1, request.param), Changes()) as made:
        await open_hub(made)
        yield made


@pytest.mark.long
async def test_every_step_can_be_taken(opened: Town):
    guide = Guide(opened, STEPS, is_open=True)
    results = []
    for number in range(1, len(STEPS) + 1):
        box = guide.shown()
        assert box is not None
        assert (box["step"], box["result"]) == (number, None)
        assert box["button"]
        went = await opened.deed(guide.act)
        await opened.rest()
        assert set(went["go"]) >= {"me", "at"}
        box = guide.shown()
        assert box is not None
        assert box["button"] is None
        assert box["done"] == (number == len(STEPS))
        results.append(box["result"])
        guide.next()
    assert guide.shown() is None
    assert len(set(results)) == len(STEPS)
    assert 5 < opened.stage.effort.minutes < 30
    assert f"{opened.stage.effort.minutes:.0f}" in results[-1]
    assert opened.sim.env.errors == []
    assert opened.trouble is None


async def test_a_step_that_does_not_fit_can_be_tried_again(town: Town):
    guide = Guide(town, STEPS, is_open=True)
    await town.deed(guide.act)
    guide.next()
    with pytest.raises(StepDoesNotFit):
        await town.deed(guide.act)
    box = guide.shown()
    assert box is not None
    assert (box["step"], box["result"]) == (2, None)
    assert box["button"]


async def test_closing_and_starting_keep_the_place(town: Town):
    guide = Guide(town, STEPS, is_open=False)
    assert guide.shown() is None
    guide.start()
    await town.deed(guide.act)
    guide.close()
    assert guide.shown() is None
    guide.start()
    box = guide.shown()
    assert box is not None
    assert (box["step"], box["button"]) == (1, None)
