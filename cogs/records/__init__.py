"""Records of meetings, feedback, and the list of participants as a file."""

from __future__ import annotations

from discord.ext import commands

from cogs.records.card import register_layouts
from cogs.records.downloads import DOWNLOAD_CONTROLS, send_list
from cogs.records.feedback import FEEDBACK_CONTROLS
from cogs.records.panel import RECORD_CONTROLS, show_record
from cogs.shared import screens


async def setup(bot: commands.Bot) -> None:
    """Add the buttons and layouts of this feature to the bot; its commands stand under /event."""
    register_layouts()
    bot.add_dynamic_items(*RECORD_CONTROLS, *FEEDBACK_CONTROLS, *DOWNLOAD_CONTROLS)
    screens.register(screens.EVENT_RECORD, show_record)
    screens.register(screens.EVENT_EXPORT, send_list)
