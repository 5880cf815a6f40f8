"""/figures probono: staff get targets beside results with a file; nobody else sees anything."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator

import pytest
from simcord import InteractionResult

from bot.clock import Hands
from bot.i18n import text_of
from bot.settings import Settings
from cogs.shared.permissions import StaffOnly
from tests.bot.probono.exchange import NAME, Exchange
from tests.cogs.events.scenes import lose_staff_role
from tests.cogs.probono.test_skills import plant
from tests.kit.meetings import Meetings
from tests.kit.world import World, open_world

STAFF_ONLY = text_of(StaffOnly()).to("en")


@pytest.fixture
async def english(settings: Settings, hands: Hands) -> AsyncIterator[World]:
    async with open_world(settings, hands, lang="en") as made:
        await made.set_up()
        yield made


async def a_year(world: World) -> None:
    here = world.community.guild.id
    exchange = Exchange(Meetings(world.hub, world.hands, here))
    offer = await exchange.offer("2026-10-01", here)
    need = await exchange.need("2026-10-01", here)
    await exchange.suggestion(
        need,
        offer,
        ("asked", "asked", "2026-10-05"),
        ("yes", "yes", "2026-10-06"),
        ("introduced", "interview", "2026-10-07"),
        community_id=here,
    )
    for key in (NAME, "白波商店", "青空製作所"):
        await exchange.hear("2026-06-01", key, community_id=here)
    await exchange.hear("2025-06-01", community_id=here)
    await world.hub.probono.settings.set_targets(here, 2026, {"companies": "10", "introductions": "1"})


async def rows_of(result: InteractionResult) -> list[list[str]]:
    assert result.response is not None
    [file] = result.response.attachments
    assert file.filename.startswith("probono-")
    text = (await file.read()).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


async def test_staff_see_targets_beside_results(english: World) -> None:
    world = english
    empty = await world.slash(world.staff, "figures probono")
    assert "Nothing was counted for probono yet" in world.read(empty)
    await a_year(world)
    answer = await world.slash(world.staff, "figures probono")
    said = world.read(answer)
    assert "Probono in the fiscal year 2026 (令和8年度)" in said
    assert "❌ Companies heard: **10 → 3** (7 short)" in said
    assert "✅ Introductions: **1 → 1** (reached)" in said
    assert "Asks: **1**" in said
    assert "Of them heard for the first time: **2**" in said
    assert "**Nonprofit, civic group** Needs entered 1 / Asks 1 / Introductions 1" in said
    assert "**令和7年度 (2025)** Organisations heard 1 / Companies heard 1" in said
    assert ["Companies heard", "10", "3", "7 short"] in await rows_of(answer)
    for told in (said, str(await rows_of(answer))):
        assert NAME not in told

    past = await world.choose(world.staff, answer, None, "2025")
    assert "Companies heard: **1**" in world.read(past)
    panel = await world.press(world.staff, past, "Set targets")
    assert "Targets: 令和7年度 (2025)" in world.read(panel)
    offered = await world.staff.autocomplete(world.community.lounge, "figures probono", "fiscal_year", "")
    assert [each["value"] for each in offered] == [2026, 2025]
    lose_staff_role(world, world.staff)
    assert world.read(await world.choose(world.staff, answer, None, "2025")) == STAFF_ONLY


async def test_the_years_table_leads_there(english: World) -> None:
    await a_year(english)
    table = await english.slash(english.staff, "figures events")
    assert "10 → 3" in english.read(await english.press(english.staff, table, "figures:0:probono"))


async def test_nobody_else_sees_anything(english: World) -> None:
    haru = english.person("はる")
    door = await plant(english, "figures:0:probono")
    for answer in (
        await english.slash(haru, "figures probono"),
        await english.slash(haru, "figures probono", fiscal_year=2026),
        await english.press(haru, door, "figures:0:probono"),
    ):
        assert english.read(answer) == STAFF_ONLY
    assert await haru.autocomplete(english.community.lounge, "figures probono", "fiscal_year", "") == []
