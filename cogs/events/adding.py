"""Staff sign somebody up: from the people in this server, or somebody without Discord."""

from __future__ import annotations

from typing import Any, Protocol

import discord

from bot.errors import N_, UserError
from bot.events.on_behalf import Account, Guest, Placed, WhenFull
from bot.events.rules import Event, Mode
from bot.i18n import Text, _, text_of
from bot.members.rules import Sector, read_mail_address
from cogs.events.modals import StaffForm, Then, Typed
from cogs.events.people_texts import mode_text, placed_lines
from cogs.events.when_full import account_of, ask_when_full
from cogs.shared.controls import HubView, ViewButton, ViewUserSelect
from cogs.shared.permissions import needs_staff
from cogs.shared.press import Press


class AddsTo(Protocol):
    """The list to which somebody is added; `show` puts it in the place of the pressed message."""

    event_id: int

    async def show(self, press: Press, said: Text | str | None = None) -> None: ...


class BotsCannotCome(UserError):
    sentence = N_("That is a bot. Please choose a person.")


class NameMissing(UserError):
    sentence = N_("Please write a name, so that the person can be found on the list.")


def add_controls(press: Press, event: Event, panel: AddsTo) -> list[ViewButton]:
    """The two ways to add somebody; none once the meeting has begun."""
    if press.hub.clock() >= event.starts_at:
        return []

    async def from_server(press: Press) -> None:
        await _choose_person(press, event, panel)

    async def without_discord(press: Press) -> None:
        needs_staff(press)

        await _open_guest_form(press, event, panel, {})

    return [
        ViewButton(press.say(_("Add somebody from this server")), from_server, updates=True),
        ViewButton(press.say(_("Add somebody without Discord")), without_discord, opens_form=True),
    ]


async def _open_guest_form(press: Press, event: Event, panel: AddsTo, typed: Typed) -> None:
    async def add(press: Press, typed: Typed) -> None:
        try:
            guest = _read_guest(typed)
        except UserError as problem:
            await _offer_again(press, event, panel, typed, problem)
        else:
            await _add(press, panel, guest, Mode(typed["mode"]))

    await press.open_form(GuestForm(press, event, typed, add))


async def _offer_again(press: Press, event: Event, panel: AddsTo, typed: Typed, problem: UserError) -> None:
    """What was typed stays: the form opens again with it."""

    async def reopen(press: Press) -> None:
        needs_staff(press)
        await _open_guest_form(press, event, panel, typed)

    again = ViewButton(press.say(_("Correct it")), reopen, style=discord.ButtonStyle.primary, opens_form=True)
    await press.update(text_of(problem), view=HubView(again))


class GuestForm(StaffForm):
    """Who it is, as far as the office knows; only the name and the way to come are needed."""

    def __init__(self, press: Press, event: Event, typed: Typed, then: Then) -> None:
        super().__init__(press, _("Somebody without Discord"), then)
        self.box("name", _("Name"), typed.get("name", ""), 100, required=True)
        self._mode = discord.ui.Select[Any](
            custom_id="mode", options=_mode_options(press, event, typed.get("mode"))
        )
        self._sector = discord.ui.Select[Any](
            custom_id="sector",
            required=False,
            min_values=0,
            options=[
                discord.SelectOption(
                    label=press.say(sector.label),
                    value=sector.value,
                    default=sector.value == typed.get("sector"),
                )
                for sector in Sector
            ],
        )
        self._elsewhere = discord.ui.Checkbox[Any](
            custom_id="from_elsewhere", default=bool(typed.get("from_elsewhere"))
        )
        self.add_item(discord.ui.Label(text=press.say(_("Takes part")), component=self._mode))
        self.add_item(discord.ui.Label(text=press.say(_("Sector (if known)")), component=self._sector))
        self.add_item(
            discord.ui.Label(text=press.say(_("From another prefecture")), component=self._elsewhere)
        )
        self.box(
            "mail",
            _("Mail address (if they gave it)"),
            typed.get("mail", ""),
            200,
            hint=_("Only the office reads this"),
        )

    def chosen(self) -> Typed:
        return {
            "mode": self._mode.values[0],
            "sector": self._sector.values[0] if self._sector.values else None,
            "from_elsewhere": True if self._elsewhere.value else None,
        }


def _mode_options(press: Press, event: Event, chosen: str | None) -> list[discord.SelectOption]:
    marked = chosen or next(iter(event.seats)).value
    return [
        discord.SelectOption(label=press.say(mode_text(mode)), value=mode.value, default=mode.value == marked)
        for mode in event.seats
    ]


async def _choose_person(press: Press, event: Event, panel: AddsTo) -> None:
    needs_staff(press)
    menu = ViewUserSelect(placeholder=press.say(_("Whom do you want to sign up?")), updates=True)

    async def chosen(press: Press) -> None:
        needs_staff(press)
        person = menu.values[0]
        if person.bot:
            raise BotsCannotCome
        who = Account(person.id, person.display_name)
        if len(event.seats) == 1:
            await _add(press, panel, who, next(iter(event.seats)))
            return
        await press.update(
            _("How does {name} take part?", name=person.display_name),
            view=HubView(*(_way_button(press, panel, who, mode) for mode in event.seats)),
        )

    menu.on_press = chosen
    back = ViewButton(press.say(_("Back to the list")), panel.show, updates=True)
    await press.update(_("Please choose somebody from this server."), view=HubView(menu, back))


def _way_button(press: Press, panel: AddsTo, who: Account, mode: Mode) -> ViewButton:
    async def add(press: Press) -> None:
        needs_staff(press)
        await _add(press, panel, who, mode)

    return ViewButton(press.say(mode_text(mode)), add, updates=True)


def _read_guest(typed: Typed) -> Guest:
    name = " ".join(typed["name"].split())
    if not name:
        raise NameMissing
    return Guest(
        name=name,
        sector=Sector(typed["sector"]) if typed["sector"] else None,
        from_elsewhere=typed["from_elsewhere"],
        mail_address=read_mail_address(typed["mail"]),
    )


async def _add(
    press: Press,
    panel: AddsTo,
    who: Account | Guest,
    mode: Mode,
    when_full: WhenFull = WhenFull.ASK,
) -> None:
    placed: Placed = await press.hub.on_behalf.add(
        press.community_id, account_of(press), panel.event_id, who, mode, when_full=when_full
    )
    if not placed.is_full:
        await panel.show(press, "\n".join(press.say(line) for line in placed_lines(placed)))
        return

    def again(choice: WhenFull) -> Any:
        async def add(press: Press) -> None:
            needs_staff(press)
            await _add(press, panel, who, mode, choice)

        return add

    await ask_when_full(press, placed, mode, again, panel.show)
