"""/figures seeds: staff get consultations and seeds of a fiscal year with a file; nobody else sees anything."""

from __future__ import annotations

import csv
import io

import discord
from simcord import InteractionResult

from bot.reports.cases_import import CaseImports
from bot.seeds.rules import SeedState
from tests.bot.reports.past_desk import fiscal_year_2020, put_categories, put_seeds
from tests.cogs.events.scenes import STAFF_ONLY, lose_staff_role
from tests.kit.meetings import Meetings
from tests.kit.world import World


async def rows_of(result: InteractionResult) -> list[list[str]]:
    """The rows of the file that came with an answer."""
    assert result.response is not None
    [file] = result.response.attachments
    assert file.filename.startswith("seeds-")
    text = (await file.read()).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


async def test_staff_see_a_year_and_its_file(world: World) -> None:
    await world.set_up()
    here = Meetings(world.hub, world.hands, world.community.guild.id)
    empty = await world.slash(world.staff, "figures seeds")
    assert "この年度には、相談も課題の種もまだありません" in world.read(empty)

    await CaseImports(world.hub.db, world.hands).bring_in(
        here.community_id, fiscal_year_2020().encode("cp932")
    )
    await put_categories(here, "住まい*", "防災", other="その他", community_id=here.community_id)
    for state, count, ticks in ((SeedState.PUBLISHED, 9, [1, 3]), (SeedState.PRIVATE, 3, [2])):
        await put_seeds(here, *[state] * count, ticks=ticks, community_id=here.community_id)

    past = await world.slash(world.staff, "figures seeds", fiscal_year=2020)
    said = world.read(past)
    assert "令和2年度（2020年度）の相談と課題の種" in said
    assert "2026年11月2日現在" in said
    assert "相談件数：**507**" in said
    assert "分類ののべ数：**615**" in said
    assert "① 資金・助成金：**71** (14.0% / 11.5%)" in said
    assert "③ 事務・書類：**57**" in said
    assert "③ 協働・連携：**57**" in said
    assert "・ その他：**131** (25.8% / 21.3%)" in said
    assert "種の件数：**0**" in said
    assert ["資金・助成金", "①", "71", "14.0", "11.5"] in await rows_of(past)

    home = await world.slash(world.staff, "home")
    events = await world.press(world.staff, home, "figures:0:events")
    present = await world.press(world.staff, events, "figures:0:seeds")
    said = world.read(present)
    assert "種の件数：**12**" in said
    assert "種の分類ののべ数：**21**" in said
    assert "5件未満のもの（合計。あわせて伏せたものを含む3項目）：**21**" in said
    assert "住まい" not in said
    assert "**3**" not in said

    assert "相談件数：**507**" in world.read(await world.choose(world.staff, present, None, "2020"))
    offered = await world.staff.autocomplete(world.community.lounge, "figures seeds", "fiscal_year", "")
    assert [each["value"] for each in offered] == [2026, 2020]
    lose_staff_role(world, world.staff)
    assert world.read(await world.choose(world.staff, present, None, "2020")) == STAFF_ONLY


async def test_nobody_else_sees_anything(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(custom_id="figures:0:seeds", label="x"))
    view.stop()
    await world.bot.get_partial_messageable(world.announcements.id).send("x", view=view)
    await world.env.settle()
    for answer in (
        await world.slash(haru, "figures seeds"),
        await world.slash(haru, "figures seeds", fiscal_year=2026),
        await world.press(haru, world.card(), "figures:0:seeds"),
    ):
        assert world.read(answer) == STAFF_ONLY
    assert await haru.autocomplete(world.community.lounge, "figures seeds", "fiscal_year", "") == []
