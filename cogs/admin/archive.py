"""Where records of meetings are published: a part of [More settings]."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord

from bot.i18n import _
from bot.members.rules import Community
from cogs.admin.more_forms import Keep
from cogs.admin.panels import ManagerButton, ManagerChannelSelect, chosen_channel
from cogs.shared.controls import HubView
from cogs.shared.press import Press

Show = Callable[[Press], Awaitable[None]]


class ArchivePanel:
    """One menu of channels; a choice is kept at once and leads back to the settings."""

    def __init__(self, community: Community, keep: Keep, *, back: Show) -> None:
        self._channel_id = community.archive_channel_id
        self._keep = keep
        self._back = back

    async def show(self, press: Press) -> None:
        """Show the menu in the place of the pressed message."""
        self._menu = ManagerChannelSelect(
            self._chosen,
            placeholder=press.say(_("Channel for records of events")),
            channel_types=[discord.ChannelType.text, discord.ChannelType.news],
            default_values=chosen_channel(self._channel_id),
            updates=True,
        )
        words = _(
            "Records of events are published in this channel. "
            "Without one they stand in the thread of the event."
        )
        view = HubView(
            self._menu,
            ManagerButton(
                press.say(_("No channel")), self._none, updates=True, disabled=self._channel_id is None
            ),
            ManagerButton(press.say(_("Back")), self._back, updates=True),
        )
        await press.update(words, view=view)

    async def _chosen(self, press: Press) -> None:
        await self._keep(press, archive_channel_id=self._menu.values[0].id)

    async def _none(self, press: Press) -> None:
        await self._keep(press, archive_channel_id=None)
