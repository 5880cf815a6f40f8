"""What brings a meeting from a private answer into somebody's calendar."""

from __future__ import annotations

import asyncio
import io
import sys
from typing import Any

import discord

from bot.events.calendar import FILENAME, calendar_file
from bot.events.google_calendar import google_link
from bot.events.rules import EventState, Personal
from bot.i18n import _
from cogs.shared.press import Press


async def calendar_files(press: Press, mine: Personal) -> list[discord.File]:
    """One file for somebody who comes or waits, also to take a cancelled meeting out; none otherwise."""
    if not mine.places:
        return []
    made = mine, press.community.name, press.lang, press.hub.clock()
    if "icalendar" in sys.modules:
        content = calendar_file(*made)
    else:  # the first import takes 0.2 s, in which nobody else's press should wait
        content = await asyncio.to_thread(calendar_file, *made)
    return [discord.File(io.BytesIO(content), filename=FILENAME)]


def google_calendar(press: Press, mine: Personal, *, row: int) -> list[discord.ui.Button[Any]]:
    """A link that opens Google Calendar with this meeting, for somebody who comes or waits.

    Google reads what is in it, so it holds what everybody may know and nothing else.
    """
    if not mine.places or mine.event.state is not EventState.ANNOUNCED:
        return []
    url = google_link(mine.event, press.lang)
    return [discord.ui.Button(label=press.say(_("Add to Google Calendar")), url=url, row=row)]
