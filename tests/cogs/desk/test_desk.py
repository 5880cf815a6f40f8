"""The desk as staff meet it: under /desk, on /home, and on Monday morning in their channel."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from simcord import InteractionResult

from bot.events.form import EventForm
from bot.events.rules import Choice, Event
from cogs.admin.outbox import OpenTray
from cogs.desk.desk import DeskPageButton, OpenDesk
from cogs.events.desk_buttons import FinishRehearsalButton, OpenDraftButton, PostAgainButton
from cogs.shared.controls import HubButton
from cogs.shared.permissions import Right
from tests.cogs.events.scenes import STAFF_ONLY, announce, lose_staff_role
from tests.kit.world import Message, World, labels, parts_of

MONDAY = datetime(2026, 11, 9, 0, tzinfo=UTC)
"""9:00 in Japan, a week after the tests begin."""
NOTHING = "いま、していただく仕事はありません。いつもありがとうございます。"
DM_CLOSED = {"status": 403, "code": 50007, "message": "Cannot send messages to this user"}


def custom_ids(shown: InteractionResult | Message) -> list[str]:
    message = shown.response if isinstance(shown, InteractionResult) else shown
    assert message is not None
    return [part["custom_id"] for part in parts_of(message)]


def jobs(said: str) -> int:
    """How many the heading counts; other features add lines of their own."""
    found = re.search(r"今週の仕事：(\d+)件（約\d+分）", said)
    return int(found[1]) if found else 0


async def look(world: World) -> str:
    return world.read(await world.slash(world.staff, "desk"))


async def answer(world: World, event: Event, name: str, choice: Choice = Choice.VENUE) -> None:
    person = world.person(name)
    await world.hub.rsvps.rsvp(person.guild.id, person.id, name, event.id, choice, sure=True)


async def draft(world: World, title: str) -> int:
    form = EventForm(title=title, when="2026-12-17 19:00", venue="みなと市民センター")
    started = await world.hub.drafts.start(world.community.guild.id, world.staff.id, "事務局", form)
    return started.id


async def test_a_deleted_card_is_a_line_and_comes_back_with_all_answers(world: World) -> None:
    await world.set_up()
    assert NOTHING in await look(world)
    event = await announce(world)
    await answer(world, event, "はる")
    world.env.backend.delete_message(world.announcements.id, world.card().id)
    await world.move(timedelta(seconds=6))
    await world.tick()
    assert world.read_channel(world.office) == []  # a line, no message

    desk = await world.slash(world.staff, "desk")
    assert jobs(world.read(desk)) == 1
    assert "1. 「12月の情報交換会」の案内がチャンネルに出ていません" in world.read(desk)
    assert labels(desk)[:2] == ["1. 案内をもう一度出す", "もう一度見る"]
    button = f"event:{event.id}:post_again"
    assert "もう一度出します" in world.read(await world.press(world.staff, desk, button))
    await world.press(world.staff, desk, button)
    await world.tick()
    assert len([m for m in world.announcements.history(viewer=world.staff) if m.components]) == 1
    await world.press(world.staff, desk, "もう一度見る")
    assert NOTHING in world.read(desk)

    before = world.card().embeds[0].to_dict()
    shown = await world.press(world.person("みどり"), world.card(), f"rsvp:{event.id}:venue")
    assert "会場の席をご用意しました" in world.read(shown)
    await world.move(timedelta(seconds=6))
    await world.tick()
    assert world.card().embeds[0].to_dict() != before  # it follows what is answered
    (thread,) = [each for each in world.announcements.threads if each.id == world.card().id]
    assert any("12月の情報交換会" in said for said in world.read_channel(thread))


async def test_each_line_leads_to_where_it_is_done(world: World) -> None:
    await world.set_up()
    event = await announce(world, venue="みなと市民センター 定員1")
    for name in ("はる", "みどり"):
        await answer(world, event, name)
    await answer(world, event, "はる", Choice.DECLINED)
    dm = world.person("みどり").user.dm_channel
    world.env.inject_error("POST", f"/channels/{dm.id}/messages", **DM_CLOSED)
    await world.tick()
    draft_id = await draft(world, "1月の情報交換会")
    rehearsal = await world.hub.drafts.rehearse(world.community.guild.id, world.staff.id, "事務局")
    practised = await world.hub.events.announce(world.community.guild.id, rehearsal.id)
    await world.tick()
    await world.move(timedelta(days=3))

    home = await world.slash(world.staff, "home")
    desk = await world.press(world.staff, home, "desk:0:open")
    doors = {"outbox:0:not_reached", f"draft:{draft_id}:open", f"event:{practised.id}:finish"}
    assert doors < set(custom_ids(desk))
    said, before = world.read(desk), jobs(world.read(desk))
    assert "みどり" not in said  # who it is stands behind the door
    assert "繰り上げのお知らせ" in world.read(await world.press(world.staff, desk, "outbox:0:not_reached"))
    assert "1月の情報交換会" in world.read(await world.press(world.staff, desk, f"draft:{draft_id}:open"))
    finished = await world.press(world.staff, desk, f"event:{practised.id}:finish")
    assert "を終えました" in world.read(finished)
    assert world.read(desk) == said  # the panel stays until it is looked at again
    await world.press(world.staff, desk, "もう一度見る")
    assert jobs(world.read(desk)) == before - 1
    await world.tick()
    assert any("練習を終えました" in post for post in world.read_channel(world.office))


async def test_a_long_desk_has_pages_that_outlive_a_restart(world: World) -> None:
    await world.set_up()
    for number in range(12):
        await draft(world, f"下書き{number:02}番")
    await world.move(timedelta(days=4))
    desk = await world.slash(world.staff, "desk")
    first = re.findall(r"(\d+)\. 「下書き(\d\d)番", world.read(desk))
    month = {"events:0:new", "events:0:list", "admin:0:outbox"}
    assert month < set(custom_ids(desk))  # a month can be run from here alone
    assert len([each for each in custom_ids(desk) if each.startswith("draft:")]) == len(first)
    await world.restart()
    await world.press(world.staff, desk, "次へ")
    second = re.findall(r"(\d+)\. 「下書き(\d\d)番", world.read(desk))
    assert len(first) <= 10
    assert [number for _line, number in first + second] == [f"{each:02}" for each in range(12)]
    assert labels(desk)[0] == "11. 下書きを開く"
    await world.press(world.staff, desk, "前へ")
    assert re.findall(r"(\d+)\. 「下書き(\d\d)番", world.read(desk)) == first


async def test_the_desk_is_for_the_office_at_every_press_and_of_one_server(world: World) -> None:
    await world.set_up()
    draft_id = await draft(world, "ないしょの会")
    other = world.add_community("となり町ハブ")
    await world.set_up(other)
    await world.move(timedelta(days=4))
    haru = world.person("はる")
    refused = world.read(await world.slash(haru, "desk"))
    assert STAFF_ONLY in refused
    assert "ないしょ" not in refused
    assert "desk:0:open" not in custom_ids(await world.slash(haru, "home"))
    assert "ないしょ" not in world.read(await other.staff.slash(other.lounge, "desk"))
    desk = await world.slash(world.staff, "desk")
    assert "ないしょの会" in world.read(desk)
    lose_staff_role(world, world.staff)
    for button in ("もう一度見る", f"draft:{draft_id}:open"):
        assert STAFF_ONLY in world.read(await world.press(world.staff, desk, button))


@pytest.mark.parametrize(
    "button",
    [OpenDesk, DeskPageButton, OpenTray, PostAgainButton, FinishRehearsalButton, OpenDraftButton],
)
def test_every_door_of_the_desk_asks_for_the_staff_role(button: type[HubButton]) -> None:
    assert button.right is Right.STAFF


async def test_monday_at_nine_in_the_staff_channel_and_nowhere_else(world: World) -> None:
    await world.set_up()
    await announce(world)
    draft_id = await draft(world, "1月の情報交換会")
    await world.move_to(MONDAY - timedelta(hours=2))
    await world.hub.plan()
    await world.move_to(MONDAY - timedelta(seconds=1))
    await world.tick()
    elsewhere = [world.read_channel(world.announcements), world.read_channel(world.community.lounge)]
    assert world.read_channel(world.office) == []
    await world.move_to(MONDAY)
    await world.restart()
    for _each in range(3):
        await world.hub.plan()
        await world.tick()
    (post,) = world.office.history(viewer=world.staff)
    assert jobs(post.content.splitlines()[0]) > 0
    assert {f"draft:{draft_id}:open", "desk:0:open"} <= set(custom_ids(post))
    assert [world.read_channel(world.announcements), world.read_channel(world.community.lounge)] == elsewhere
    assert world.read_dms(world.staff) == []
    assert "1月の情報交換会" in world.read(await world.press(world.staff, post, f"draft:{draft_id}:open"))
    opened = await world.press(world.staff, post, "desk:0:open")
    assert jobs(world.read(opened)) == jobs(post.content)


async def test_a_staff_channel_that_everyone_reads_gets_no_desk(world: World) -> None:
    await world.set_up()
    await draft(world, "ないしょの会")
    await world.move_to(MONDAY - timedelta(hours=2))
    await world.hub.plan()
    (hidden,) = [
        each
        for each in world.env.backend.get_channel(world.office.id).overwrites
        if each.target_id == world.community.guild.default_role.id
    ]
    world.community.open_to_everyone(world.office)
    await world.move_to(MONDAY)
    await world.tick()
    (warning,) = world.read_channel(world.office)
    assert "現在だれでも読める" in warning
    assert "ないしょ" not in warning
    world.env.backend.set_overwrite(world.office.id, hidden)
    await world.move(timedelta(hours=1))
    await world.tick()
    assert "ないしょの会" in world.read_channel(world.office)[-1]  # closed again, it comes by itself
