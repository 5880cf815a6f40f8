"""The year's tables, for the office."""

from __future__ import annotations

from discord.ext import commands

from bot.i18n import _
from cogs.reports.commands import ReportCommands
from cogs.reports.probono import OpenProbonoFigures
from cogs.reports.seeds import OpenSeedFigures
from cogs.reports.year import OpenFigures
from cogs.shared import home
from cogs.shared.permissions import Right


async def setup(bot: commands.Bot) -> None:
    """Add the commands and buttons of this feature to the bot."""
    await bot.add_cog(ReportCommands())
    bot.add_dynamic_items(OpenFigures, OpenSeedFigures, OpenProbonoFigures)
    home.offer(
        "figures",
        order=56,
        right=Right.STAFF,
        button=lambda press: OpenFigures(press.say(_("The year's table"))),
    )
