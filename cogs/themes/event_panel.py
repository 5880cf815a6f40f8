"""[Seeds of this meeting]: which seeds belong to it, and one more by its number."""

from __future__ import annotations

from typing import ClassVar

import discord

from bot.i18n import Text, _
from bot.themes.rules import LinkedSeed, Meeting
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.staff_form import StaffForm, Then, Typed, kept_typed
from cogs.themes.acts import StaffButton, StaffMenu
from cogs.themes.seed_panel import ask_kind, show_meetings


class EventSeedsButton(HubButton, template="event:{event_id:d}:seeds"):
    event_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        event = await press.hub.events.show(press.community_id, self.event_id, is_staff=True)
        meeting = Meeting(event.id, event.title, event.starts_at, event.timezone)
        linked = await press.hub.themes.of_event(press.community_id, event.id)
        lines = [_("Seeds of “{title}”", title=event.title)]
        lines += [_line(each) for each in linked] or [_("No seed is linked to it yet.")]
        view = HubView(_linking_button(press, meeting))
        if linked:
            view.add_item(_seed_menu(press, linked))
        await press.answer("\n".join(press.say(line) for line in lines), view=view)


def _line(linked: LinkedSeed) -> Text:
    return Text(
        "・#{number} {title} / {kind} / {state}",
        {
            "number": linked.seed.id,
            "title": linked.seed.title or "",
            "kind": linked.kind.label,
            "state": linked.seed.state.label,
        },
    )


def _seed_menu(press: Press, linked: list[LinkedSeed]) -> StaffMenu:
    titles = {each.seed.id: each.seed.title or "" for each in linked}

    async def choose(press: Press) -> None:
        await show_meetings(press, int(menu.values[0]))

    menu = StaffMenu(
        [
            discord.SelectOption(label=f"#{number} {title}", value=str(number))
            for number, title in list(titles.items())[:25]
        ],
        choose,
        placeholder=press.say(_("Open a seed")),
        row=1,
        updates=True,
    )
    return menu


def _linking_button(press: Press, meeting: Meeting) -> StaffButton:
    async def ask(press: Press) -> None:
        await press.open_form(_form(press, {}, kept_typed(keep, _form)))

    async def keep(press: Press, typed: Typed) -> None:
        number = "".join(sign for sign in typed["number"] if sign.isdecimal())
        panel = await press.hub.themes.of_seed(press.community_id, int(number[:18] or 0))
        await ask_kind(press, panel.seed.id, panel.seed.title or "", meeting)

    return StaffButton(press.say(_("Link a seed")), ask, row=0, opens_form=True)


def _form(press: Press, typed: Typed, then: Then) -> StaffForm:
    form = StaffForm(press, _("Link a seed"), then)
    form.box("number", _("Number of the seed"), typed.get("number", ""), 20, required=True)
    return form
