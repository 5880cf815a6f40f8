"""The slash commands of consultations; they do what the buttons do."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.i18n import C_, _
from cogs.consultations.lists import show_list
from cogs.consultations.views import open_new
from cogs.shared.commands import on_press
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.translator import cmd


@app_commands.guild_only()
class ConsultationCommands(
    commands.GroupCog,
    name="consultation_commands",
    group_name=cmd(C_("command", "consultation")),
    group_description=cmd(_("What people asked the consultation desk (office)")),
):
    """/consultation …"""

    @app_commands.command(
        name=cmd(C_("consultation command", "add")),
        description=cmd(_("Note a consultation: when, how and what it was about (office)")),
    )
    @on_press(right=Right.STAFF, opens_form=True)
    async def add(self, press: Press) -> None:
        await open_new(press)

    @app_commands.command(
        name=cmd(C_("consultation command", "list")),
        description=cmd(_("The consultations that were noted, the latest first (office)")),
    )
    @on_press(right=Right.STAFF)
    async def list_(self, press: Press) -> None:
        await show_list(press)
