"""What people are told, by which way and at which hours: /reminders, /mail, [Remind me later].

And what comes back by mail: the replies, for the office.
"""

from __future__ import annotations

from discord.ext import commands

from cogs.mailing import broadcasts
from cogs.mailing.answers import MAIL_ANSWER_CONTROLS
from cogs.mailing.commands import MailCommands, Reminders
from cogs.mailing.later import LaterButton, LaterChoice
from cogs.mailing.mail import EnterNumber, GetByMail, LeaveMail, MailButton
from cogs.mailing.panel import (
    BackToReminders,
    HoursButton,
    LanguageOfNotices,
    LeadSelect,
    NeverQuietButton,
    PreviewButton,
    TopicSelect,
    WaySelect,
    show_reminders,
)
from cogs.shared import screens


async def setup(bot: commands.Bot) -> None:
    """Add the commands and buttons of this feature to the bot."""
    await bot.add_cog(Reminders())
    await bot.add_cog(MailCommands())
    bot.add_dynamic_items(
        TopicSelect, WaySelect, LeadSelect, LanguageOfNotices, HoursButton, NeverQuietButton, PreviewButton
    )
    bot.add_dynamic_items(BackToReminders, LaterButton, LaterChoice)
    bot.add_dynamic_items(GetByMail, EnterNumber, LeaveMail, MailButton)
    bot.add_dynamic_items(*MAIL_ANSWER_CONTROLS)
    screens.register(screens.REMINDERS, show_reminders)
    await broadcasts.setup(bot)
