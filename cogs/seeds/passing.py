"""Buttons under private answers about seeds; they work in direct messages and leave no trace of anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.i18n import Text
from cogs.shared.controls import OnPress, ViewButton
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub


class QuietButton(ViewButton):
    """Of the community of the press that showed it."""

    is_anonymous = True

    def __init__(
        self,
        press: Press,
        label: Text,
        on_press: OnPress,
        *,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        row: int | None = None,
        opens_form: bool = False,
    ) -> None:
        super().__init__(
            press.say(label), on_press, style=style, row=row, updates=not opens_form, opens_form=opens_form
        )
        self._community_id = press.community_id

    async def find_community(self, hub: Hub) -> int | None:
        return self._community_id
