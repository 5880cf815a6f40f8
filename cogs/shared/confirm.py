"""One question with two buttons, asked privately before something that cannot be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.i18n import Text, _
from cogs.shared.controls import HubView, OnPress, ViewButton
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub


class ConfirmView(HubView):
    """[yes] does ``on_yes``, which should `Press.update` the question away; [no] changes nothing.

    It can be asked in a direct message too, if the press that asks knew its community.
    """

    def __init__(self, press: Press, yes: Text, no: Text, on_yes: OnPress) -> None:
        super().__init__(
            _Answer(press, yes, on_yes, discord.ButtonStyle.danger),
            _Answer(press, no, _leave_it, discord.ButtonStyle.secondary),
        )


class _Answer(ViewButton):
    def __init__(self, press: Press, label: Text, on_press: OnPress, style: discord.ButtonStyle) -> None:
        self._community_id = press.community_id
        super().__init__(press.say(label), on_press, style=style, updates=True)

    async def find_community(self, hub: Hub) -> int | None:
        return self._community_id


async def _leave_it(press: Press) -> None:
    await press.update(_("Nothing was changed."))
