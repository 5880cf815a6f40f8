"""A meeting among the server's own events, from its announcement to what people do to it by hand."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.events.rules import Choice
from tests.cogs.events.scenes import LINK, announce
from tests.kit.world import World, labels

pytestmark = pytest.mark.long  # whole stories; each step has a test of its own that runs every time

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CREATE_EVENTS = (1 << 44) | (1 << 33)
"""Discord asks for Create Events; SimCord guards events with Manage Events."""


def entries(world: World) -> dict[int, Any]:
    return world.env.backend.get_guild(world.community.guild.id).scheduled_events


def writes(world: World) -> list[str]:
    calls = [call for call in world.env.http_requests if "/scheduled-events" in call.path]
    return [call.method for call in calls if call.method != "GET"]


async def desk(world: World) -> str:
    return world.read(await world.slash(world.staff, "desk"))


def allow(world: World, *, on: bool) -> None:
    role, guild_id = world.community.bot_role, world.community.guild.id
    granted = int(world.env.backend.get_role(guild_id, role.id).permissions)
    changed = granted | CREATE_EVENTS if on else granted & ~CREATE_EVENTS
    world.env.backend.edit_role(guild_id, role.id, {"permissions": changed})


async def test_from_the_announcement_to_the_end(world: World) -> None:
    await world.set_up()
    event = await announce(world, description="困りごとを話します。")
    (entry,) = entries(world).values()
    assert (entry.name, entry.status) == ("12月の情報交換会", 1)
    assert entry.entity_metadata == {"location": "みなと市民センター 3階 / オンライン"}
    assert str(world.card().id) in entry.description
    person = world.person("はる")
    await world.hub.rsvps.rsvp(person.guild.id, person.id, "はる", event.id, Choice.ONLINE)
    await world.restart()
    await world.tick()
    assert writes(world) == ["POST"], "an answer and a restart change nothing"
    await world.move_to(event.ends_at + HOUR)
    await world.tick()
    await world.hub.look_around()
    assert entry.status == 3, "Discord begins and ends it by itself"
    assert writes(world) == ["POST"]

    off = await announce(world, title="中止になる会", when="2027-01-21 19:00-20:30")
    await world.hub.events.cancel(off.community_id, off.id, "台風のため")
    await world.tick()
    assert [each.status for each in entries(world).values()] == [3, 4]


async def test_the_link_is_in_no_entry_and_no_publication(world: World) -> None:
    world.env.backend.edit_channel(world.announcements.id, {"type": 5})
    await world.set_up()
    await world.hub.communities.change(world.community.guild.id, crossposts=True)
    event = await announce(world)
    said = [call for call in world.env.http_requests if call.method != "GET"]
    about = [call for call in said if "/scheduled-events" in call.path or "/crosspost" in call.path]
    assert {call.path.rsplit("/", 1)[1] for call in about} == {"scheduled-events", "crosspost"}
    assert world.card().flags.value  # SimCord has one flag for a published message
    assert LINK not in json.dumps([call.json for call in said], ensure_ascii=False)
    await announce(world, title="書いてしまった会", description=LINK)
    said = [call.json for call in world.env.http_requests if call.path.endswith("/scheduled-events")]
    assert LINK in json.dumps(said, ensure_ascii=False), "it would be found"
    assert event.online


async def test_deleted_by_hand_it_comes_back_with_one_press(world: World) -> None:
    await world.set_up()
    await announce(world)
    world.env.backend.delete_scheduled_event(world.community.guild.id, *entries(world))
    await world.move(DAY)
    await world.hub.look_around()
    shown = await world.slash(world.staff, "desk")
    assert "「12月の情報交換会」がDiscordのイベント欄から消されています" in world.read(shown)
    done = await world.press(world.staff, shown, "event:1:mirror")
    assert "もう一度載せています" in world.read(done)
    await world.tick()
    assert len(entries(world)) == 1
    assert "イベント欄" not in await desk(world)
    again = world.read(await world.press(world.staff, shown, "event:1:mirror"))
    assert "載せ直しませんでした" in again


async def test_without_the_switch_one_line_says_which_and_everything_else_goes_on(world: World) -> None:
    allow(world, on=False)
    await world.set_up()
    await announce(world)
    await announce(world, title="もう一つの会")
    assert entries(world) == {}
    assert len(world.read_channel(world.announcements)) >= 2
    shown = await world.slash(world.staff, "desk")
    assert world.read(shown).count("「イベントを作成」をオンに") == 1
    assert len([label for label in labels(shown) if label.endswith("もう一度試す")]) == 1
    check = await world.slash(world.manager, "setup", world.announcements)
    saved = world.read(await world.press(world.manager, check, "この内容で保存する"))
    assert "✗ イベントを作成" in saved
    assert "△ みなと市民ハブ：Discordのイベント欄" in world.read(await world.slash(world.staff, "status"))
    await world.hub.communities.change(world.community.guild.id, mirrors_events=False)
    assert "Discordのイベント欄" not in world.read(await world.slash(world.staff, "status"))
    assert "イベント欄" not in await desk(world)
    await world.hub.communities.change(world.community.guild.id, mirrors_events=True)
    allow(world, on=True)
    await world.press(world.staff, shown, "mirrors:0:again")
    await world.tick()
    assert len(entries(world)) == 2
    assert "イベント欄" not in await desk(world)


async def test_the_switches_of_more_settings_do_what_they_say(world: World) -> None:
    await world.set_up()
    await announce(world)
    shown = await world.slash(world.manager, "setup", world.announcements)
    await world.press(world.manager, shown, "そのほかの設定")
    await world.press(world.manager, shown, "イベント欄への掲載を止める")
    await world.press(world.manager, shown, "フォロー先への公開を始める")
    community = await world.hub.communities.get(world.community.guild.id)
    assert community is not None
    assert (community.mirrors_events, community.crossposts) == (False, True)
    await world.tick()
    assert [each.status for each in entries(world).values()] == [4]
    await world.press(world.manager, shown, "イベント欄への掲載を始める")
    await world.press(world.manager, shown, "フォロー先への公開を止める")
    await world.tick()
    assert [each.status for each in entries(world).values()] == [4, 1]
