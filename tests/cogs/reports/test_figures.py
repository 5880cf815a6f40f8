"""/figures: staff get the table of a fiscal year with its file, by command, by button and by menu; nobody else."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import discord
from simcord import InteractionResult

from bot.reports.importing import PastImports
from tests.bot.reports.past_years import fiscal_year_2020
from tests.cogs.events.scenes import STAFF_ONLY, announce, answers, lose_staff_role
from tests.kit.world import World, parts_of


async def table(result: InteractionResult) -> list[list[str]]:
    """The rows of the file that came with an answer."""
    assert result.response is not None
    [file] = result.response.attachments
    assert file.filename.startswith("events-")
    text = (await file.read()).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


async def test_staff_see_a_year_and_its_file(world: World) -> None:
    await world.set_up()
    community_id = world.community.guild.id
    empty = await world.slash(world.staff, "figures events")
    assert "令和8年度（2026年度）のイベント" in world.read(empty)
    assert "まだありません" in world.read(empty)

    await PastImports(world.hub.db, world.hands).bring_in(community_id, fiscal_year_2020().encode("cp932"))
    await announce(world, title="12月の*会*")
    await answers(world, "venue", "はる", "なつ")
    await world.move(timedelta(days=60))

    past = await world.slash(world.staff, "figures events", fiscal_year=2020)
    said = world.read(past)
    assert "開催回数：**24**" in said
    assert "のべ参加者数：**319**" in said
    assert "記事のある回：**6**" in said
    assert "1. 2020年4月8日（水）19:00〜20:30 まちの居場所をどうつくるか：12名" in said
    rows = await table(past)
    assert sum(int(row[5]) for row in rows[1:25]) == 319

    home = await world.slash(world.staff, "home")
    present = await world.press(world.staff, home, "figures:0:events")
    said = world.read(present)
    assert "2026年12月17日（木）19:00〜20:30 12月の\\*会\\*：2名（申込数）" in said
    assert (await table(present))[1][3:6] == ["12月の*会*", "定例", "2"]
    assert "開催回数：**24**" in world.read(await world.choose(world.staff, present, None, "2020"))

    offered = await world.staff.autocomplete(world.community.lounge, "figures events", "fiscal_year", "")
    assert [(each["name"], each["value"]) for each in offered] == [
        ("令和8年度（2026年4月から）", 2026),
        ("令和2年度（2020年4月から）", 2020),
    ]
    lose_staff_role(world, world.staff)
    assert world.read(await world.choose(world.staff, present, None, "2020")) == STAFF_ONLY


async def test_nobody_else_sees_anything(world: World) -> None:
    await world.set_up()
    await announce(world)
    await world.move(timedelta(days=60))
    haru = world.person("はる")
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(custom_id="figures:0:events", label="x"))
    view.stop()
    await world.bot.get_partial_messageable(world.announcements.id).send("x", view=view)
    await world.env.settle()
    for answer in (
        await world.slash(haru, "figures events"),
        await world.slash(haru, "figures events", fiscal_year=2026),
        await world.press(haru, world.card(), "figures:0:events"),
    ):
        assert world.read(answer) == STAFF_ONLY
    lounge = world.community.lounge
    assert await haru.autocomplete(lounge, "figures events", "fiscal_year", "") == []
    home = await world.slash(haru, "home")
    assert "figures:0:events" not in {part.get("custom_id") for part in parts_of(home.response)}  # pyright: ignore[reportArgumentType]
