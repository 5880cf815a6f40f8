"""Which event is meant: a suggestion that was chosen, or a title that was typed."""

from __future__ import annotations

from discord import app_commands

from bot.clock import Moment
from bot.events.rules import Event, NoSuchEvent
from bot.i18n import Text, _
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press


async def suggest_events(
    press: Press, typed: str, *, only_open: bool = False
) -> list[app_commands.Choice[str]]:
    """Meetings that are not over, those whose title has what was typed; rehearsals only for staff.

    ``only_open``: those that still take answers, which is until they begin.
    """
    events = await press.hub.events.upcoming(press.community_id, is_staff=may(press, Right.STAFF))
    now = press.hub.clock()
    return [
        app_commands.Choice(name=_suggestion(event).to(press.lang), value=str(event.id))
        for event in events
        if typed.casefold() in event.title.casefold() and not (only_open and now >= event.starts_at)
    ]


async def suggest_past(press: Press, typed: str) -> list[app_commands.Choice[str]]:
    """Meetings that took place, the latest first."""
    return [
        app_commands.Choice(name=_suggestion(event).to(press.lang), value=str(event.id))
        for event in await press.hub.records.past(press.community_id)
        if typed.casefold() in event.title.casefold()
    ]


def titled(event: Event) -> Text:
    """The title as it stands in lists; a rehearsal says that it is one."""
    mark = _("[Rehearsal] ") if event.is_rehearsal else Text("")
    return _("{rehearsal}{title}", rehearsal=mark, title=event.title)


def _suggestion(event: Event) -> Text:
    return _("{moment} {title}", moment=Moment(event.starts_at, event.tz), title=titled(event))


async def chosen_event(press: Press, written: str) -> int:
    """The id behind what stands in the option; `NoSuchEvent` if that is nothing, or more than one thing.

    Whether the id belongs to this community is the use case's business.
    """
    if written.isascii() and written.isdigit() and len(written) < 19:
        return int(written)
    found = await suggest_events(press, written.strip()) or await suggest_past(press, written.strip())
    if len(found) != 1:
        raise NoSuchEvent
    return int(found[0].value)
