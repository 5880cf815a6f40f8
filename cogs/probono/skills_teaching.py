"""[Teach a word] at a need: a word of it that no skill knows becomes a word of the dictionary."""

from __future__ import annotations

import discord

from bot.i18n import _
from bot.probono.learning import Lesson
from bot.probono.skills_rules import SkillEntry
from cogs.probono.skills_choosing import SkillChooser, StaffButton, StaffMenu
from cogs.probono.skills_panel import SkillPanel
from cogs.probono.skills_words import add_word, open_word_form
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed


class TeachWord(HubButton, template="need:{need_id:d}:teach"):
    """Stands at a need, and where a coordinator chose somebody whom the bot did not propose."""

    need_id: int
    right = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_lesson(press, self.need_id)


async def show_lesson(press: Press, need_id: int) -> None:
    """The words of a need that the bot does not know; raises `NoSuchNeed`."""
    lesson = await press.hub.probono.learning.lesson(press.community_id, need_id)
    await _Lesson(lesson).show(press)


class _Lesson:
    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson

    async def show(self, press: Press) -> None:
        lesson = self._lesson
        words = _(
            "In “{title}” the bot does not know these words. Does one of them name a skill? "
            "Then choose it, and it is understood from now on.",
            title=lesson.title,
        )
        if not lesson.words:
            words = _(
                "In “{title}” the bot knows every word. You can write one that it should know.",
                title=lesson.title,
            )
        options = [(word, word) for word in lesson.words]
        menu = [StaffMenu(press, _("Which word?"), options, self._chosen)] if options else []
        write = StaffButton(press.say(_("Write a word")), self._write, opens_form=True)
        await press.update(words, view=HubView(*menu, write))

    async def _write(self, press: Press) -> None:
        async def typed(press: Press, typed: Typed) -> None:
            await self._chosen(press, typed["word"])

        await open_word_form(press, typed)

    async def _chosen(self, press: Press, word: str) -> None:
        async def skill(press: Press, skill_id: str) -> None:
            async def added(press: Press, entry: SkillEntry) -> None:
                await self._added(press, word, entry)

            await add_word(press, skill_id, word, added, back=self.show)

        shelves = await press.hub.probono.skills.shelves(press.community_id)
        words = _("Which skill does “{word}” stand for?", word=word)
        await SkillChooser(shelves, words, skill, back=self.show).show(press)

    async def _added(self, press: Press, word: str, entry: SkillEntry) -> None:
        need_id = self._lesson.need_id

        async def another(press: Press) -> None:
            await show_lesson(press, need_id)

        view = HubView(
            StaffButton(
                press.say(_("Another word")), another, style=discord.ButtonStyle.primary, updates=True
            ),
            StaffButton(press.say(_("Look at the skill")), SkillPanel(entry).show, updates=True),
        )
        words = _("“{word}” stands for “{skill}” from now on.", word=word, skill=entry.name)
        await press.update(words, view=view)
