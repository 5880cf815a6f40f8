"""The calendar file that comes with a private answer."""

from __future__ import annotations

import asyncio
import io
import sys

import discord

from bot.events.calendar import FILENAME, calendar_file
from bot.events.rules import EventState, Personal
from cogs.shared.press import Press


async def calendar_files(press: Press, mine: Personal) -> list[discord.File]:
    """One file for somebody who comes or waits, none otherwise."""
    if not mine.places or mine.event.state is not EventState.ANNOUNCED:
        return []
    made = mine, press.community.name, press.lang, press.hub.clock()
    if "icalendar" in sys.modules:
        content = calendar_file(*made)
    else:  # the first import takes 0.2 s, in which nobody else's press should wait
        content = await asyncio.to_thread(calendar_file, *made)
    return [discord.File(io.BytesIO(content), filename=FILENAME)]
