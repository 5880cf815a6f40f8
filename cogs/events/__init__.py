"""Meetings as people see them: the card, its buttons, the answers, and how staff write a new one."""

from __future__ import annotations

from discord.ext import commands

from bot.i18n import _
from cogs.events.card import register_layouts
from cogs.events.commands import EventCommands, NewEvent, RsvpCommand
from cogs.events.departed import DEPARTED_CONTROLS
from cogs.events.desk_buttons import DESK_CONTROLS
from cogs.events.draft_views import DRAFT_CONTROLS, show_announced, show_draft
from cogs.events.edit_views import EDIT_CONTROLS
from cogs.events.later import LaterButton
from cogs.events.lists import OpenList
from cogs.events.mirror_buttons import MIRROR_CONTROLS
from cogs.events.people import PEOPLE_CONTROLS
from cogs.events.plain_text import PlainTextButton
from cogs.events.staff_views import STAFF_CONTROLS
from cogs.events.views import MEMBER_CONTROLS
from cogs.shared import home, screens
from cogs.shared.permissions import Right


async def setup(bot: commands.Bot) -> None:
    """Add the commands, buttons and layouts of this feature to the bot."""
    register_layouts()
    await bot.add_cog(EventCommands())
    await bot.add_cog(RsvpCommand())
    bot.add_dynamic_items(*MEMBER_CONTROLS, *DRAFT_CONTROLS, *STAFF_CONTROLS, OpenList, NewEvent)
    bot.add_dynamic_items(*DESK_CONTROLS, LaterButton)
    bot.add_dynamic_items(*DEPARTED_CONTROLS, *PEOPLE_CONTROLS, *EDIT_CONTROLS)
    bot.add_dynamic_items(*MIRROR_CONTROLS, PlainTextButton)
    screens.register(screens.DRAFT_PREVIEW, show_draft)
    screens.register(screens.EVENT_ANNOUNCED, show_announced)
    home.offer("events", order=10, button=lambda press: OpenList(press.say(_("Next events"))))
    home.offer(
        "new_event", order=30, right=Right.STAFF, button=lambda press: NewEvent(press.say(_("New event")))
    )
