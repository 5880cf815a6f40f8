"""The forms of the search: words to look for, and (for staff) the words that mean the same."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.i18n import _, _n
from bot.seeds.synonyms import TEXT_LENGTH
from cogs.shared.forms import HubModal
from cogs.shared.permissions import needs_staff
from cogs.shared.press import Press
from cogs.shared.staff_form import StaffForm, Then, Typed, kept_typed

Look = Callable[[Press, str], Awaitable[None]]
WORDS_LENGTH = 100


class SearchForm(HubModal):
    """One box."""

    def __init__(self, press: Press, words: str, look: Look) -> None:
        super().__init__(press.say(_("Find seeds")))
        self._look = look
        self._box = discord.ui.TextInput[Any](
            custom_id="words", default=words[:WORDS_LENGTH] or None, max_length=WORDS_LENGTH, required=False
        )
        self.add_item(
            discord.ui.Label(
                text=press.say(_("Words")),
                description=press.say(
                    _("Spaces between words; a part of a word is enough. Empty: all seeds.")
                ),
                component=self._box,
            )
        )

    async def submitted(self, press: Press) -> None:
        await self._look(press, self._box.value)


async def open_synonyms(press: Press) -> None:
    """The office's list in a form; what cannot be used is told, and nothing that was typed is lost."""
    needs_staff(press)
    written = await press.hub.seed_synonyms.written(press.community_id)
    await press.open_form(_synonyms_form(press, {"words": written}, kept_typed(_keep, _synonyms_form)))


def _synonyms_form(press: Press, typed: Typed, then: Then) -> StaffForm:
    form = StaffForm(press, _("Words that mean the same"), then)
    form.box(
        "words",
        _("One group a line, commas between the words"),
        typed["words"],
        TEXT_LENGTH,
        hint=_("An empty box brings back the usual list."),
        paragraph=True,
    )
    return form


async def _keep(press: Press, typed: Typed) -> None:
    groups = await press.hub.seed_synonyms.replace(press.community_id, typed["words"])
    await press.update(
        _n(
            "Kept. From now on a search takes the words of {count} line for one another.",
            "Kept. From now on a search takes the words of {count} lines for one another.",
            count=groups,
        )
    )
