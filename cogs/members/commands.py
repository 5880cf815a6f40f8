"""The slash commands of every member."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.i18n import C_, _
from cogs.members.help import show_help
from cogs.members.home import show_home
from cogs.members.my import show_my
from cogs.members.privacy import show_privacy
from cogs.shared.commands import on_press
from cogs.shared.press import Press
from cogs.shared.translator import cmd


class Members(commands.Cog):
    @app_commands.command(
        name=cmd(C_("command", "home")),
        description=cmd(_("The next events, your answers, and a button for everything you can do")),
    )
    @app_commands.guild_only()
    @on_press()
    async def home(self, press: Press) -> None:
        await show_home(press)

    @app_commands.command(
        name=cmd(C_("command", "my")),
        description=cmd(_("Your answers to coming events, with your links")),
    )
    @app_commands.guild_only()
    @on_press()
    async def my(self, press: Press) -> None:
        await show_my(press)

    @app_commands.command(
        name=cmd(C_("command", "privacy")),
        description=cmd(_("What is stored about you, who can see it, a copy of it, and how to delete it")),
    )
    @app_commands.guild_only()
    @on_press()
    async def privacy(self, press: Press) -> None:
        await show_privacy(press)

    @app_commands.command(
        name=cmd(C_("command", "help")),
        description=cmd(_("How to use this bot, and what you can do with it")),
    )
    @app_commands.guild_only()
    @on_press(before_setup=True)
    async def help(self, press: Press) -> None:
        await show_help(press)
