"""What staff press on the lines that Discord's own events and published cards put on the desk."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.i18n import _
from cogs.shared.controls import HubButton
from cogs.shared.permissions import Right
from cogs.shared.press import Press


class MirrorAgainButton(HubButton, template="event:{event_id:d}:mirror"):
    """[Post it again]: a new entry where somebody deleted the old one."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        event = await press.hub.mirrors.post_again(press.community_id, self.event_id)
        await press.answer(
            _("“{title}” is being put into this server's events again. It takes a moment.", title=event.title)
        )


class TryAgainButton(HubButton, template="mirrors:0:again"):
    """[Try again now]: somebody pressed the missing switch."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await press.hub.mirrors.try_again(press.community_id)
        await press.answer(
            _("It is being tried again now. If it works, the line on the desk is gone within a minute.")
        )


MIRROR_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (MirrorAgainButton, TryAgainButton)
