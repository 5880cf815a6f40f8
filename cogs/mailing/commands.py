"""The slash commands of notices and mail. No address is ever an option: it is typed into a form."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.i18n import C_, _
from cogs.mailing.mail import leave_mail, open_address_form, show_mail
from cogs.mailing.panel import show_reminders
from cogs.shared.commands import on_press
from cogs.shared.press import Press
from cogs.shared.translator import cmd


class Reminders(commands.Cog):
    @app_commands.command(
        name=cmd(C_("command", "reminders")),
        description=cmd(_("What the bot tells you, by which way, and at which hours")),
    )
    @app_commands.guild_only()
    @on_press()
    async def reminders(self, press: Press) -> None:
        await show_reminders(press)


@app_commands.guild_only()
class MailCommands(
    commands.GroupCog,
    name="mail_commands",
    group_name=cmd(C_("command", "mail")),
    group_description=cmd(_("Notices by mail: register, leave, change the address")),
):
    """/mail …"""

    @app_commands.command(
        name=cmd(C_("mail command", "subscribe")),
        description=cmd(_("Get notices by mail; you are asked for the address in a form")),
    )
    @on_press(opens_form=True)
    async def subscribe(self, press: Press) -> None:
        await open_address_form(press)

    @app_commands.command(
        name=cmd(C_("mail command", "unsubscribe")),
        description=cmd(_("No more mail, from this moment")),
    )
    @on_press()
    async def unsubscribe(self, press: Press) -> None:
        await leave_mail(press)

    @app_commands.command(
        name=cmd(C_("mail command", "address")),
        description=cmd(_("Another mail address; the old one counts until the new one is confirmed")),
    )
    @on_press(opens_form=True)
    async def address(self, press: Press) -> None:
        await open_address_form(press)

    @app_commands.command(
        name=cmd(C_("mail command", "status")),
        description=cmd(_("Whether mail reaches you, and what comes by mail")),
    )
    @on_press()
    async def status(self, press: Press) -> None:
        await show_mail(press)
