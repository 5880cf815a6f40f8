"""The consultation desk's list, for the office."""

from __future__ import annotations

from discord.ext import commands

from bot.i18n import _
from cogs.consultations.commands import ConsultationCommands
from cogs.consultations.views import CONTROLS, NoteConsultation
from cogs.shared import home
from cogs.shared.permissions import Right


async def setup(bot: commands.Bot) -> None:
    """Add the commands and buttons of this feature to the bot."""
    await bot.add_cog(ConsultationCommands())
    bot.add_dynamic_items(*CONTROLS)
    home.offer(
        "consultations",
        order=34,
        right=Right.STAFF,
        button=lambda press: NoteConsultation(press.say(_("Note a consultation"))),
    )
