"""The form for somebody who came without applying: an account here, or just a name."""

from __future__ import annotations

from typing import Any

import discord

from bot.attendance.desk import LetIn
from bot.errors import N_, UserError
from bot.events.notice_lines import mode_name
from bot.events.on_behalf import Account, Guest
from bot.events.rules import Event, Mode
from bot.i18n import _
from bot.members.rules import Sector
from cogs.attendance.seats import say_let_in
from cogs.shared.controls import HubModal
from cogs.shared.permissions import Right
from cogs.shared.press import Press


class NobodyNamed(UserError):
    sentence = N_("Please choose a person of this server or write a name, then send the form again.")


async def ask_walk_in(press: Press, event_id: int) -> None:
    """Open the form, if it is time for it."""
    panel = await press.hub.check_in_desk.panel(press.community_id, event_id)
    await press.open_form(WalkInForm(press, panel.event))


class WalkInForm(HubModal):
    """Whoever is chosen counts; a name is for people without Discord."""

    right = Right.STAFF
    updates = True

    def __init__(self, press: Press, event: Event) -> None:
        super().__init__(press.say(_("Came without applying")))
        self._event_id = event.id
        self._modes = list(event.seats)
        self._who = discord.ui.UserSelect[Any](custom_id="who", required=False)
        self._name = discord.ui.TextInput[Any](custom_id="name", required=False, max_length=80)
        self._sector = discord.ui.Select[Any](
            custom_id="sector",
            required=False,
            options=[
                discord.SelectOption(label=press.say(sector.label), value=sector.value) for sector in Sector
            ],
        )
        self._elsewhere = discord.ui.Checkbox[Any](custom_id="elsewhere")
        self._mode = discord.ui.RadioGroup[Any](
            custom_id="mode",
            options=[
                discord.RadioGroupOption(
                    label=press.say(mode_name(mode)), value=mode.value, default=mode is self._modes[0]
                )
                for mode in self._modes
            ],
        )
        for text, component in (
            (_("Somebody of this server"), self._who),
            (_("Or the name of somebody without Discord"), self._name),
            (_("Sector (only with a name)"), self._sector),
            (_("From another prefecture (only with a name)"), self._elsewhere),
        ):
            self.add_item(discord.ui.Label(text=press.say(text), component=component))
        if len(self._modes) > 1:
            self.add_item(discord.ui.Label(text=press.say(_("Way")), component=self._mode))

    async def submitted(self, press: Press) -> None:
        who = self._whom()
        mode = Mode(self._mode.value) if len(self._modes) > 1 and self._mode.value else self._modes[0]

        async def let_in(press: Press, *, over_capacity: bool) -> LetIn:
            return await press.hub.check_in_desk.welcome(
                press.community_id,
                Account(press.user_id, press.display_name),
                self._event_id,
                who,
                mode,
                over_capacity=over_capacity,
            )

        await say_let_in(press, let_in)

    def _whom(self) -> Account | Guest:
        for person in self._who.values:
            if person.bot:
                raise NobodyNamed
            return Account(person.id, person.display_name)
        name = " ".join(self._name.value.split())
        if not name:
            raise NobodyNamed
        sector = Sector(self._sector.values[0]) if self._sector.values else None
        return Guest(name, sector, self._elsewhere.value or None)
