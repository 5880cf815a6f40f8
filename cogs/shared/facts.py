"""What Discord says about a server at this moment, asked by REST: the gateway may have missed a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import discord

from bot.errors import N_, UserError
from bot.i18n import Raw
from cogs.shared.permissions import visible_to_everyone
from cogs.shared.press import Press


class ChannelGone(UserError):
    sentence = N_("That channel is no longer there. Please choose another one.")


class StaffChannelIsOpen(UserError):
    sentence = N_(
        "{channel} can be read by everyone, so it cannot be the staff channel: "
        "names and notes for the office would be public.\n"
        "Please open Edit Channel → Permissions of that channel, switch on “Private Channel” "
        "(or take “View Channels” away from @everyone), add the staff role and this bot there, "
        "and press the button again. You can also choose another channel."
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """The server, the bot in it, and its channels by id, those the bot cannot see included."""

    name: str
    me: discord.Member
    channels: Mapping[int, discord.abc.GuildChannel]

    def channel(self, channel_id: int) -> discord.abc.GuildChannel:
        """The channel; raises `ChannelGone`."""
        if channel_id not in self.channels:
            raise ChannelGone
        return self.channels[channel_id]

    def staff_channel(self, channel_id: int) -> discord.abc.GuildChannel:
        """The channel, if @everyone cannot see it; raises `StaffChannelIsOpen` otherwise."""
        channel = self.channel(channel_id)
        if visible_to_everyone(channel):
            raise StaffChannelIsOpen(channel=Raw(channel.mention))
        return channel


async def fresh_facts(press: Press) -> Facts:
    """`facts_of` the server of the press."""
    return await facts_of(press.interaction.client, press.community_id)


async def facts_of(client: discord.Client, guild_id: int) -> Facts:
    """Three requests, so ask once per press. Raises what discord.py raises."""
    assert client.user is not None
    guild = await client.fetch_guild(guild_id, with_counts=False)
    channels = await guild.fetch_channels()
    me = await guild.fetch_member(client.user.id)
    return Facts(guild.name, me, {channel.id: channel for channel in channels})
