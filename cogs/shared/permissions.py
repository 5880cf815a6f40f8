"""Who may press what, checked at every press; and what the bot itself may do in a channel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import N_, UserError
from bot.i18n import C_, Text

if TYPE_CHECKING:
    from cogs.shared.press import Press


class Right(Enum):
    """What a press asks for. Buttons outlive roles, so it is checked at every press, never remembered."""

    MEMBER = auto()
    """Everybody in the server."""
    STAFF = auto()
    """The staff role, or Manage Server."""
    MANAGER = auto()
    """Manage Server."""


class StaffOnly(UserError):
    sentence = N_("This is for the office (the staff role). If you need it, please ask the office.")


class ManagersOnly(UserError):
    sentence = N_(
        "This needs the permission “Manage Server”. Please ask the person who looks after this server."
    )


class NotInServer(UserError):
    sentence = N_(
        "You are no longer in the server this belongs to, so it cannot be answered. "
        "If you join again, you can use the same buttons as before."
    )


def may(press: Press, right: Right) -> bool:
    """Whether this person may, by the roles and permissions that came with this press."""
    if right is Right.MEMBER or press.manages_server:
        return True
    if right is Right.MANAGER:
        return False
    community = press.community_or_none
    return community is not None and community.staff_role_id in press.role_ids


def require(press: Press, right: Right) -> None:
    """Raise `StaffOnly` or `ManagersOnly` if this person may not."""
    if not may(press, right):
        raise ManagersOnly if right is Right.MANAGER else StaffOnly


def needs_staff(press: Press) -> None:
    require(press, Right.STAFF)


def needs_manager(press: Press) -> None:
    require(press, Right.MANAGER)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is in a server at this moment."""

    display_name: str
    role_ids: frozenset[int]
    manages_server: bool


async def standing_of(interaction: discord.Interaction[Any], guild_id: int) -> Standing:
    """The person's roles: from the press itself in a server, from Discord's answer in a direct message.

    Raises `NotInServer`. Never looks into the cache of members, which this bot does not keep.
    """
    person = interaction.user
    if interaction.guild_id is not None and isinstance(person, discord.Member):
        return _standing(person, interaction.permissions)
    try:
        guild = await interaction.client.fetch_guild(guild_id, with_counts=False)
        member = await guild.fetch_member(person.id)
    except (discord.NotFound, discord.Forbidden) as gone:
        raise NotInServer from gone
    return _standing(member, member.guild_permissions)


def _standing(member: discord.Member, granted: discord.Permissions) -> Standing:
    return Standing(
        display_name=member.display_name,
        role_ids=frozenset(role.id for role in member.roles),
        manages_server=granted.manage_guild or granted.administrator,
    )


# --- the bot's own permissions ------------------------------------------------------------------------------

PERMISSION_NAMES: dict[str, Text] = {
    "view_channel": C_("permission", "View Channels"),
    "send_messages": C_("permission", "Send Messages"),
    "embed_links": C_("permission", "Embed Links"),
    "attach_files": C_("permission", "Attach Files"),
    "read_message_history": C_("permission", "Read Message History"),
    "create_public_threads": C_("permission", "Create Public Threads"),
    "create_private_threads": C_("permission", "Create Private Threads"),
    "send_messages_in_threads": C_("permission", "Send Messages in Threads"),
    "pin_messages": C_("permission", "Pin Messages"),
    "mention_everyone": C_("permission", "Mention @everyone, @here, and All Roles"),
    "create_events": C_("permission", "Create Events"),
    "manage_threads": C_("permission", "Manage Threads and Posts"),
}
"""Every permission the bot needs, by the name of its switch in Discord's settings (English and Japanese
clients). Pinning asks for its own permission since Discord split it from Manage Messages; ringing @here or a
role asks for the one before the last. Create Events covers changing and ending one's own events too, and to
publish one's own messages Send Messages is enough."""

INVITE_PERMISSIONS = discord.Permissions(**dict.fromkeys(PERMISSION_NAMES, True))

SERVER_PERMISSIONS: tuple[str, ...] = ("create_events",)
"""What counts for the server as a whole: it is switched on in the bot's role."""

SEEDS_PERMISSIONS: tuple[str, ...] = (
    "view_channel",
    "send_messages",
    "embed_links",
    "send_messages_in_threads",
    "manage_threads",
)
"""What the forum for seeds needs: posts are made, tagged, and deleted when their author wishes."""

THREADS_PERMISSIONS: tuple[str, ...] = (
    "view_channel",
    "create_private_threads",
    "send_messages_in_threads",
    "embed_links",
)
"""What the channel needs under which two people and the office get a private thread."""

CHANNEL_PERMISSIONS: tuple[str, ...] = tuple(
    name
    for name in PERMISSION_NAMES
    if name not in (*SERVER_PERMISSIONS, "manage_threads", "create_private_threads")
)
"""What the channel for announcements needs."""

PLACE_PERMISSIONS: tuple[str, ...] = ("view_channel", "send_messages", "embed_links", "attach_files")
"""What a channel needs in which the bot only posts (the staff channel)."""


def invite_link(application_id: int) -> str:
    """The link with which somebody who manages a server adds the bot, with exactly what it needs."""
    return discord.utils.oauth_url(
        application_id, permissions=INVITE_PERMISSIONS, scopes=("bot", "applications.commands")
    )


def missing_permissions(
    channel: discord.abc.GuildChannel, me: discord.Member, needed: Iterable[str] = CHANNEL_PERMISSIONS
) -> list[Text]:
    """The switches that are off for the bot in this channel, by the names people see; empty: all is well."""
    granted = channel.permissions_for(me)
    return [PERMISSION_NAMES[name] for name in needed if not getattr(granted, name)]


def missing_in_server(me: discord.Member) -> list[Text]:
    """The switches of the bot's role that are off, whatever the channels say."""
    granted = me.guild_permissions
    return [PERMISSION_NAMES[name] for name in SERVER_PERMISSIONS if not getattr(granted, name)]


def visible_to_everyone(channel: discord.abc.GuildChannel) -> bool:
    """Whether @everyone can see the channel. At Discord, a synced channel owns its category's overwrites."""
    return channel.permissions_for(channel.guild.default_role).view_channel
