"""To whom a message goes: a channel, mail, direct messages, or instead the people of one meeting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, ClassVar

import discord

from bot.clock import Moment
from bot.i18n import Text, _
from bot.mailing.broadcast_rules import Broadcast
from bot.mailing.broadcasts import Aim
from cogs.shared.controls import ViewButton, ViewChannelSelect, ViewSelect
from cogs.shared.permissions import Right
from cogs.shared.press import Press

Show = Callable[[Press, Broadcast], Awaitable[None]]
"""What shows the panel anew."""

EVERYBODY = "0"
MEETINGS = 24
"""Options of a menu at Discord, less the one for no meeting."""


async def aim_controls(press: Press, broadcast: Broadcast, show: Show) -> list[discord.ui.Item[Any]]:
    """The menus and switches; for the people of a meeting there is no channel to choose."""
    events = await press.hub.events.upcoming(press.community_id, limit=MEETINGS)
    options = [
        discord.SelectOption(
            label=press.say(_("Everybody, not only the people of one event")),
            value=EVERYBODY,
            default=broadcast.event_id is None,
        )
    ]
    options += [
        discord.SelectOption(
            label=event.title,
            description=press.say(_("{moment}", moment=Moment(event.starts_at, event.tz))),
            value=str(event.id),
            default=event.id == broadcast.event_id,
        )
        for event in events
    ]
    meetings = _MeetingMenu(options, broadcast, show)
    if broadcast.event_id is not None:
        return [meetings]
    by_mail = _("Mail: on") if broadcast.by_mail else _("Mail: off")
    by_dm = _("DM: on") if broadcast.by_dm else _("DM: off")
    return [
        _ChannelMenu(press, broadcast, show),
        meetings,
        _Switch(press, by_mail, replace(_aim(broadcast), by_mail=not broadcast.by_mail), broadcast, show),
        _Switch(press, by_dm, replace(_aim(broadcast), by_dm=not broadcast.by_dm), broadcast, show),
    ]


def _aim(broadcast: Broadcast) -> Aim:
    return Aim(broadcast.channel_id, by_mail=broadcast.by_mail, by_dm=broadcast.by_dm)


class _ChannelMenu(ViewChannelSelect):
    right: ClassVar[Right] = Right.STAFF

    def __init__(self, press: Press, broadcast: Broadcast, show: Show) -> None:
        kind = discord.SelectDefaultValueType.channel
        chosen = [_Chosen(id=broadcast.channel_id, type=kind)] if broadcast.channel_id else []
        super().__init__(
            updates=True,
            channel_types=[discord.ChannelType.text, discord.ChannelType.news],
            min_values=0,
            default_values=chosen,
            placeholder=press.say(_("Post in no channel")),
        )
        self._broadcast = broadcast
        self._show = show

    async def press(self, press: Press) -> None:
        aim = replace(_aim(self._broadcast), channel_id=self.values[0].id if self.values else None)
        await _take_aim(press, self._broadcast, aim, self._show)


class _Chosen(discord.SelectDefaultValue):
    """What the menu shows as chosen. discord.py 2.7 sends the id as a number; Discord documents a string."""

    def to_dict(self) -> Any:
        return {**super().to_dict(), "id": str(self.id)}


class _MeetingMenu(ViewSelect):
    right: ClassVar[Right] = Right.STAFF

    def __init__(self, options: list[discord.SelectOption], broadcast: Broadcast, show: Show) -> None:
        super().__init__(options, updates=True)
        self._broadcast = broadcast
        self._show = show

    async def press(self, press: Press) -> None:
        chosen = self.values[0]
        aim = Aim() if chosen == EVERYBODY else Aim(event_id=int(chosen))
        await _take_aim(press, self._broadcast, aim, self._show)


class _Switch(ViewButton):
    right: ClassVar[Right] = Right.STAFF

    def __init__(self, press: Press, label: Text, aim: Aim, broadcast: Broadcast, show: Show) -> None:
        super().__init__(press.say(label), updates=True)
        self._aim = aim
        self._broadcast = broadcast
        self._show = show

    async def press(self, press: Press) -> None:
        await _take_aim(press, self._broadcast, self._aim, self._show)


async def _take_aim(press: Press, broadcast: Broadcast, aim: Aim, show: Show) -> None:
    await show(press, await press.hub.to_many.broadcasts.aim(press.community_id, broadcast.id, aim))
