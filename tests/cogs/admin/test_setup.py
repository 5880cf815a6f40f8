"""/setup as the person who looks after the server meets it."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from simcord import ChannelHandle, InteractionResult

from bot.members.rules import Community
from tests.kit.world import World, labels, parts_of

ANNOUNCE, STAFF, ROLE = 0, 1, 2


async def menu(world: World, shown: InteractionResult, number: int, *values: Any) -> InteractionResult:
    """Choose in the menu of that number, counted from the top."""
    assert shown.response is not None
    menus = [part for part in parts_of(shown.response) if part["type"] != 2]
    return await world.choose(world.manager, shown, menus[number]["custom_id"], *values)


async def choose_office(world: World, shown: InteractionResult) -> None:
    await menu(world, shown, STAFF, world.office)
    await menu(world, shown, ROLE, world.community.staff_role)


async def stored(world: World) -> Community | None:
    return await world.hub.communities.get(world.community.guild.id)


async def start(world: World, channel: ChannelHandle | None = None) -> InteractionResult:
    """/setup with the proper choices; the result shows the permissions."""
    shown = await world.slash(world.manager, "setup", channel or world.announcements)
    await choose_office(world, shown)
    await world.press(world.manager, shown, "Start with this")
    return shown


async def test_three_choices_and_one_button_start_a_server(world: World) -> None:
    shown = await world.slash(world.manager, "setup", world.announcements)
    assert f"<#{world.announcements.id}>" in world.read(shown)  # this channel is chosen already
    await choose_office(world, shown)
    assert f"<#{world.office.id}>" in world.read(shown)
    assert await stored(world) is None
    await world.press(world.manager, shown, "Start with this")

    community = await stored(world)
    assert community is not None
    assert community.is_set_up
    assert community.name == world.community.guild.name
    assert community.announce_channel_id == world.announcements.id
    assert community.staff_channel_id == world.office.id
    assert community.staff_role_id == world.community.staff_role.id
    assert (community.timezone, community.language) == ("Asia/Tokyo", "ja")
    assert "All permissions are on" in world.read(shown)
    assert "✗" not in world.read(shown)
    assert labels(shown) == [
        "Pin the home panel here", "Make a rehearsal event", "Check again", "More settings",
    ]  # fmt: skip


async def test_announcements_may_go_elsewhere_and_a_second_setup_shows_what_is_set(world: World) -> None:
    shown = await world.slash(world.manager, "setup", world.announcements)
    await menu(world, shown, ANNOUNCE, world.community.lounge)
    await choose_office(world, shown)
    await world.press(world.manager, shown, "Start with this")
    community = await stored(world)
    assert community is not None
    assert community.announce_channel_id == world.community.lounge.id

    again = await world.slash(world.manager, "setup", world.announcements)
    assert f"<#{world.community.lounge.id}>" in world.read(again)
    assert f"<@&{world.community.staff_role.id}>" in world.read(again)
    assert "Save this" in labels(again)


async def test_what_is_missing_is_named(world: World) -> None:
    shown = await world.slash(world.manager, "setup", world.announcements)
    said = world.read(await world.press(world.manager, shown, "Start with this"))
    assert "choose the staff channel first" in said
    await menu(world, shown, STAFF, world.office)
    said = world.read(await world.press(world.manager, shown, "Start with this"))
    assert "choose the staff role first" in said
    assert await stored(world) is None


@pytest.mark.parametrize("is_open_later", [False, True])
async def test_a_public_staff_channel_is_refused_with_the_way_to_change_it(
    world: World, is_open_later: bool
) -> None:
    shown = await world.slash(world.manager, "setup", world.announcements)
    await choose_office(world, shown)
    if is_open_later:
        world.community.open_to_everyone(world.office)
    else:
        await menu(world, shown, STAFF, world.community.lounge)
    said = world.read(await world.press(world.manager, shown, "Start with this"))
    assert "can be read by everyone" in said
    assert "Private Channel" in said
    assert await stored(world) is None


async def test_the_office_needs_its_own_channel_and_its_own_role(world: World) -> None:
    shown = await world.slash(world.manager, "setup", world.office)
    await choose_office(world, shown)
    assert "different channels" in world.read(await world.press(world.manager, shown, "Start with this"))
    await menu(world, shown, ANNOUNCE, world.announcements)
    await menu(world, shown, ROLE, world.community.guild.default_role)
    assert "everyone cannot be the staff role" in world.read(
        await world.press(world.manager, shown, "Start with this")
    )
    assert await stored(world) is None


async def test_a_missing_permission_is_shown_with_its_switch_until_it_is_on(world: World) -> None:
    role = world.community.bot_role
    guild_id = world.community.guild.id
    granted = int(world.env.backend.get_role(guild_id, role.id).permissions)
    pins = discord.Permissions(pin_messages=True).value
    world.env.backend.edit_role(guild_id, role.id, {"permissions": granted & ~pins})
    shown = await start(world)
    said = world.read(shown)
    assert "✗ Pin Messages" in said
    assert "✓ Send Messages" in said
    assert said.count("\n✗ ") == 1
    assert f"Edit Channel of <#{world.announcements.id}>" in said

    world.env.backend.edit_role(guild_id, role.id, {"permissions": granted})
    await world.press(world.manager, shown, "Check again")
    assert "✓ Pin Messages" in world.read(shown)
    assert "✗" not in world.read(shown)


async def test_a_deleted_channel_is_told(world: World) -> None:
    shown = await world.slash(world.manager, "setup", world.community.lounge)
    await menu(world, shown, ANNOUNCE, world.announcements)
    await choose_office(world, shown)
    await world.press(world.manager, shown, "Start with this")
    world.env.backend.delete_channel(world.announcements.id)
    await world.press(world.manager, shown, "Check again")
    assert "was deleted" in world.read(shown)


async def test_only_who_manages_the_server_may_and_the_right_is_asked_at_every_press(world: World) -> None:
    guild = world.community.guild
    registered = {command.name: command for command in await world.bot.tree.fetch_commands()}
    # the server's own list of who sees a command is no guard
    guild.set_command_permissions(registered["setup"], {guild.default_role: True})
    said = world.read(await world.slash(world.staff, "setup"))
    assert "Manage Server" in said
    assert "channel" not in said

    shown = await world.slash(world.manager, "setup", world.announcements)
    await choose_office(world, shown)
    world.env.backend.remove_member_role(guild.id, world.manager.id, world.community.organisers.id)
    assert "Manage Server" in world.read(await world.press(world.manager, shown, "Start with this"))
    assert await stored(world) is None


async def test_a_rehearsal_is_offered_and_previewed(world: World) -> None:
    shown = await start(world)
    preview = await world.press(world.manager, shown, "Make a rehearsal event")
    assert "Rehearsal" in world.read(preview) or "練習" in world.read(preview)
    draft = await world.hub.drafts.get(world.community.guild.id, 1)
    assert draft.is_rehearsal


async def test_the_home_panel_is_asked_for_and_pinned(world: World) -> None:
    shown = await start(world)
    said = world.read(await world.press(world.manager, shown, "Pin the home panel here"))
    assert "pinned" in said
    assert len(world.announcements.pinned_messages()) == 1


async def test_one_server_does_not_touch_another(world: World) -> None:
    other = world.add_community("となり町ハブ")
    await start(world)
    assert await world.hub.communities.get(other.guild.id) is None
    said = world.read(await world.slash(other.staff, "home"))
    assert "not set up yet" in said
