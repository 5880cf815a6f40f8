"""Series as staff see them: writing one, its panel, and what can be done with each session."""

from __future__ import annotations

from discord.ext import commands

from bot.i18n import _
from cogs.series import course_card
from cogs.series.change_views import CHANGE_CONTROLS
from cogs.series.commands import NewSeries, SeriesCommands
from cogs.series.course_staff import COURSE_STAFF_CONTROLS
from cogs.series.course_views import COURSE_CONTROLS
from cogs.series.draft_views import DRAFT_CONTROLS
from cogs.series.panel import PANEL_CONTROLS, OpenSeries
from cogs.series.session_views import SESSION_CONTROLS, show_session
from cogs.shared import home, screens
from cogs.shared.permissions import Right


async def setup(bot: commands.Bot) -> None:
    """Add the commands and buttons of this feature to the bot."""
    await bot.add_cog(SeriesCommands())
    course_card.register_layouts()
    bot.add_dynamic_items(*COURSE_CONTROLS, *COURSE_STAFF_CONTROLS)
    bot.add_dynamic_items(NewSeries, *DRAFT_CONTROLS, *PANEL_CONTROLS, *SESSION_CONTROLS, *CHANGE_CONTROLS)
    screens.register(screens.SESSION_PANEL, show_session)
    home.offer("series", order=32, right=Right.STAFF, button=lambda press: OpenSeries(press.say(_("Series"))))
