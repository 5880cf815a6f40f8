"""Adding a word to a skill: a form, and what to do when something speaks against the word."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord

from bot.i18n import Text, _, text_of
from bot.matching.lint import LONGEST
from bot.probono.skills_rules import SkillEntry, SureAboutWord, WordRefused
from cogs.probono.skills_choosing import Show, StaffButton, back_button
from cogs.shared.controls import HubView
from cogs.shared.press import Press
from cogs.shared.staff_form import StaffForm, Then, Typed, kept_typed

Added = Callable[[Press, SkillEntry], Awaitable[None]]


class WordForm(StaffForm):
    """One word as people say it."""

    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, _("Add a word"), then)
        hint = _("As people say it, for example: double-entry bookkeeping")
        self.box("word", _("Word"), typed.get("word", ""), LONGEST, hint=hint, required=True)


async def open_word_form(press: Press, then: Then, word: str = "") -> None:
    """The form, filled with ``word``; a refusal is told with [Correct it]."""
    await press.open_form(WordForm(press, {"word": word}, kept_typed(then, WordForm)))


async def add_word(
    press: Press, skill_id: str, word: str, then: Added, *, back: Show, insists: bool = False
) -> None:
    """Add the word and go on with ``then``; or say what speaks against it and what can be done."""
    skills = press.hub.probono.skills
    try:
        entry = await skills.add_word(press.community_id, skill_id, word, insists=insists)
    except (SureAboutWord, WordRefused) as problem:
        can_insist = isinstance(problem, SureAboutWord)
        await _tell(press, text_of(problem), skill_id, word, then, back=back, can_insist=can_insist)
        return
    await then(press, entry)


async def _tell(
    press: Press, problem: Text, skill_id: str, word: str, then: Added, *, back: Show, can_insist: bool
) -> None:
    async def insist(press: Press) -> None:
        await add_word(press, skill_id, word, then, back=back, insists=True)

    async def again(press: Press) -> None:
        async def corrected(press: Press, typed: Typed) -> None:
            await add_word(press, skill_id, typed["word"], then, back=back)

        await open_word_form(press, corrected, word)

    sure = [
        StaffButton(
            press.say(_("Add it all the same")), insist, style=discord.ButtonStyle.danger, updates=True
        )
    ]
    await press.update(
        problem,
        view=HubView(
            *(sure if can_insist else ()),
            StaffButton(press.say(_("Write another word")), again, opens_form=True),
            back_button(press, back),
        ),
    )
