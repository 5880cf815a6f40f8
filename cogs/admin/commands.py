"""The slash commands of those who look after the server."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.i18n import C_, _
from cogs.admin.outbox import show_outbox
from cogs.admin.setup import show_setup
from cogs.admin.status import show_status
from cogs.shared.commands import on_press
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.translator import cmd


class Admin(commands.Cog):
    @app_commands.command(
        name=cmd(C_("command", "setup")),
        description=cmd(_("Choose the channels and the staff role, and change the bot's settings")),
    )
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @on_press(right=Right.MANAGER, before_setup=True)
    async def setup(self, press: Press) -> None:
        await show_setup(press)

    @app_commands.command(
        name=cmd(C_("command", "outbox")),
        description=cmd(_("See what waits to be sent and what did not arrive (office)")),
    )
    @app_commands.guild_only()
    @on_press(right=Right.STAFF)
    async def outbox(self, press: Press) -> None:
        await show_outbox(press)

    @app_commands.command(
        name=cmd(C_("command", "status")),
        description=cmd(_("See how the bot is doing, and what helps (office)")),
    )
    @app_commands.guild_only()
    @on_press(right=Right.STAFF)
    async def status(self, press: Press) -> None:
        await show_status(press)
