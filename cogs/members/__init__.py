"""What every member has: /home, /my, /help and their own settings."""

from __future__ import annotations

from discord.ext import commands

from bot.i18n import _
from cogs.members.commands import Members
from cogs.members.help import OpenHelp
from cogs.members.home import OpenHome
from cogs.members.my import OpenMy
from cogs.members.notices import ShowNotice
from cogs.members.pin import PinHome
from cogs.members.privacy import DownloadMine, ForgetMe, OpenPrivacy
from cogs.members.settings import (
    DmButton,
    LanguageSelect,
    OpenReminders,
    OpenSettings,
    PrefectureButton,
    SubjectsButton,
)
from cogs.shared import home
from cogs.shared.permissions import Right
from cogs.shared.sectors import ElsewhereButton, SectorSelect


async def setup(bot: commands.Bot) -> None:
    """Add the commands and buttons of this feature to the bot."""
    await bot.add_cog(Members())
    bot.add_dynamic_items(
        OpenHome, OpenMy, OpenHelp, OpenSettings, PinHome, LanguageSelect, SectorSelect, DmButton
    )
    bot.add_dynamic_items(SubjectsButton, ShowNotice, ElsewhereButton, PrefectureButton, OpenReminders)
    bot.add_dynamic_items(OpenPrivacy, DownloadMine, ForgetMe)
    home.offer("my", order=0, button=lambda press: OpenMy(press.say(_("My answers"))))
    home.offer("settings", order=1, button=lambda press: OpenSettings(press.say(_("My settings"))))
    home.offer("privacy", order=6, button=lambda press: OpenPrivacy(press.say(_("My data"))))
    home.offer("help", order=9, button=lambda press: OpenHelp(press.say(_("How to use"))))
    home.offer(
        "pin",
        order=80,
        right=Right.STAFF,
        button=lambda press: PinHome(press.say(_("Pin the home panel here"))),
    )
