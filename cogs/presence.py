"""Asks Discord who is in a server, in turn with everything else that the bot sends."""

from __future__ import annotations

import discord

from bot.outbox.pacing import Pacer
from cogs.shared import asking
from cogs.shared.asking import NotAnswered


class DiscordPresence:
    """`bot.members.presence.Presence` of ``bot``."""

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
            return await asking.member_of(guild, discord_user_id) is not None
        except NotAnswered:
            return None

    async def count_role(self, community_id: int, role_id: int) -> int | None:
        """How many hold this role now; None when Discord did not say: then there is no line on the desk."""
        guild = self._bot.get_guild(community_id)
        if guild is None:
            return None
        await self._pacer.wait()
        return await asking.count_role(guild, role_id)
