"""Check-in as people press it, and as the office does at the door."""

from __future__ import annotations

from discord.ext import commands

from cogs.attendance.commands import CheckInCommand
from cogs.attendance.door_views import DOOR_CONTROLS
from cogs.attendance.panel import PANEL_CONTROLS
from cogs.attendance.views import MEMBER_CONTROLS


async def setup(bot: commands.Bot) -> None:
    """Add the command and buttons of this feature to the bot."""
    await bot.add_cog(CheckInCommand())
    bot.add_dynamic_items(*MEMBER_CONTROLS, *PANEL_CONTROLS, *DOOR_CONTROLS)
