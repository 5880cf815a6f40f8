"""Filling in a need step by step: forms, skills, templates."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import discord

from bot.i18n import Text, _
from bot.probono.needs import NewNeed
from bot.probono.templates import TEMPLATES
from bot.probono.views import Need
from cogs.probono.chips_panel import ChipsOf, Chosen, InCommunityMenu, show_chips
from cogs.probono.forms import Step, actor, kept, open_step
from cogs.probono.need_forms import (
    AimForm,
    ContactForm,
    NeedWordsForm,
    NewNeedForm,
    OrganisationForm,
    PlaceForm,
    TimeForm,
    typed_of,
)
from cogs.probono.need_panel import OfNeed, answer_need, embed_of, show_need
from cogs.shared.controls import HubButton, HubView
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed


class NewNeedButton(HubButton, template="need:0:new"):
    """[We need help]."""

    opens_form = True

    async def press(self, press: Press) -> None:
        await open_new_need(press)


class AnotherNeedButton(OfNeed, HubButton, template="need:{need_id:d}:again"):
    """[We need help] in a message about an earlier request: it knows the community."""

    opens_form = True

    async def press(self, press: Press) -> None:
        await open_new_need(press)


class NeedStep(OfNeed, HubButton, template="need:{need_id:d}:step_{step}"):
    """A form about one side of it, filled with what stands there."""

    opens_form = True
    step: str

    async def press(self, press: Press) -> None:
        need = await _read(press, self.need_id)
        await open_step(press, _step(need.id, self.step), typed_of(need), need.revision)


class NeedSkills(OfNeed, HubButton, template="need:{need_id:d}:skills"):
    """[Change the skills]."""

    updates = True

    async def press(self, press: Press) -> None:
        await show_chips(press, _chips_of(self.need_id))


class NeedSkillsAreRight(OfNeed, HubButton, template="need:{need_id:d}:right"):
    """[That is right]."""

    updates = True

    async def press(self, press: Press) -> None:
        need = await press.hub.probono.need_edits.confirm_skills(
            press.community_id, self.need_id, actor(press)
        )
        await show_need(press, need, _("Thank you. Saved."))


class TemplateButton(OfNeed, HubButton, template="need:{need_id:d}:template"):
    """[Use a template]: common needs; only what is empty is filled."""

    updates = True

    async def press(self, press: Press) -> None:
        need = await _read(press, self.need_id)
        await press.update(
            _("Which one is closest? Only what is still empty is filled in; you can change all of it."),
            view=HubView(_TemplateMenu(press, need.id)),
        )


class _TemplateMenu(InCommunityMenu):
    def __init__(self, press: Press, need_id: int) -> None:
        options = [
            discord.SelectOption(label=press.say(template.label), value=key)
            for key, template in TEMPLATES.items()
        ]
        super().__init__(press, options, placeholder=press.say(_("Choose a template")))
        self._need_id = need_id

    async def press(self, press: Press) -> None:
        need = await press.hub.probono.need_edits.use_template(
            press.community_id, self._need_id, actor(press), self.values[0]
        )
        await show_need(press, need, _("Filled in. Please look it through."))


NEED_STEP_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    NewNeedButton,
    AnotherNeedButton,
    NeedStep,
    NeedSkills,
    NeedSkillsAreRight,
    TemplateButton,
)


async def open_new_need(press: Press) -> None:
    """The form with its one required box; one sentence is a draft already."""

    async def save(press: Press, typed: Typed) -> None:
        need = await press.hub.probono.needs.write(press.community_id, actor(press), NewNeed(**typed))
        called = (
            _("Thank you for telling us. The office calls you within 3 working days.")
            if need.wants_call
            else _("Thank you for telling us. The office writes to you within 3 working days.")
        )
        more = _how_to_reach() if need.wants_call and not need.contact else _more()
        await answer_need(press, need, Text("{called}\n{more}", {"called": called, "more": more}))

    await press.open_form(NewNeedForm(press, {}, kept(save, NewNeedForm)))


def _more() -> Text:
    return _("Your request is saved. You need not fill in anything else; we do that together.")


def _how_to_reach() -> Text:
    return _("So that we can call: please press “Contact” and write a number and when we reach you.")


def _step(need_id: int, name: str) -> Step:
    async def save(press: Press, revision: int, typed: Typed) -> None:
        await _save(press, need_id, revision, name, typed)

    async def show(press: Press, note: Text | None) -> None:
        await show_need(press, await _read(press, need_id), note)

    async def look(press: Press) -> tuple[int, discord.Embed]:
        need = await _read(press, need_id)
        return need.revision, await embed_of(press, need)

    return Step(FORMS.get(name, NeedWordsForm), save, show, look)


FORMS = {
    "words": NeedWordsForm,
    "aim": AimForm,
    "organisation": OrganisationForm,
    "contact": ContactForm,
    "time": TimeForm,
    "place": PlaceForm,
}


async def _save(press: Press, need_id: int, revision: int, name: str, typed: Typed) -> None:
    edits = press.hub.probono.need_edits
    which = (press.community_id, need_id, actor(press), revision)
    match name:
        case "aim":
            await edits.edit_aim(*which, **typed)
        case "organisation":
            await edits.edit_organisation(*which, **typed)
        case "contact":
            await edits.edit_contact(
                *which,
                contact=typed["contact"],
                wants_call=typed["wants_call"],
                sector=next(iter(typed["sector"]), None),
            )
        case "time":
            await edits.edit_time(*which, **typed)
        case "place":
            await edits.edit_place(*which, **typed)
        case _:
            await edits.edit_words(*which, **typed)


async def _read(press: Press, need_id: int) -> Need:
    return await press.hub.probono.needs.open(press.community_id, need_id, actor(press))


def _chips_of(need_id: int) -> ChipsOf:
    async def read(press: Press) -> Chosen:
        need = await _read(press, need_id)
        return Chosen(need.skills, need.skills_confirmed)

    async def choose(press: Press, group: str, chosen: Collection[str]) -> None:
        await press.hub.probono.need_edits.choose_skills(
            press.community_id, need_id, actor(press), group, chosen
        )

    async def add(press: Press, words: str) -> None:
        await press.hub.probono.need_edits.add_skills(press.community_id, need_id, actor(press), words)

    async def back(press: Press, note: Text | None) -> None:
        await show_need(press, await _read(press, need_id), note)

    return ChipsOf(read, choose, add, back)
