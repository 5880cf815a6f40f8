"""The courier in the simulated Discord: what people and staff read."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.i18n import Text
from bot.outbox.couriers import (
    PlaceIsPublic,
    ToPlace,
    WayClosed,
)
from bot.outbox.notice import Action, Attachment
from cogs.courier import DiscordCourier
from tests.kit.letters import (
    CARD,
    PLANTED,
    POST,
    notice,
    person,
    place,
)


@pytest.fixture
async def simcord_bot() -> AsyncIterator[discord.Client]:
    bot = discord.Client(intents=discord.Intents.default(), max_ratelimit_timeout=30)
    yield bot
    await bot.close()


def seen(view_channel: bool) -> discord.PermissionOverwrite:
    return discord.PermissionOverwrite(view_channel=view_channel)


class World:
    """A guild with an announcement channel, a staff channel, and one neighbour."""

    def __init__(self, env: simcord.Env) -> None:
        self.env = env
        self.guild = env.create_guild("みどり町ハブ")
        self.role = self.guild.create_role("ご近所")
        self.news = self.guild.create_text_channel("お知らせ")
        assert env.bot.user is not None
        hidden = {
            self.guild.default_role: seen(view_channel=False),
            env.bot.user: discord.PermissionOverwrite(view_channel=True, send_messages=True),
        }
        self.staff = self.guild.create_text_channel("事務局", overwrites=hidden)
        self.neighbour = env.create_user("sakura")
        self.guild.add_member(self.neighbour, roles=[self.role])
        self.courier = DiscordCourier(env.bot)

    def at(self, channel: simcord.ChannelHandle, **more: Any) -> ToPlace:
        return place(self.guild.id, channel.id, **more)

    def channel(self, channel_id: int) -> Any:
        """The channel as the bot's cache knows it."""
        return self.env.bot.get_channel(channel_id)


@pytest.fixture
def world(simcord_env: simcord.Env) -> World:
    return World(simcord_env)


async def test_a_neighbour_reads_a_direct_message_with_its_file(world: World) -> None:
    files = (Attachment("meeting.ics", b"BEGIN:VCALENDAR", "text/calendar"),)
    receipt = await world.courier.send(
        person(None, world.neighbour.id), notice("席が空きました", attachments=files), nonce="d1"
    )
    message = world.neighbour.dm_channel.last_message
    assert message is not None
    assert (message.id, message.channel.id) == (receipt.message_id, receipt.channel_id)
    assert message.content == "〈みどり町ハブ〉席が空きました"
    assert await message.attachments[0].read() == b"BEGIN:VCALENDAR"


async def test_a_closed_door_is_a_closed_way(world: World) -> None:
    world.env.inject_error("POST", POST, status=403, code=50007, message="Cannot send messages to this user")
    with pytest.raises(WayClosed, match="dm_closed"):
        await world.courier.send(person(None, world.neighbour.id), notice(), nonce="d1")


async def test_a_role_is_rung_and_a_typed_one_is_not(world: World) -> None:
    ring = f"role:{world.role.id}"
    await world.courier.send(world.at(world.news), notice(f"<@&{world.role.id}> @everyone"), nonce="d1")
    await world.courier.send(world.at(world.news), notice("定例会のご案内", ring=ring), nonce="d2")
    silent, ringing = world.news.history()
    assert (silent.role_mentions, silent.mention_everyone) == ([], False)
    assert [each.id for each in ringing.role_mentions] == [world.role.id]
    assert not ringing.mention_everyone


async def test_here_rings_here(world: World) -> None:
    await world.courier.send(world.at(world.news), notice("まもなく", ring="here"), nonce="d1")
    message = world.news.last_message
    assert message is not None
    assert message.mention_everyone


async def test_the_thread_under_a_card_is_made_once_and_woken_up(world: World) -> None:
    card = await world.courier.send(world.at(world.news), notice("案内"), nonce="d1")
    under = world.at(world.news, under_message_id=card.message_id, thread_name="会の話")
    first = await world.courier.send(under, notice("明日です"), nonce="d2")
    assert first.thread_id is not None
    assert (first.channel_id, world.news.threads[0].id) == (first.thread_id, first.thread_id)
    await world.channel(first.thread_id).edit(archived=True)
    again = world.at(world.news, under_message_id=card.message_id, thread_id=first.thread_id)
    await world.courier.send(again, notice("本日です", mentions=(1,)), nonce="d3")
    [thread] = world.news.threads
    assert (thread.name, [each.content for each in thread.history()][-2:]) == (
        "会の話",
        ["明日です", "本日です"],
    )


async def test_a_card_is_brought_up_to_date(world: World) -> None:
    actions = (Action("rsvp", 12, "venue", Text("会場で参加する")),)
    card = await world.courier.send(world.at(world.news), notice("残り2席", actions=actions), nonce="d1")
    await world.courier.edit(world.at(world.news), card.message_id, notice("満席です"))
    message = world.news.last_message
    assert message is not None
    assert (message.id, message.content, message.components) == (card.message_id, "満席です", [])


async def test_a_deleted_card_is_a_closed_way(world: World) -> None:
    with pytest.raises(WayClosed, match="unknown_message"):
        await world.courier.edit(world.at(world.news), CARD, notice())


async def test_staff_read_what_only_staff_may(world: World) -> None:
    await world.courier.send(world.at(world.staff, staff_only=True), notice("未達1件"), nonce="d1")
    message = world.staff.last_message
    assert message is not None
    assert message.content == "未達1件"


async def open_channel(world: World) -> None:
    everyone = world.guild.default_role.id
    seen_by_all = discord.Permissions(view_channel=True).value
    world.env.backend.set_overwrite(
        world.staff.id, Overwrite(target_id=everyone, type=OverwriteType.ROLE, allow=seen_by_all, deny=0)
    )


async def forget_overwrite(world: World) -> None:
    world.env.backend.delete_overwrite(world.staff.id, world.guild.default_role.id)


async def everyone_is_administrator(world: World) -> None:
    administrator = discord.Permissions(administrator=True).value
    world.env.backend.edit_role(world.guild.id, world.guild.default_role.id, {"permissions": administrator})


async def unheard(world: World) -> None:
    """Opened while the gateway was away: the bot's cache still says it is closed."""
    world.env.backend.channels[world.staff.id].overwrites.clear()
    channel = world.channel(world.staff.id)
    assert not channel.permissions_for(channel.guild.default_role).view_channel


OPENINGS = [open_channel, forget_overwrite, everyone_is_administrator, unheard]


@pytest.mark.parametrize("opening", OPENINGS)
async def test_an_opened_staff_channel_gets_nothing(world: World, opening: Any) -> None:
    kept = world.at(world.staff, staff_only=True)
    posted = await world.courier.send(kept, notice("はじめに"), nonce="d1")
    await opening(world)
    with pytest.raises(PlaceIsPublic):
        await world.courier.send(kept, notice(f"未達 {PLANTED}"), nonce="d2")
    with pytest.raises(PlaceIsPublic):
        await world.courier.edit(kept, posted.message_id, notice(f"未達 {PLANTED}"))
    assert [each.content for each in world.staff.history()] == ["はじめに"]
    calls = json.dumps([each.json for each in world.env.http_requests], ensure_ascii=False)
    assert PLANTED not in calls
    assert "はじめに" in calls


async def test_a_channel_without_everyones_right_to_see_is_closed(world: World) -> None:
    await forget_overwrite(world)
    everyone = world.channel(world.staff.id).guild.default_role
    await everyone.edit(permissions=discord.Permissions(view_channel=False))
    receipt = await world.courier.send(world.at(world.staff, staff_only=True), notice(), nonce="d1")
    assert receipt.channel_id == world.staff.id


async def test_staff_words_stay_in_their_own_guild(world: World) -> None:
    other = world.env.create_guild("となり町")
    with pytest.raises(WayClosed, match="unknown_channel"):
        await world.courier.send(place(other.id, world.staff.id, staff_only=True), notice(), nonce="d1")
    assert world.staff.history() == []
