"""/skills: the dictionary of skills, for the office."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.i18n import C_, _
from cogs.probono.skills_panel import show_dictionary
from cogs.shared.commands import on_press
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.translator import cmd


class SkillCommands(commands.Cog):
    """/skills"""

    @app_commands.command(
        name=cmd(C_("command", "skills")),
        description=cmd(_("By which words the bot recognises skills, and changing them (office)")),
    )
    @app_commands.guild_only()
    @on_press(right=Right.STAFF)
    async def skills(self, press: Press) -> None:
        await show_dictionary(press)
