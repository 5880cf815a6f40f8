"""/checkin: for the office the panel at the door, for everybody else the form for the digits."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.errors import N_, UserError
from bot.events.check_in import is_check_in_time
from bot.events.rules import Event
from bot.i18n import C_, _
from cogs.attendance.panel import show_panel
from cogs.attendance.views import open_form
from cogs.shared.commands import on_press, suggesting
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press
from cogs.shared.translator import cmd


class NothingToCheckInTo(UserError):
    sentence = N_(
        "No event can be checked in to right now. Check-in opens 30 minutes before an event begins, "
        "and closes when it ends."
    )


class CheckInCommand(commands.Cog):
    @app_commands.command(
        name=cmd(C_("command", "checkin")),
        description=cmd(_("Check in to an event that is about to begin; the office starts check-in with it")),
    )
    @app_commands.guild_only()
    @app_commands.rename(event=cmd(C_("option", "event")))
    @app_commands.describe(event=cmd(_("Choose one from the list; with only one event it may stay empty")))
    @on_press(opens_form=True)
    async def checkin(self, press: Press, event: str | None = None) -> None:
        event_id = await _which(press, event)
        if may(press, Right.STAFF):
            await show_panel(press, event_id, start=True)
        else:
            await open_form(press, event_id)

    @checkin.autocomplete("event")
    @suggesting
    async def _events(self, press: Press, typed: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=event.title, value=str(event.id))
            for event in await _current(press)
            if typed.casefold() in event.title.casefold()
        ]


async def _current(press: Press) -> list[Event]:
    """Meetings that can be checked in to now."""
    now = press.hub.clock()
    events = await press.hub.events.upcoming(press.community_id, is_staff=may(press, Right.STAFF))
    return [event for event in events if is_check_in_time(event, now)]


async def _which(press: Press, written: str | None) -> int:
    if written is not None and written.isascii() and written.isdigit() and len(written) < 19:
        return int(written)
    found = [event for event in await _current(press) if not written or written.strip() in event.title]
    if len(found) != 1:
        raise NothingToCheckInTo
    return found[0].id
