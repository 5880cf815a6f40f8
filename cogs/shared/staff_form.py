"""The base of the office's forms: text boxes by name, and what is done with them is handed in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.errors import UserError
from bot.i18n import Text, _, text_of
from cogs.shared.forms import HubModal
from cogs.shared.panels import HubView, ViewButton
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press

Typed = dict[str, Any]
"""What was typed or chosen, by the names of the boxes."""
Then = Callable[[Press, Typed], Awaitable[None]]


class StaffForm(HubModal):
    right = Right.STAFF
    updates = True

    def __init__(self, press: Press, title: Text, then: Then) -> None:
        super().__init__(press.say(title))
        self._press = press
        self._then = then
        self._boxes: dict[str, discord.ui.TextInput[Any]] = {}

    def box(
        self,
        name: str,
        label: Text,
        value: str,
        most: int,
        *,
        hint: Text | None = None,
        required: bool = False,
        paragraph: bool = False,
    ) -> None:
        """One text box, filled with ``value``; ``hint`` is shown while it is empty."""
        text_input = discord.ui.TextInput[Any](
            custom_id=name,
            default=value[:most] or None,
            max_length=most,
            placeholder=None if hint is None else self._press.say(hint),
            required=required,
            style=discord.TextStyle.paragraph if paragraph else discord.TextStyle.short,
        )
        self._boxes[name] = text_input
        self.add_item(discord.ui.Label(text=self._press.say(label), component=text_input))

    async def submitted(self, press: Press) -> None:
        await self._then(press, {name: box.value for name, box in self._boxes.items()} | self.chosen())

    def chosen(self) -> Typed:
        """What was chosen in components other than text boxes."""
        return {}


def kept_typed(then: Then, form: Callable[[Press, Typed, Then], StaffForm]) -> Then:
    """``then``, but a refusal is told with [Correct it], which opens the form again as it was filled."""

    async def do(press: Press, typed: Typed) -> None:
        async def again(press: Press) -> None:
            needs_staff(press)
            await press.open_form(form(press, typed, do))

        try:
            await then(press, typed)
        except UserError as problem:
            correct = ViewButton(
                press.say(_("Correct it")), again, style=discord.ButtonStyle.primary, opens_form=True
            )
            await press.update(text_of(problem), view=HubView(correct))

    return do
