"""Buttons under private answers about seeds; they work in direct messages and leave no trace of anybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import discord

from bot.errors import UserError
from bot.i18n import C_, Text, _, text_of
from cogs.shared.controls import HubModal, HubView, OnPress, ViewButton
from cogs.shared.press import Press
from cogs.shared.renderers import escape

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


async def give_back(
    press: Press,
    no: UserError,
    typed: Sequence[str],
    form: Callable[[Press], HubModal],
    back: OnPress | None = None,
) -> None:
    """A refusal, with everything that was typed, and [Rewrite] for the form as it was filled.

    The words are in an embed, which holds them whole; ``back`` is what [Go back] does.
    """

    async def again(press: Press) -> None:
        await press.open_form(form(press))

    words = "\n\n".join(each for each in typed if each.strip())
    embeds = [discord.Embed(title=press.say(_("What you had written")), description=escape(words))]
    buttons = [QuietButton(press, C_("button", "Rewrite"), again, opens_form=True)]
    if back is not None:
        buttons.append(QuietButton(press, _("Go back"), back))
    await press.update(text_of(no), embeds=embeds if words else [], view=HubView(*buttons))
