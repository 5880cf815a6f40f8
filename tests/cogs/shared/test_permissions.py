"""What the bot asks for, what it lacks, and who can read a channel."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from cogs.shared import permissions
from tests.cogs.shared.stage import Stage, stage

HIDDEN = discord.PermissionOverwrite(view_channel=False)


def channel_of(here: Stage, channel_id: int) -> discord.TextChannel:
    channel = here.bot.get_channel(channel_id)
    assert isinstance(channel, discord.TextChannel)
    return channel


def test_the_invite_link_asks_for_exactly_what_is_needed() -> None:
    query = parse_qs(urlsplit(permissions.invite_link(12345)).query)
    asked = discord.Permissions(int(query["permissions"][0]))
    assert {name for name, on in asked if on} == {
        "read_messages",
        "send_messages",
        "embed_links",
        "attach_files",
        "read_message_history",
        "create_public_threads",
        "create_private_threads",
        "send_messages_in_threads",
        "pin_messages",
        "mention_everyone",
        "create_events",
        "manage_threads",
    }
    assert set(query["scope"][0].split()) == {"bot", "applications.commands"}
    assert query["client_id"] == ["12345"]


def test_every_permission_has_the_name_that_people_see() -> None:
    for name, shown in permissions.PERMISSION_NAMES.items():
        assert hasattr(discord.Permissions, name)
        assert shown.context == "permission"
        assert shown.to("en")


async def test_missing_permissions_are_named(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        me = here.guild.me
        assert me is not None
        assert permissions.missing_permissions(channel_of(here, here.place.id), me) == []
        bot_role = here.guild.roles[here.env.backend.bot_user.name]
        closed = here.guild.create_text_channel(
            "告知", overwrites={bot_role: discord.PermissionOverwrite(embed_links=False, pin_messages=False)}
        )
        await here.env.settle()
        missing = permissions.missing_permissions(channel_of(here, closed.id), me)
        assert [text.to("en") for text in missing] == ["Embed Links", "Pin Messages"]
        only_posts = permissions.missing_permissions(
            channel_of(here, closed.id), me, permissions.PLACE_PERMISSIONS
        )
        assert [text.to("en") for text in only_posts] == ["Embed Links"]


@pytest.mark.parametrize("hidden", [True, False])
async def test_who_can_read_a_channel(tmp_path: Path, hidden: bool) -> None:
    async with stage(tmp_path) as here:
        default = HIDDEN if hidden else discord.PermissionOverwrite()
        office = here.guild.create_text_channel("事務局", overwrites={here.guild.default_role: default})
        await here.env.settle()
        assert permissions.visible_to_everyone(channel_of(here, office.id)) is not hidden


async def test_a_channel_that_is_opened_later_is_seen_as_open(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        office = here.guild.create_text_channel("事務局", overwrites={here.guild.default_role: HIDDEN})
        await here.env.settle()
        channel = channel_of(here, office.id)
        assert not permissions.visible_to_everyone(channel)
        here.env.backend.delete_overwrite(office.id, here.guild.default_role.id)
        await here.env.settle()
        assert permissions.visible_to_everyone(channel_of(here, office.id))
