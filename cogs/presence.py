"""Asks Discord who is in a server, by REST: the bot keeps no members and hears nobody leave."""

from __future__ import annotations

import aiohttp
import discord

from bot.outbox.pacing import Pacer

UNKNOWN_MEMBER = 10007
UNKNOWN_USER = 10013
UNREACHED = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
"""What may go wrong on the way; then nothing is known, and nothing is changed."""


class DiscordPresence:
    """`bot.members.presence.Presence` of ``bot``, in turn with everything else that it sends."""

    def __init__(self, bot: discord.Client, pacer: Pacer) -> None:
        self._bot = bot
        self._pacer = pacer

    async def is_here(self, community_id: int, discord_user_id: int) -> bool | None:
        """Whether this account is in the server now; None when Discord did not say."""
        guild = self._bot.get_guild(community_id)
        if guild is None:
            return None
        await self._pacer.wait()
        try:
            await guild.fetch_member(discord_user_id)
        except discord.NotFound as refusal:
            return False if refusal.code in (UNKNOWN_MEMBER, UNKNOWN_USER) else None
        except UNREACHED:
            return None
        return True

    async def count_role(self, community_id: int, role_id: int) -> int | None:
        """How many hold this role now; None when Discord did not say.

        discord.py writes that this needs Manage Roles, Discord's own page names no permission. The bot does
        not ask for it: without an answer there is just no line on the desk.
        """
        guild = self._bot.get_guild(community_id)
        if guild is None:
            return None
        await self._pacer.wait()
        try:
            counts = await guild.role_member_counts()
        except UNREACHED:
            return None
        return next((count for role, count in counts.items() if role.id == role_id), 0)
