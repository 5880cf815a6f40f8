"""[People]: who has applied, for staff; each of them can be moved, removed, accepted or refused."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.clock import Span
from bot.events.on_behalf import Account, Placed, WhenFull
from bot.events.roster import Person, Roster
from bot.events.rules import Mode, Place
from bot.i18n import Text, _
from cogs.events.adding import add_controls
from cogs.events.embeds import seats_line
from cogs.events.history import show_history
from cogs.events.people_mail import mail_buttons
from cogs.events.people_texts import mode_text, name_of, note_lines, person_line, placed_lines
from cogs.events.when_full import account_of, ask_when_full
from cogs.events.wishes import OfEvent
from cogs.shared.confirm import ConfirmView
from cogs.shared.controls import HubButton, HubView, ViewButton, ViewSelect
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press
from cogs.shared.renderers import escape

PER_PAGE = 20


class PeopleButton(OfEvent, HubButton, template="event:{event_id:d}:people"):
    """From the event, the desk or a notice to everybody who has applied."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await PeoplePanel(self.event_id).answer(press)


PEOPLE_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (PeopleButton,)


class PeoplePanel:
    """The list, page by page; lives as long as its private message, and is read anew at every press."""

    def __init__(self, event_id: int) -> None:
        self.event_id = event_id
        self.page = 0

    async def answer(self, press: Press) -> None:
        """Show the list as a new private message."""
        roster = await self._read(press)
        await press.answer(embed=self._embed(press, roster), view=self._view(press, roster))

    async def show(self, press: Press, said: Text | str | None = None) -> None:
        """Show the list in the place of the pressed message."""
        needs_staff(press)
        roster = await self._read(press)
        await press.update(said, embed=self._embed(press, roster), view=self._view(press, roster))

    async def _read(self, press: Press) -> Roster:
        roster = await press.hub.rosters.people(press.community_id, self.event_id)
        self.page = min(self.page, max(0, (len(roster.people) - 1) // PER_PAGE))
        return roster

    def _shown(self, roster: Roster) -> list[tuple[int, Person]]:
        first = self.page * PER_PAGE
        return list(enumerate(roster.people, 1))[first : first + PER_PAGE]

    def _embed(self, press: Press, roster: Roster) -> discord.Embed:
        event = roster.event
        lines = [press.say(Text("{span}", {"span": Span(event.starts_at, event.ends_at, event.tz)}))]
        lines += [
            press.say(_("{mode}: {seats}", mode=mode_text(mode), seats=seats_line(seats)))
            for mode, seats in event.seats.items()
        ]
        lines += [press.say(person_line(number, person)) for number, person in self._shown(roster)]
        if not roster.people:
            lines.append(press.say(_("Nobody has applied yet.")))
        return discord.Embed(title=escape(event.title), description="\n".join(lines))

    def _view(self, press: Press, roster: Roster) -> HubView:
        items: list[discord.ui.Item[Any]] = []
        shown = self._shown(roster)
        if shown:
            items.append(self._menu(press, shown))
        items += add_controls(press, roster.event, self)
        items.append(ViewButton(press.say(_("History")), self._history))
        last = max(0, (len(roster.people) - 1) // PER_PAGE)
        if last:
            items.append(
                ViewButton(press.say(_("Previous")), self._turn(-1), disabled=not self.page, updates=True)
            )
            items.append(
                ViewButton(press.say(_("Next")), self._turn(+1), disabled=self.page == last, updates=True)
            )
        return HubView(*items)

    def _menu(self, press: Press, shown: list[tuple[int, Person]]) -> ViewSelect:
        people = {str(person.member_id): person for _number, person in shown}
        menu = ViewSelect(
            [
                discord.SelectOption(
                    label=f"{number}. {press.say(name_of(person))}", value=str(person.member_id)
                )
                for number, person in shown
            ],
            placeholder=press.say(_("Choose somebody to change their place")),
            updates=True,
        )

        async def chosen(press: Press) -> None:
            await PersonPanel(self, people[menu.values[0]]).show(press)

        menu.on_press = chosen
        return menu

    async def _history(self, press: Press) -> None:
        needs_staff(press)
        await show_history(press, self.event_id)

    def _turn(self, step: int) -> Any:
        async def turn(press: Press) -> None:
            self.page = max(0, self.page + step)
            await self.show(press)

        return turn


class PersonPanel:
    """One person of the list, with everything that staff may do."""

    def __init__(self, panel: PeoplePanel, person: Person) -> None:
        self.panel = panel
        self.person = person

    async def show(self, press: Press) -> None:
        needs_staff(press)
        lines = [person_line(None, self.person), *note_lines(self.person)]
        await press.update(
            embed=discord.Embed(
                title=press.say(name_of(self.person)),
                description="\n".join(press.say(line) for line in lines),
            ),
            view=await self._view(press),
        )

    async def _view(self, press: Press) -> HubView:
        event = await press.hub.events.show(press.community_id, self.panel.event_id, is_staff=True)
        held = {place.mode: place.place for place in self.person.places}
        items: list[ViewButton] = []
        for mode in event.seats:
            if held.get(mode) is Place.REQUESTED:
                items.append(self._button(press, _accept(mode), self._accept(mode), primary=True))
            elif held.get(mode) is not Place.CONFIRMED:
                items.append(self._button(press, _give_seat(mode), self._move(mode)))
        if Place.REQUESTED in held.values():
            items.append(self._button(press, _("Refuse the application"), self._refuse))
        if set(held.values()) - {Place.REQUESTED}:
            items.append(self._button(press, _("Take the place back"), self._ask_to_remove))
        items += mail_buttons(press, self.person, self.panel.show)
        items.append(self._button(press, _("Back to the list"), self.panel.show))
        return HubView(*items)

    def _button(self, press: Press, label: Text, do: Any, *, primary: bool = False) -> ViewButton:
        style = discord.ButtonStyle.primary if primary else discord.ButtonStyle.secondary
        return ViewButton(press.say(label), do, style=style, updates=True)

    def _accept(self, mode: Mode) -> Any:
        async def accept(press: Press) -> None:
            needs_staff(press)
            placed = await press.hub.on_behalf.accept(*self._who(press), mode)
            await self._done(press, placed)

        return accept

    def _move(self, mode: Mode, when_full: WhenFull = WhenFull.ASK) -> Any:
        async def move(press: Press) -> None:
            needs_staff(press)
            placed = await press.hub.on_behalf.move(*self._who(press), mode, when_full=when_full)
            if placed.is_full:
                await ask_when_full(press, placed, mode, lambda choice: self._move(mode, choice), self.show)
            else:
                await self._done(press, placed)

        return move

    async def _refuse(self, press: Press) -> None:
        needs_staff(press)
        await self._done(press, await press.hub.on_behalf.refuse(*self._who(press)), gone=True)

    async def _ask_to_remove(self, press: Press) -> None:
        needs_staff(press)
        question = _(
            "Take the place of {name} back? If somebody waits for it, they get it at once.",
            name=name_of(self.person),
        )
        await press.update(
            question, view=ConfirmView(press, _("Take the place back"), _("Go back"), self._remove)
        )

    async def _remove(self, press: Press) -> None:
        needs_staff(press)
        await self._done(press, await press.hub.on_behalf.remove(*self._who(press)), gone=True)

    async def _done(self, press: Press, placed: Placed, *, gone: bool = False) -> None:
        lines = placed_lines(placed, gone=gone)
        await self.panel.show(press, "\n".join(press.say(line) for line in lines))

    def _who(self, press: Press) -> tuple[int, Account, int, int]:
        return press.community_id, account_of(press), self.panel.event_id, self.person.member_id


def _accept(mode: Mode) -> Text:
    return _("Accept (venue)") if mode is Mode.VENUE else _("Accept (online)")


def _give_seat(mode: Mode) -> Text:
    return _("Give a seat at the venue") if mode is Mode.VENUE else _("Give a seat online")
