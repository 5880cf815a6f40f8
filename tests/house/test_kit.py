"""The test kit tells the truth: a burst is simultaneous, a restart forgets nothing but memory, calls are kept."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.clock import Hands
from bot.i18n import Text
from bot.settings import Settings
from cogs.shared.controls import HubButton
from cogs.shared.press import Press
from tests.kit.burst import burst
from tests.kit.calls import VARIABLE
from tests.kit.world import World, open_world

together: list[int] = []
most: list[int] = []


class CountingButton(HubButton, template="counting:{number:d}"):
    number: int

    async def press(self, press: Press) -> None:
        together.append(press.user_id)
        most.append(len(together))
        await press.hub.communities.get(press.community_id)  # gives the others a turn
        together.remove(press.user_id)
        await press.answer(Text("{lang} {name}", {"lang": press.lang, "name": press.display_name}))


async def card(world: World) -> discord.Message:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="押す", custom_id="counting:1"))
    view.stop()
    channel = world.bot.get_partial_messageable(world.announcements.id)
    await channel.send("カード", view=view)
    await world.env.settle()
    return world.card()


async def test_a_burst_is_simultaneous_and_answered(world: World) -> None:
    await world.set_up()
    world.bot.add_dynamic_items(CountingButton)
    most.clear()
    results = await burst(world, await card(world), "counting:1", count=40)
    assert [world.read(result) for result in results] == [f"ja 参加者{n:03}" for n in range(1, 41)]
    assert max(most) > 1
    with pytest.raises(ValueError, match="no such button"):
        await burst(world, world.card(), "counting:2", count=1)


async def test_the_language_of_a_client_is_the_persons_own(world: World) -> None:
    await world.set_up()
    world.bot.add_dynamic_items(CountingButton)
    message = await card(world)
    haru, sky = world.people("はる", "Sky")
    world.speaks(sky, "en-GB")
    assert world.read(await world.press(haru, message, "押す")) == "ja はる"
    assert world.read(await world.press(sky, message, "counting:1")) == "en Sky"


async def test_after_a_restart_the_same_people_press_the_same_buttons(world: World) -> None:
    await world.set_up()
    message = await card(world)
    old = world.bot
    await world.restart()
    assert world.bot is not old
    assert old.is_closed()
    world.bot.add_dynamic_items(CountingButton)
    assert world.read(await world.press(world.person("はる"), message, "押す")) == "ja はる"


async def test_both_clocks_move_together(world: World, hands: Hands) -> None:
    await world.move(timedelta(days=10, hours=1))
    assert world.env.now() == hands() == world.hub.clock()
    with pytest.raises(ValueError, match="cannot go back"):
        await world.move(timedelta(hours=-1))


async def test_the_staff_channel_is_hidden_until_somebody_opens_it(world: World) -> None:
    haru = world.person("はる")
    with pytest.raises(Exception, match="cannot read"):
        world.read_channel(world.office, haru)
    assert world.read_channel(world.office, world.staff) == []
    world.community.open_to_everyone(world.office)
    assert world.read_channel(world.office, haru) == []


async def test_the_bot_has_only_what_the_invite_link_asks_for(world: World) -> None:
    me = world.community.guild.me
    assert me is not None
    assert not me.guild_permissions.manage_channels
    assert not me.guild_permissions.administrator
    assert me.guild_permissions.send_messages


async def test_calls_are_recorded_when_asked(
    settings: Settings, hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "calls.jsonl"
    monkeypatch.setenv(VARIABLE, str(file))
    async with open_world(settings, hands) as world:
        channel = world.bot.get_partial_messageable(world.announcements.id)
        await channel.send("予定", file=discord.File(Path(__file__), "meeting.ics"))
    calls: list[dict[str, Any]] = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert all(set(call) == {"method", "path", "params", "json", "files"} for call in calls)
    (sent,) = (call for call in calls if call["path"].endswith("/messages"))
    assert (sent["method"], sent["json"]["content"], sent["files"]) == ("POST", "予定", 1)
