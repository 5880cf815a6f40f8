"""Projects: their cards, the private panel, the roadmap, and what their owners and the office press."""

from __future__ import annotations

from discord.ext import commands

from bot.i18n import _
from cogs.projects.card import register_layouts
from cogs.projects.commands import ProjectCommands
from cogs.projects.lead_views import LEAD_CONTROLS
from cogs.projects.panel import PANEL_CONTROLS, OpenProjects
from cogs.projects.roadmap_views import ROADMAP_CONTROLS
from cogs.projects.staff_views import STAFF_CONTROLS
from cogs.projects.views import CONTROLS
from cogs.shared import home


async def setup(bot: commands.Bot) -> None:
    """Add the commands, buttons and layouts of this feature to the bot."""
    register_layouts()
    await bot.add_cog(ProjectCommands())
    bot.add_dynamic_items(*CONTROLS, *PANEL_CONTROLS, *ROADMAP_CONTROLS, *LEAD_CONTROLS, *STAFF_CONTROLS)
    home.offer("projects", order=20, button=lambda press: OpenProjects(press.say(_("Projects"))))
