"""`/probono plan`: all open needs and free offers at once, for the coordinator to approve."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.clock import shorten
from bot.i18n import Text, _, _n, text_of
from bot.probono.batch import Carried, Plan, PlannedPair
from cogs.probono.suggestion_panel import actor
from cogs.shared.controls import HubButton, HubView, ViewButton, ViewSelect
from cogs.shared.paging import pages_of
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press

MOST_PAIRS = 25


class PlanButton(HubButton, template="probono:0:plan"):
    """[Plan for all open needs], also from the desk."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_plan(press)


async def show_plan(press: Press) -> None:
    """The plan as of now; nobody is asked before the coordinator says so."""
    plan = await press.hub.probono.plans.make(press.community_id)
    embed = discord.Embed(
        title=press.say(_("Plan for all open needs")),
        description=pages_of([press.say(line) for line in plan_lines(plan)], 120)[0],
    )
    if not plan.pairs:
        await press.answer(embed=embed)
        return
    await press.answer(embed=embed, view=_PlanView(press, plan.pairs[:MOST_PAIRS]))


def plan_lines(plan: Plan) -> list[Text]:
    """Who should be asked for what, and for which needs nobody is free."""
    made: list[Text] = []
    if plan.pairs:
        made.append(_("So that as many needs as possible find somebody, and nobody is asked twice:"))
        made += [
            _(
                "・“{title}” ← {offer} ({strength})",
                title=pair.need.title,
                offer=_offer(pair),
                strength=pair.strength.label,
            )
            for pair in plan.pairs[:MOST_PAIRS]
        ]
    if plan.left:
        made += [Text(""), _("Nobody is free for these:")]
        made += [_("・“{title}”", title=need.title) for need in plan.left]
    if not made:
        made.append(
            _(
                "There is nothing to plan: no need is open, or "
                "somebody is thinking about each of them already."
            )
        )
    return made


def _offer(pair: PlannedPair) -> str:
    names = [name for name in (pair.offer.organisation, pair.offer.name) if name]
    return f"#{pair.offer.id} {shorten(' / '.join(names) or pair.offer.text, 40)}"


class _PlanView(HubView):
    """Everybody is chosen at first; take out who should not be asked, then ask."""

    def __init__(self, press: Press, pairs: tuple[PlannedPair, ...]) -> None:
        self._chosen = [(pair.need.id, pair.offer.id) for pair in pairs]
        options = [
            discord.SelectOption(
                label=shorten(f"{pair.need.title} ← {_offer(pair)}", 95),
                value=f"{pair.need.id}:{pair.offer.id}",
                default=True,
            )
            for pair in pairs
        ]
        self._menu = _PairMenu(
            options,
            self._choose,
            placeholder=press.say(_("Who shall be asked?")),
            min_values=0,
            max_values=len(options),
            updates=True,
        )
        self._ask = _AskAll(
            press.say(_("Ask those chosen")), self._carry_out, style=discord.ButtonStyle.success
        )
        super().__init__(self._menu, self._ask)

    async def _choose(self, press: Press) -> None:
        needs_staff(press)
        self._chosen = [(int(need), int(offer)) for need, offer in (v.split(":") for v in self._menu.values)]
        for option in self._menu.options:
            option.default = option.value in self._menu.values
        await press.update(
            _n("{count} person is chosen.", "{count} people are chosen.", count=len(self._chosen)), view=self
        )

    async def _carry_out(self, press: Press) -> None:
        needs_staff(press)
        carried = await press.hub.probono.plans.carry_out(press.community_id, actor(press), self._chosen)
        await press.answer("\n".join(press.say(line) for line in carried_lines(carried)))


class _PairMenu(ViewSelect):
    right: ClassVar[Right] = Right.STAFF


class _AskAll(ViewButton):
    right: ClassVar[Right] = Right.STAFF


def carried_lines(carried: Carried) -> list[Text]:
    """How many were asked, and why the others were not."""
    made = [
        _n(
            "{count} person was asked in private.",
            "{count} people were asked in private.",
            count=len(carried.asked),
        )
    ]
    made += [
        _("・“{title}”: {why}", title=need.title, why=text_of(refusal)) for need, refusal in carried.refused
    ]
    return made


PLAN_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (PlanButton,)
