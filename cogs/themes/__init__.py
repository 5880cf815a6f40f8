"""Seeds and meetings, as the office links them, and the theme of a session that comes from a seed."""

from __future__ import annotations

from discord.ext import commands

from cogs.themes.event_panel import EventSeedsButton
from cogs.themes.seed_panel import MeetingsButton
from cogs.themes.session_panel import SeedsButton


async def setup(bot: commands.Bot) -> None:
    """Add the buttons of this feature to the bot; they stand on panels of seeds, meetings and sessions."""
    bot.add_dynamic_items(MeetingsButton, EventSeedsButton, SeedsButton)
