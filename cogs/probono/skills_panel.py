"""The dictionary of skills for the office: a skill with its words, signs and neighbours, and changing it."""

from __future__ import annotations

import discord

from bot.i18n import C_, Text, _
from bot.probono.skills_rules import Nearness, SkillEntry
from cogs.probono.skills_choosing import SkillChooser, StaffButton, StaffMenu, back_button
from cogs.probono.skills_words import add_word, open_word_form
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed

WORDS_PER_MENU = 25


class OpenSkills(HubButton, template="skills:0:open"):
    """[Dictionary of skills] in the settings of probono."""

    right = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_dictionary(press)


async def show_dictionary(press: Press) -> None:
    """The groups; then a skill; then its panel."""

    async def chosen(press: Press, skill_id: str) -> None:
        await SkillPanel(await press.hub.probono.skills.entry(press.community_id, skill_id)).show(press)

    shelves = await press.hub.probono.skills.shelves(press.community_id)
    words = _(
        "The dictionary of skills: by these words the bot recognises what people can do and what is needed. "
        "What you change counts for this server only."
    )
    await SkillChooser(shelves, words, chosen).show(press)


class SkillPanel:
    """One skill; every change is kept at once and shown."""

    def __init__(self, entry: SkillEntry) -> None:
        self.entry = entry

    async def show(self, press: Press, done: Text | None = None) -> None:
        """In the place of the pressed message, with what was done above."""
        await press.update(done, embed=self._embed(press), view=self._view(press))

    async def keep(self, press: Press, entry: SkillEntry) -> None:
        """Show what became of it."""
        self.entry = entry
        await self.show(press, _("This is how it counts from now on."))

    async def _show(self, press: Press) -> None:
        await self.show(press)

    def _embed(self, press: Press) -> discord.Embed:
        entry = self.entry
        title = C_("skill", "{name} ({group})", name=entry.name, group=entry.group.label)
        embed = discord.Embed(title=press.say(title), description=_list(press, entry.words))
        neighbours = [
            press.say(C_("skill", "{name}: {nearness}", name=each.name, nearness=each.nearness.label))
            for each in entry.neighbours
        ]
        for name, value in (
            (_("Signs: what people say without naming it"), _list(press, entry.signs)),
            (_("Neighbours: taken for it in part"), "\n".join(neighbours) or "–"),
            (_("Added here"), _list(press, entry.added)),
            (_("Taken out here"), _list(press, entry.taken_out)),
        ):
            embed.add_field(name=press.say(name), value=value, inline=False)
        return embed

    def _view(self, press: Press) -> HubView:
        return HubView(
            StaffButton(
                press.say(_("Add a word")), self._add, style=discord.ButtonStyle.primary, opens_form=True
            ),
            StaffButton(press.say(_("Take a word out")), self._take_out, updates=True),
            StaffButton(press.say(_("Change a neighbour")), self._neighbours, updates=True),
            StaffButton(
                press.say(_("As shipped again")),
                self._ask_shipped,
                updates=True,
                disabled=not self.entry.is_changed,
            ),
            StaffButton(press.say(_("Another skill")), show_dictionary, updates=True),
        )

    async def _add(self, press: Press) -> None:
        async def typed(press: Press, typed: Typed) -> None:
            await add_word(press, self.entry.id, typed["word"], self.keep, back=self._show)

        await open_word_form(press, typed)

    async def _take_out(self, press: Press) -> None:
        await self._words_from(press, 0)

    async def _words_from(self, press: Press, start: int) -> None:
        """A menu of the words and signs from there on."""
        words = tuple(dict.fromkeys((*self.entry.words, *self.entry.signs)))
        here = words[start : start + WORDS_PER_MENU]

        async def chosen(press: Press, word: str) -> None:
            skills = press.hub.probono.skills
            await self.keep(press, await skills.take_out(press.community_id, self.entry.id, word))

        async def before(press: Press) -> None:
            await self._words_from(press, start - WORDS_PER_MENU)

        async def after(press: Press) -> None:
            await self._words_from(press, start + WORDS_PER_MENU)

        menu = [StaffMenu(press, _("Which word?"), [(word, word) for word in here], chosen)] if here else []
        is_last = start + WORDS_PER_MENU >= len(words)
        view = HubView(
            *menu,
            StaffButton(press.say(_("Previous")), before, updates=True, disabled=start == 0),
            StaffButton(press.say(_("Next")), after, updates=True, disabled=is_last),
            back_button(press, self._show),
        )
        await press.update(
            _("Which word shall no longer stand for “{skill}”?", skill=self.entry.name), view=view
        )

    async def _neighbours(self, press: Press) -> None:
        """The neighbours there are, and a way to every other skill."""
        known = [(each.id, each.name.to(press.lang)) for each in self.entry.neighbours][:25]
        menu = [StaffMenu(press, _("Which neighbour?"), known, self._how_near)] if known else []

        async def other(press: Press) -> None:
            shelves = await press.hub.probono.skills.shelves(press.community_id)
            words = _("Which skill is a neighbour of “{skill}”?", skill=self.entry.name)
            await SkillChooser(shelves, words, self._how_near, back=self._neighbours).show(press)

        view = HubView(
            *menu,
            StaffButton(press.say(_("Another skill")), other, updates=True),
            back_button(press, self._show),
        )
        await press.update(_("Which skill is a neighbour of “{skill}”?", skill=self.entry.name), view=view)

    async def _how_near(self, press: Press, other: str) -> None:
        name = (await press.hub.probono.skills.entry(press.community_id, other)).name
        now = next((each.nearness for each in self.entry.neighbours if each.id == other), Nearness.NOT)

        async def chosen(press: Press, value: str) -> None:
            skills = press.hub.probono.skills
            entry = await skills.change_neighbour(press.community_id, self.entry.id, other, Nearness(value))
            await self.keep(press, entry)

        options = [(each.value, press.say(each.label)) for each in Nearness]
        menu = StaffMenu(press, _("How near?"), options, chosen, now)
        words = _(
            "How much of “{skill}” can somebody do who can do “{other}”?", skill=self.entry.name, other=name
        )
        await press.update(words, view=HubView(menu, back_button(press, self._neighbours)))

    async def _ask_shipped(self, press: Press) -> None:
        async def yes(press: Press) -> None:
            skills = press.hub.probono.skills
            await self.keep(press, await skills.as_shipped(press.community_id, self.entry.id))

        sure = StaffButton(
            press.say(_("Yes, take everything back")), yes, style=discord.ButtonStyle.danger, updates=True
        )
        words = _("Shall everything that was changed in “{skill}” be taken back?", skill=self.entry.name)
        await press.update(words, view=HubView(sure, back_button(press, self._show)))


def _list(press: Press, words: tuple[str, ...]) -> str:
    return press.say(Text("{words}", {"words": "、".join(words)})) if words else "–"
