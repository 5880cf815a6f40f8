"""Choosing skills, for offers and needs alike: a group, then its skills; or words of one's own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import UserError
from bot.i18n import C_, Text, _, text_of
from bot.matching.taxonomy import Taxonomy
from bot.probono.chips import on_shelf
from bot.probono.rules import LINE_LENGTH
from cogs.probono.forms import InCommunity, ProbonoForm, correct
from cogs.probono.offer_texts import skills_line
from cogs.shared.controls import HubView, ViewSelect
from cogs.shared.press import Press
from cogs.shared.staff_form import Then, Typed

if TYPE_CHECKING:
    from bot.hub import Hub


@dataclass(frozen=True, slots=True)
class Chosen:
    """The skills as they are now."""

    skills: tuple[str, ...]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class ChipsOf:
    """Whose skills are chosen. Everything is checked again by the use cases behind these functions."""

    read: Callable[[Press], Awaitable[Chosen]]
    choose: Callable[[Press, str, Collection[str]], Awaitable[Any]]
    add: Callable[[Press, str], Awaitable[Any]]
    back: Callable[[Press, Text | None], Awaitable[None]]


class WordsForm(ProbonoForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, _("Skills in your own words"), then)
        words = typed.get("words", "")
        self.box(
            "words",
            _("Short words, one per line"),
            words,
            LINE_LENGTH * 5,
            hint=_("For example: accounting, leaflets"),
            required=True,
            paragraph=True,
        )


async def show_chips(press: Press, of: ChipsOf, group: str | None = None, note: Text | None = None) -> None:
    """The skills in the place of the pressed panel; ``group`` is the one whose skills can be ticked."""
    taxonomy = await press.hub.probono.chips.taxonomy(press.community_id)
    now = await of.read(press)
    embed = discord.Embed(
        title=press.say(C_("offer", "Skills")),
        description=press.say(skills_line(taxonomy, now.skills, confirmed=now.confirmed)),
    )
    items: list[discord.ui.Item[Any]] = [_GroupMenu(press, of, taxonomy, group)]
    if group is not None:
        items.append(_SkillMenu(press, of, taxonomy, group, now.skills))
    await press.update(note, embed=embed, view=HubView(*items, _words_button(press, of), _done(press, of)))


class InCommunityMenu(ViewSelect):
    """A menu that knows its community in a direct message too."""

    def __init__(self, press: Press, options: list[discord.SelectOption], **menu: Any) -> None:
        self._community_id = press.community_id
        super().__init__(options, updates=True, **menu)

    async def find_community(self, hub: Hub) -> int | None:
        return self._community_id


class _GroupMenu(InCommunityMenu):
    def __init__(self, press: Press, of: ChipsOf, taxonomy: Taxonomy, group: str | None) -> None:
        options = [
            discord.SelectOption(label=shelf.label.to(press.lang), value=shelf.id, default=shelf.id == group)
            for shelf in taxonomy.groups
        ]
        super().__init__(press, options, placeholder=press.say(_("Choose a group of skills")))
        self._of = of

    async def press(self, press: Press) -> None:
        await show_chips(press, self._of, self.values[0])


class _SkillMenu(InCommunityMenu):
    """The skills of one group; those that are not ticked any more are taken out."""

    def __init__(
        self, press: Press, of: ChipsOf, taxonomy: Taxonomy, group: str, chips: tuple[str, ...]
    ) -> None:
        options = [
            discord.SelectOption(
                label=taxonomy.skills[skill].label.to(press.lang), value=skill, default=skill in chips
            )
            for skill in on_shelf(taxonomy, group)
        ]
        super().__init__(
            press,
            options,
            placeholder=press.say(_("Tick what fits")),
            min_values=0,
            max_values=min(len(options), 25),
        )
        self._of, self._group = of, group

    async def press(self, press: Press) -> None:
        await self._of.choose(press, self._group, self.values)
        await show_chips(press, self._of, self._group, _("Saved."))


def _words_button(press: Press, of: ChipsOf) -> InCommunity:
    def form(press: Press, typed: Typed) -> WordsForm:
        async def add(press: Press, typed: Typed) -> None:
            async def again(press: Press) -> None:
                await press.open_form(form(press, typed))

            try:
                await of.add(press, typed["words"])
            except UserError as no:
                await press.update(text_of(no), view=HubView(correct(press, again), _to_chips(press, of)))
            else:
                await show_chips(press, of, note=_("Saved."))

        return WordsForm(press, typed, add)

    async def begin(press: Press) -> None:
        await press.open_form(form(press, {}))

    return InCommunity(press, _("In my own words"), begin, opens_form=True)


def _to_chips(press: Press, of: ChipsOf) -> InCommunity:
    async def back(press: Press) -> None:
        await show_chips(press, of)

    return InCommunity(press, C_("button", "Go back"), back, updates=True)


def _done(press: Press, of: ChipsOf) -> InCommunity:
    async def back(press: Press) -> None:
        await of.back(press, None)

    return InCommunity(press, C_("button", "Done"), back, updates=True, style=discord.ButtonStyle.primary)
