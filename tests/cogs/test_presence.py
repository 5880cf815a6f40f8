"""Asking Discord who is there: an answer is believed, everything else is "nobody knows"."""

from __future__ import annotations

import pytest

from bot.app import HubBot
from bot.outbox.pacing import Pacer
from cogs.presence import DiscordPresence
from tests.kit.world import World

MEMBER = "/guilds/*/members/*"
COUNTS = "/guilds/*/roles/member-counts"


@pytest.fixture
def presence(world: World) -> DiscordPresence:
    return DiscordPresence(world.bot, Pacer(10_000))


async def test_who_is_there_and_who_left(world: World, presence: DiscordPresence) -> None:
    guild_id, haru = world.community.guild.id, world.person("はる")
    assert await presence.is_here(guild_id, haru.id) is True
    world.community.leaves(haru)
    await world.env.settle()
    assert await presence.is_here(guild_id, haru.id) is False
    assert await presence.is_here(guild_id, 987_654_321) is False
    world.community.returns(haru)
    assert await presence.is_here(guild_id, haru.id) is True
    paths = [call.path for call in world.env.http_requests if call.path.startswith("/guilds/")]
    assert f"/guilds/{guild_id}/members/{haru.id}" in paths


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (404, 10004), (404, 0), (500, 0), (401, 0)])
async def test_what_discord_does_not_say_is_not_known(
    world: World, presence: DiscordPresence, status: int, code: int
) -> None:
    guild_id = world.community.guild.id
    for path in (MEMBER, COUNTS):
        world.env.inject_error("GET", path, status=status, code=code, times=None)
    assert await presence.is_here(guild_id, world.staff.id) is None
    assert await presence.count_role(guild_id, world.community.staff_role.id) is None


async def test_a_server_without_the_bot_is_not_asked(world: World, presence: DiscordPresence) -> None:
    assert await presence.is_here(987_654_321, world.staff.id) is None
    assert await presence.count_role(987_654_321, 5) is None
    assert not [call for call in world.env.http_requests if "987654321" in call.path]


async def test_the_staff_role_is_counted_by_discord(world: World, presence: DiscordPresence) -> None:
    guild_id, role = world.community.guild.id, world.community.staff_role
    assert await presence.count_role(guild_id, role.id) == 1
    world.community.joins_the_office(world.person("はる"))
    assert await presence.count_role(guild_id, role.id) == 2
    assert await presence.count_role(guild_id, 987_654_321) == 0


async def test_the_bot_brings_it_along(world: World) -> None:
    """An hour passes: one person in the office is too few, and somebody with a seat has left."""
    assert isinstance(world.bot, HubBot)
    await world.set_up()
    await world.hub.look_around()
    view = await world.hub.desk.lines(world.community.guild.id)
    assert [line.key for line in view.lines if line.key == "staff"] == ["staff"]
