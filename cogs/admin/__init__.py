"""What those who look after the server press: /setup and /outbox."""

from __future__ import annotations

from discord.ext import commands

from bot.i18n import _
from cogs.admin.commands import Admin
from cogs.admin.outbox import OpenOutbox, OpenTray
from cogs.admin.setup import OpenSetup
from cogs.admin.status import OpenStatus
from cogs.admin.unreached import UnreachedButton
from cogs.shared import home
from cogs.shared.permissions import Right


async def setup(bot: commands.Bot) -> None:
    """Add the commands and buttons of this feature to the bot."""
    await bot.add_cog(Admin())
    bot.add_dynamic_items(OpenOutbox, OpenTray, OpenSetup, OpenStatus, UnreachedButton)
    home.offer("outbox", order=50, right=Right.STAFF, button=lambda press: OpenOutbox(press.say(_("Outbox"))))
    home.offer(
        "status",
        order=60,
        right=Right.STAFF,
        button=lambda press: OpenStatus(press.say(_("How the bot is doing"))),
    )
    home.offer(
        "setup",
        order=90,
        right=Right.MANAGER,
        button=lambda press: OpenSetup(press.say(_("Settings of this server"))),
    )
