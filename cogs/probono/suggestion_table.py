"""The coordinator's table of one need: who could be asked and why, near misses, what goes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar

import discord

from bot.clock import shorten
from bot.i18n import Text, _
from bot.probono.states import OfferState
from bot.probono.suggestion_views import Suggestion, Table
from bot.probono.views import Offer
from cogs.probono.suggestion_panel import OfSuggestion, actor
from cogs.probono.table_texts import offer_name, proposed_lines, table_lines
from cogs.shared.controls import HubButton, HubView, ViewButton, ViewSelect
from cogs.shared.doors import Door
from cogs.shared.paging import pages_of
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press

MOST_IN_A_MENU = 25
Then = Callable[[Press, int], Awaitable[None]]


class TableButton(HubButton, template="need:{need_id:d}:table"):
    """[Look at the suggestions], on the desk and on the panel of a need."""

    need_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        embed, view = await _screen(press, self.need_id)
        await press.answer(embed=embed, view=view)


class AskButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:ask"):
    """[Ask this person]: approve and ask, in the place of the table."""

    right: ClassVar[Right] = Right.STAFF
    updates = True

    async def press(self, press: Press) -> None:
        it = await press.hub.probono.asks.ask(press.community_id, self.suggestion_id, actor(press))
        await update_table(press, it.need.id, _asked(it))


class DismissButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:dismiss"):
    """[Not this one]: it is not proposed again for this need."""

    right: ClassVar[Right] = Right.STAFF
    updates = True

    async def press(self, press: Press) -> None:
        it = await press.hub.probono.proposals.dismiss(press.community_id, self.suggestion_id)
        await update_table(press, it.need.id, _("Taken off the list."))


def _asked(it: Suggestion) -> Text:
    if it.came_forward:
        return _("The organisation is asked now: this person came forward and need not be asked again.")
    if not it.offer.has_account:
        return _("Noted. This person has no Discord: please call, and write the answer down (on the desk).")
    return _("Asked in private. The answer is waited for three working days, with one reminder.")


async def update_table(press: Press, need_id: int, note: Text | None = None) -> None:
    embed, view = await _screen(press, need_id)
    await press.update(note, embed=embed, view=view)


async def _screen(press: Press, need_id: int) -> tuple[discord.Embed, HubView]:
    table = await press.hub.probono.proposals.table(press.community_id, need_id)
    lines = "\n".join(press.say(line) for line in table_lines(table))
    embed = discord.Embed(
        title=press.say(_("Suggestions for “{title}”", title=table.need.title)),
        description=pages_of(lines.split("\n"), 120)[0],
    )
    return embed, HubView(*_controls(press, table))


def _controls(press: Press, table: Table) -> list[discord.ui.Item[Any]]:
    need_id = table.need.id
    made: list[discord.ui.Item[Any]] = []
    if table.proposed:
        made.append(_ProposedMenu(press, table))
    if table.near_misses:
        made.append(_NearMenu(press, table))
    if running := [*table.going_on]:
        made += [
            Door(
                _("Open {name}", name=offer_name(each.offer)).to(press.lang),
                f"suggestion:{each.id}:panel",
                row=2,
            )
            for each in running[:5]
        ]
    if table.need.state.looks_for_people:
        made.append(_Office(press.say(_("Choose somebody yourself")), _choose_by_hand(need_id), row=3))
    if table.is_unread or any(each.suggestion.by_hand for each in table.proposed):
        made.append(Door(press.say(_("Teach a word")), f"need:{need_id}:teach", row=3))
    made.append(Door(press.say(_("Open the need")), f"need:{need_id}:panel", row=3))
    return made


class _Office(ViewButton):
    right: ClassVar[Right] = Right.STAFF


class _Menu(ViewSelect):
    right: ClassVar[Right] = Right.STAFF


class _ProposedMenu(_Menu):
    """Choose a proposal; then ask, or take it off the list."""

    def __init__(self, press: Press, table: Table) -> None:
        options = [
            discord.SelectOption(label=offer_name(each.suggestion.offer), value=str(each.suggestion.id))
            for each in table.proposed[:MOST_IN_A_MENU]
        ]
        super().__init__(options, placeholder=press.say(_("Ask somebody, or take them off the list")), row=0)
        self._table = table

    async def press(self, press: Press) -> None:
        needs_staff(press)
        chosen = int(self.values[0])
        found = next(each for each in self._table.proposed if each.suggestion.id == chosen)
        lines = "\n".join(press.say(line) for line in proposed_lines(1, found))
        offer = discord.Embed(
            title=press.say(_("{title}", title=offer_name(found.suggestion.offer))),
            description=press.say(_("{text}", text=found.suggestion.offer.text)),
        )
        await press.answer(
            lines,
            embed=offer,
            view=HubView(
                AskButton(
                    press.say(_("Ask this person")), suggestion_id=chosen, style=discord.ButtonStyle.success
                ),
                DismissButton(press.say(_("Not this one")), suggestion_id=chosen),
            ),
        )


class _NearMenu(_Menu):
    def __init__(self, press: Press, table: Table) -> None:
        options = [
            discord.SelectOption(
                label=offer_name(each.offer),
                value=str(each.offer.id),
                description=press.say(each.obstacle.label),
            )
            for each in table.near_misses[:MOST_IN_A_MENU]
        ]
        super().__init__(
            options,
            placeholder=press.say(_("Put a near miss on the list all the same")),
            updates=True,
            row=1,
        )
        self._need_id = table.need.id

    async def press(self, press: Press) -> None:
        needs_staff(press)
        await _put_on_the_list(press, self._need_id, int(self.values[0]))


def _choose_by_hand(need_id: int) -> Callable[[Press], Awaitable[None]]:
    async def choose(press: Press) -> None:
        needs_staff(press)
        offers = await press.hub.probono.offers.listing(press.community_id, (OfferState.OPEN,))
        if not offers:
            await press.answer(_("There is no open offer at the moment."))
            return
        menus = [
            _OfferMenu(press, need_id, offers[start : start + MOST_IN_A_MENU])
            for start in range(0, min(len(offers), MOST_IN_A_MENU * 4), MOST_IN_A_MENU)
        ]
        await press.answer(
            _("Who could help, in your eyes? They are put on the list; nobody is asked yet."),
            view=HubView(*menus),
        )

    return choose


class _OfferMenu(_Menu):
    def __init__(self, press: Press, need_id: int, offers: Sequence[Offer]) -> None:
        options = [
            discord.SelectOption(
                label=offer_name(offer), value=str(offer.id), description=shorten(offer.text, 90) or None
            )
            for offer in offers
        ]
        super().__init__(options, placeholder=press.say(_("Choose an offer")))
        self._need_id = need_id

    async def press(self, press: Press) -> None:
        needs_staff(press)
        await _put_on_the_list(press, self._need_id, int(self.values[0]))


async def _put_on_the_list(press: Press, need_id: int, offer_id: int) -> None:
    await press.hub.probono.proposals.by_hand(press.community_id, need_id, offer_id, actor(press))
    embed, view = await _screen(press, need_id)
    note = _(
        "On the list. If the bot should think of such people by itself next time, "
        "please teach it a word of this need."
    )
    await press.update(note, embed=embed, view=view)


TABLE_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (TableButton, AskButton, DismissButton)
