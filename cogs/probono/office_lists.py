"""The office's lists of needs and offers, by state and page by page; and entering one for somebody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar

import discord

from bot.i18n import C_, Text, _
from bot.probono.needs import NewNeed
from bot.probono.offers import Guest
from bot.probono.states import NeedState, OfferState
from cogs.probono.forms import actor, kept
from cogs.probono.need_forms import GuestNeedForm
from cogs.probono.need_panel import answer_need
from cogs.probono.need_texts import need_line
from cogs.probono.offer_forms import GuestOfferForm
from cogs.probono.offer_panel import answer_offer
from cogs.probono.offer_texts import offer_line
from cogs.shared.controls import HubButton, HubView, ViewButton, ViewSelect
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed

PER_PAGE = 20


class NeedsButton(HubButton, template="probono:0:needs"):
    """[Requests] for the office."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await needs_list().answer(press)


class OffersButton(HubButton, template="probono:0:offers"):
    """[Offers] for the office."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await offers_list().answer(press)


class GuestNeedButton(HubButton, template="need:0:guest"):
    """[Request of somebody without Discord]."""

    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        async def save(press: Press, typed: Typed) -> None:
            needs_staff(press)
            need = await press.hub.probono.needs.write_for(
                press.community_id,
                Guest(typed["name"], typed["mail"]),
                NewNeed(typed["text"], organisation=typed["organisation"]),
                sector=next(iter(typed["sector"]), None),
            )
            await answer_need(press, need, _("Saved as a draft. Please fill in the rest step by step."))

        await press.open_form(GuestNeedForm(press, {}, kept(save, GuestNeedForm)))


class GuestOfferButton(HubButton, template="offer:0:guest"):
    """[Offer of somebody without Discord]."""

    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        async def save(press: Press, typed: Typed) -> None:
            needs_staff(press)
            offer = await press.hub.probono.offers.write_for(
                press.community_id,
                Guest(typed["name"], typed["mail"]),
                typed["text"],
                organisation=typed["organisation"],
                small_only=bool(typed["small_only"]),
            )
            await answer_offer(
                press, offer, _("Saved. Please say more with the buttons below if you know it.")
            )

        await press.open_form(GuestOfferForm(press, {}, kept(save, GuestOfferForm)))


OFFICE_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    NeedsButton,
    OffersButton,
    GuestNeedButton,
    GuestOfferButton,
)

Line = tuple[int, Text]


class OfficeList:
    """One list; the state that is shown can be chosen. It is read anew at every press."""

    def __init__(
        self,
        title: Text,
        states: Sequence[NeedState | OfferState],
        read: Callable[[Press, Any], Awaitable[list[Line]]],
        open_one: Callable[[Press, int], Awaitable[None]],
        add: Callable[[Press], HubButton],
    ) -> None:
        self._title = title
        self._states = states
        self._read = read
        self._open = open_one
        self._add = add
        self.state: NeedState | OfferState | None = None
        self.page = 0

    async def answer(self, press: Press) -> None:
        """Show the list as a new private message."""
        await press.answer(**await self._parts(press))

    async def show(self, press: Press) -> None:
        """Show the list in the place of the pressed message."""
        needs_staff(press)
        await press.update(**await self._parts(press))

    async def _parts(self, press: Press) -> dict[str, Any]:
        lines = await self._read(press, self.state)
        last = max(0, (len(lines) - 1) // PER_PAGE)
        self.page = min(max(self.page, 0), last)
        shown = lines[self.page * PER_PAGE : (self.page + 1) * PER_PAGE]
        said = [press.say(line) for _id, line in shown] or [press.say(_("Nothing in this state."))]
        embed = discord.Embed(title=press.say(self._title), description="\n".join(said))
        if last:
            counted = _("Page {page} of {pages}", page=self.page + 1, pages=last + 1)
            embed.set_footer(text=press.say(counted))
        items: list[discord.ui.Item[Any]] = [self._state_menu(press)]
        if shown:
            items.append(self._line_menu(press, shown))
        items += [*self._arrows(press, last), self._add(press)]
        return {"embed": embed, "view": HubView(*items)}

    def _state_menu(self, press: Press) -> ViewSelect:
        options = [
            discord.SelectOption(
                label=press.say(C_("list", "All that are not over")), value="all", default=self.state is None
            )
        ]
        options += [
            discord.SelectOption(label=press.say(state.label), value=state.value, default=state is self.state)
            for state in self._states
        ]
        menu = ViewSelect(options, updates=True)

        async def chosen(press: Press) -> None:
            self.state = next((state for state in self._states if state.value == menu.values[0]), None)
            self.page = 0
            await self.show(press)

        menu.on_press = chosen
        return menu

    def _line_menu(self, press: Press, shown: Sequence[Line]) -> ViewSelect:
        options = [
            discord.SelectOption(label=line.to(press.lang), value=str(row_id)) for row_id, line in shown
        ]
        menu = ViewSelect(options, placeholder=press.say(_("Open one of them")))

        async def chosen(press: Press) -> None:
            needs_staff(press)
            await self._open(press, int(menu.values[0]))

        menu.on_press = chosen
        return menu

    def _arrows(self, press: Press, last: int) -> list[ViewButton]:
        if not last:
            return []
        return [
            ViewButton(press.say(_("Previous")), self._turn(-1), disabled=not self.page, updates=True),
            ViewButton(press.say(_("Next")), self._turn(+1), disabled=self.page == last, updates=True),
        ]

    def _turn(self, step: int) -> Any:
        async def turn(press: Press) -> None:
            self.page += step
            await self.show(press)

        return turn


def needs_list() -> OfficeList:
    """The needs."""

    async def read(press: Press, state: NeedState | None) -> list[Line]:
        states = [state] if state else [each for each in NeedState if not each.is_over]
        found = await press.hub.probono.needs.listing(press.community_id, states)
        return [(need.id, need_line(need)) for need in found]

    async def open_one(press: Press, need_id: int) -> None:
        need = await press.hub.probono.needs.open(press.community_id, need_id, actor(press))
        await answer_need(press, need)

    def add(press: Press) -> HubButton:
        return GuestNeedButton(press.say(_("Request of somebody without Discord")))

    return OfficeList(_("Requests for help"), tuple(NeedState), read, open_one, add)


def offers_list() -> OfficeList:
    """The offers."""

    async def read(press: Press, state: OfferState | None) -> list[Line]:
        states = [state] if state else [OfferState.OPEN, OfferState.PAUSED]
        found = await press.hub.probono.offers.listing(press.community_id, states)
        return [(offer.id, offer_line(press, offer)) for offer in found]

    async def open_one(press: Press, offer_id: int) -> None:
        offer = await press.hub.probono.offers.open(press.community_id, offer_id, actor(press))
        await answer_offer(press, offer)

    def add(press: Press) -> HubButton:
        return GuestOfferButton(press.say(_("Offer of somebody without Discord")))

    return OfficeList(_("Offers of help"), tuple(OfferState), read, open_one, add)
