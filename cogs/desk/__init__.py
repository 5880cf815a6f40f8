"""The desk of the office, and handing over."""

from __future__ import annotations

from discord.ext import commands

from bot.i18n import _
from cogs.desk.commands import DeskCommands
from cogs.desk.desk import DESK_CONTROLS, OpenDesk
from cogs.desk.handover import HANDOVER_CONTROLS, OpenHandover
from cogs.shared import home
from cogs.shared.permissions import Right


async def setup(bot: commands.Bot) -> None:
    """Add the commands and buttons of this feature to the bot."""
    await bot.add_cog(DeskCommands())
    bot.add_dynamic_items(*DESK_CONTROLS, *HANDOVER_CONTROLS)
    home.offer("desk", order=30, right=Right.STAFF, button=lambda press: OpenDesk(press.say(_("Desk"))))
    home.offer(
        "handover",
        order=58,
        right=Right.STAFF,
        button=lambda press: OpenHandover(press.say(_("Hand over"))),
    )
