"""Asking Discord about people by REST: the bot keeps no members and hears nobody leave."""

from __future__ import annotations

import aiohttp
import discord

UNKNOWN_MEMBER = 10007
UNKNOWN_USER = 10013
_UNREACHED = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)


class NotAnswered(Exception):
    """Discord did not say; then nothing is known, and nothing is changed."""


async def member_of(guild: discord.Guild, user_id: int) -> discord.Member | None:
    """The account as a member of the server now, or None: it is not in it. Raises `NotAnswered`."""
    try:
        return await guild.fetch_member(user_id)
    except discord.NotFound as refusal:
        if refusal.code in (UNKNOWN_MEMBER, UNKNOWN_USER):
            return None
        raise NotAnswered from refusal
    except _UNREACHED as error:
        raise NotAnswered from error


async def count_role(guild: discord.Guild, role_id: int | None) -> int | None:
    """How many hold this role now; None when Discord did not say.

    discord.py writes that this needs Manage Roles, Discord's own page names no permission. The bot does not
    ask for it, because it needs it for nothing else.
    """
    try:
        counts = await guild.role_member_counts()
    except _UNREACHED:
        return None
    return next((count for role, count in counts.items() if role.id == role_id), 0)
