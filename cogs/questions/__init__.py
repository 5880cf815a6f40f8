"""Questions to the office: the form, the post for staff with its buttons, one's own questions."""

from __future__ import annotations

from discord.ext import commands

from bot.i18n import _
from cogs.questions.card import register_layouts
from cogs.questions.commands import Questions
from cogs.questions.lists import MyQuestions, TurnPage, show_latest
from cogs.questions.modals import ask
from cogs.questions.staff_views import AnswerButton, SettledButton
from cogs.questions.views import AskAbout, AskAgain, AskOffice
from cogs.shared import home, screens


async def setup(bot: commands.Bot) -> None:
    """Add the command, buttons and layouts of this feature to the bot."""
    register_layouts()
    await bot.add_cog(Questions())
    bot.add_dynamic_items(AskOffice, AskAbout, AskAgain, MyQuestions, TurnPage, AnswerButton, SettledButton)
    screens.register(screens.MY_QUESTIONS, show_latest)
    screens.register(screens.ASK_OFFICE, ask)
    home.offer("ask", order=5, button=lambda press: AskOffice(press.say(_("Ask the office"))))
