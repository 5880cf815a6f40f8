"""The slash command of questions; it opens the same form as the buttons."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.i18n import C_, _
from cogs.questions.modals import ask
from cogs.shared.commands import on_press
from cogs.shared.press import Press
from cogs.shared.translator import cmd


class Questions(commands.Cog):
    @app_commands.command(
        name=cmd(C_("command", "ask")),
        description=cmd(_("Ask the office something; only the office reads it, and only you the answer")),
    )
    @app_commands.guild_only()
    @on_press(opens_form=True)
    async def ask(self, press: Press) -> None:
        await ask(press)
