"""The slash commands of the office's desk."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.i18n import C_, _
from cogs.desk.desk import show_desk
from cogs.desk.handover import show_handover
from cogs.shared.commands import on_press
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.translator import cmd


class DeskCommands(commands.Cog):
    @app_commands.command(
        name=cmd(C_("command", "desk")),
        description=cmd(_("Everything that waits for you, in order, with buttons (office)")),
    )
    @app_commands.guild_only()
    @on_press(right=Right.STAFF)
    async def desk(self, press: Press) -> None:
        await show_desk(press)

    @app_commands.command(
        name=cmd(C_("command", "handover")),
        description=cmd(_("Everything your successor needs, on one private page (office)")),
    )
    @app_commands.guild_only()
    @on_press(right=Right.STAFF)
    async def handover(self, press: Press) -> None:
        await show_handover(press)
