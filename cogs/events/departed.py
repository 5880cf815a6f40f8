"""Who left the server although they have a place, for staff; [Free the seat] for each of them."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.clock import Span
from bot.events.departures import Departed, DepartedList
from bot.events.notice_lines import mode_name
from bot.events.rules import MyPlace, NamesShown, Place
from bot.i18n import Text, _, joined
from cogs.events.wishes import OfEvent
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right
from cogs.shared.press import Press

SHOWN = 10
"""People on one screen; the others follow when these are done."""


class DepartedButton(OfEvent, HubButton, template="event:{event_id:d}:departed"):
    """From the desk to the list."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        found = await press.hub.departures.listing(press.community_id, self.event_id)
        await press.answer(embed=_embed(press, found), view=_view(press, found))


class FreeSeatButton(OfEvent, HubButton, template="event:{event_id:d}:free:{member_id:d}"):
    """Gives the place of one person who left to whoever waits."""

    member_id: int
    right: ClassVar[Right] = Right.STAFF
    updates = True

    async def press(self, press: Press) -> None:
        found = await press.hub.departures.free_seat(press.community_id, self.event_id, self.member_id)
        done = _("The seat is free. If somebody was waiting for it, they have it now and are being told.")
        await press.update(done, embed=_embed(press, found), view=_view(press, found))


DEPARTED_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (DepartedButton, FreeSeatButton)


def _embed(press: Press, found: DepartedList) -> discord.Embed:
    event = found.event
    lines: list[Text] = [
        _("“{title}”, {span}", title=event.title, span=Span(event.starts_at, event.ends_at, event.tz))
    ]
    lines += [
        _(
            "{number}. {person}: {places}",
            number=number,
            person=_name(found, person),
            places=joined(*(_place(person_place) for person_place in person.places)),
        )
        for number, person in enumerate(found.people[:SHOWN], 1)
    ]
    if not found.people:
        lines.append(_("Nobody with a place has left. There is nothing to do."))
    elif len(found.people) > SHOWN:
        lines.append(_("… and {count} more", count=len(found.people) - SHOWN))
    return discord.Embed(
        title=press.say(_("Left the server, but still have a place")),
        description="\n".join(press.say(line) for line in lines),
    )


def _view(press: Press, found: DepartedList) -> HubView | None:
    if not found.people:
        return None
    return HubView(
        *(
            FreeSeatButton(
                _("{number}. Free the seat", number=number).to(press.lang),
                event_id=found.event.id,
                member_id=person.member_id,
            )
            for number, person in enumerate(found.people[:SHOWN], 1)
        )
    )


def _name(found: DepartedList, person: Departed) -> Text | str:
    if found.event.names_shown is NamesShown.NOBODY:
        return _("one person")
    return person.name or _("(name unknown)")


def _place(mine: MyPlace) -> Text:
    if mine.place is Place.CONFIRMED:
        return _("has a seat ({mode})", mode=mode_name(mine.mode))
    if mine.place is Place.REQUESTED:
        return _("has applied ({mode})", mode=mode_name(mine.mode))
    return _("on the waiting list ({mode})", mode=mode_name(mine.mode))
