"""What staff press at the door: tap names, let in those who wait, note who came without applying."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import discord

from bot.attendance.desk import LetIn
from bot.attendance.rules import Present
from bot.events.notice_lines import mode_name
from bot.events.on_behalf import Account
from bot.events.rules import Mode
from bot.i18n import Text, _, _n
from cogs.attendance.guests import ask_walk_in
from cogs.attendance.seats import say_let_in
from cogs.shared.controls import HubButton, HubView, ViewButton, ViewSelect
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press

PAGE = 25


class RollButton(HubButton, template="checkin:{event_id:d}:roll"):
    """[Tap names]: 25 on a page; whoever is marked is there."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        event, people = await press.hub.check_in_desk.roll(press.community_id, self.event_id)
        listed = [each for each in people if not each.waits]
        if not listed:
            await press.answer(_("Nobody has a seat in “{title}”.", title=event.title))
            return
        await _Roll(event.id, listed).show(press, answer=True)


class AdmitButton(HubButton, template="checkin:{event_id:d}:admit"):
    """[Let in those who wait]: a seat for somebody on the spot."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        event, people = await press.hub.check_in_desk.roll(press.community_id, self.event_id)
        waiting = [each for each in people if each.waits]
        if not waiting:
            await press.answer(_("Nobody waits for a seat in “{title}”.", title=event.title))
            return
        words = _("Who may come in? They get a seat, and are noted as there.")
        await press.answer(words, view=HubView(_WaitingMenu(press, event.id, waiting[:PAGE])))


class WalkInButton(HubButton, template="checkin:{event_id:d}:walkin"):
    """[Came without applying]: a form for somebody with or without Discord."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        await ask_walk_in(press, self.event_id)


DOOR_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (RollButton, AdmitButton, WalkInButton)


def account(press: Press) -> Account:
    """The member of staff who acts."""
    return Account(press.user_id, press.display_name)


class _Roll:
    """One page of names at a time; every choice is kept at once."""

    def __init__(self, event_id: int, people: Sequence[Present]) -> None:
        self._event_id = event_id
        self._people = people
        self._at = 0

    @property
    def _pages(self) -> int:
        return -(-len(self._people) // PAGE)

    @property
    def _shown(self) -> Sequence[Present]:
        return self._people[self._at * PAGE : (self._at + 1) * PAGE]

    async def show(self, press: Press, *, answer: bool = False, changed: Text | None = None) -> None:
        lines = [changed] if changed else []
        lines.append(_("Choose everybody who is there, and take the mark away from those who are not."))
        words = "\n".join(press.say(line) for line in lines)
        await (press.answer if answer else press.update)(words, view=self._view(press))

    def _view(self, press: Press) -> HubView:
        options = [
            discord.SelectOption(
                label=each.name or press.say(_("(name unknown)")),
                value=str(each.member_id),
                description=press.say(mode_name(each.mode)),
                default=each.came,
            )
            for each in self._shown
        ]
        self._menu = ViewSelect(
            options,
            self._chosen,
            placeholder=press.say(_("Nobody is marked yet")),
            min_values=0,
            max_values=len(options),
            updates=True,
        )
        if self._pages == 1:
            return HubView(self._menu)
        return HubView(
            self._menu,
            ViewButton(press.say(_("Previous")), self._back, disabled=self._at == 0, updates=True),
            ViewButton(press.say(_("Next")), self._on, disabled=self._at == self._pages - 1, updates=True),
        )

    async def _chosen(self, press: Press) -> None:
        needs_staff(press)
        came = {int(value) for value in self._menu.values}
        absent = {each.member_id for each in self._shown} - came
        desk = press.hub.check_in_desk
        changed = await desk.mark(
            press.community_id, account(press), self._event_id, came=came, absent=absent
        )
        await self._read(press)
        words = _n("Changed: {count} person.", "Changed: {count} people.", count=changed)
        await self.show(press, changed=words)

    async def _back(self, press: Press) -> None:
        await self._turn(press, -1)

    async def _on(self, press: Press) -> None:
        await self._turn(press, +1)

    async def _turn(self, press: Press, step: int) -> None:
        needs_staff(press)
        await self._read(press)
        self._at = min(max(self._at + step, 0), self._pages - 1)
        await self.show(press)

    async def _read(self, press: Press) -> None:
        _event, people = await press.hub.check_in_desk.roll(press.community_id, self._event_id)
        now = {each.member_id: each for each in people if not each.waits}
        kept = [now.pop(each.member_id, each) for each in self._people]  # nobody changes places on the page
        self._people = [*kept, *now.values()]


class _WaitingMenu(ViewSelect):
    updates = True

    def __init__(self, press: Press, event_id: int, waiting: Sequence[Present]) -> None:
        self._event_id = event_id
        self._modes = {each.member_id: each.mode for each in waiting}
        options = [
            discord.SelectOption(
                label=each.name or press.say(_("(name unknown)")),
                value=str(each.member_id),
                description=press.say(mode_name(each.mode)),
            )
            for each in waiting
        ]
        super().__init__(options, placeholder=press.say(_("Choose one person")))

    async def press(self, press: Press) -> None:
        needs_staff(press)
        member_id = int(self.values[0])
        mode: Mode = self._modes[member_id]

        async def let_in(press: Press, *, over_capacity: bool) -> LetIn:
            return await press.hub.check_in_desk.admit(
                press.community_id,
                account(press),
                self._event_id,
                member_id,
                mode,
                over_capacity=over_capacity,
            )

        await say_let_in(press, let_in)
