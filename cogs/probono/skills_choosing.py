"""Choosing a skill: first its group, then the skill; more of them than one menu can hold."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import discord

from bot.i18n import Text, _
from bot.probono.skills_rules import Shelf
from cogs.shared.controls import HubView, ViewButton, ViewSelect
from cogs.shared.permissions import Right
from cogs.shared.press import Press

Show = Callable[[Press], Awaitable[None]]
Chosen = Callable[[Press, str], Awaitable[None]]


class StaffButton(ViewButton):
    right = Right.STAFF


class StaffMenu(ViewSelect):
    """A menu of one choice for the office, which is handed to ``then``; the panel is updated."""

    right = Right.STAFF
    updates = True

    def __init__(
        self,
        press: Press,
        asks: Text,
        options: Sequence[tuple[str, str]],
        then: Chosen,
        now: str | None = None,
    ) -> None:
        """``options`` are values with labels already said; ``now`` is the one that is marked."""
        shown = [
            discord.SelectOption(label=label, value=value, default=value == now) for value, label in options
        ]
        super().__init__(shown, placeholder=press.say(asks))
        self._then = then

    async def press(self, press: Press) -> None:
        await self._then(press, self.values[0])


def back_button(press: Press, back: Show) -> StaffButton:
    return StaffButton(press.say(_("Back")), back, updates=True)


class SkillChooser:
    """Two menus in the place of the pressed message; ``then`` gets the id of the skill."""

    def __init__(
        self, shelves: Sequence[Shelf], words: Text, then: Chosen, *, back: Show | None = None
    ) -> None:
        self._shelves = {shelf.group.id: shelf for shelf in shelves}
        self._words = words
        self._then = then
        self._back = back

    async def show(self, press: Press) -> None:
        """The groups."""
        options = [(each, shelf.group.label.to(press.lang)) for each, shelf in self._shelves.items()]
        menu = StaffMenu(press, _("Which group?"), options, self._group)
        back = [back_button(press, self._back)] if self._back else []
        await press.update(self._words, view=HubView(menu, *back))

    async def _group(self, press: Press, group_id: str) -> None:
        options = [(skill_id, name.to(press.lang)) for skill_id, name in self._shelves[group_id].skills]
        menu = StaffMenu(press, _("Which skill?"), options, self._then)
        await press.update(self._words, view=HubView(menu, back_button(press, self.show)))
