"""The dictionary of skills and the settings of probono, added to the bot."""

from __future__ import annotations

from discord.ext import commands

from cogs.probono.probono_settings import ProbonoSettingsButton, ProbonoTargetsButton, show_probono_settings
from cogs.probono.skills_command import SkillCommands
from cogs.probono.skills_panel import OpenSkills
from cogs.probono.skills_teaching import TeachWord
from cogs.shared import screens


async def setup_figures(bot: commands.Bot) -> None:
    """Add the commands, buttons and screens of skills and settings to the bot."""
    await bot.add_cog(SkillCommands())
    bot.add_dynamic_items(OpenSkills, TeachWord, ProbonoSettingsButton, ProbonoTargetsButton)
    screens.register(screens.PROBONO_SETTINGS, show_probono_settings)
