"""One question with two buttons, asked privately before something that cannot be taken back."""

from __future__ import annotations

import discord

from bot.i18n import Text, _
from cogs.shared.controls import HubView, OnPress, ViewButton
from cogs.shared.press import Press


class ConfirmView(HubView):
    """[yes] does ``on_yes``, which should `Press.update` the question away; [no] changes nothing."""

    def __init__(self, press: Press, yes: Text, no: Text, on_yes: OnPress) -> None:
        super().__init__(
            ViewButton(press.say(yes), on_yes, style=discord.ButtonStyle.danger, updates=True),
            ViewButton(press.say(no), _leave_it, updates=True),
        )


async def _leave_it(press: Press) -> None:
    await press.update(_("Nothing was changed."))
