"""Writing an offer and saying more about it, step by step. Everything is kept at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import discord

from bot.i18n import Text, _
from bot.probono.views import Offer
from cogs.probono.chips_panel import ChipsOf, Chosen, show_chips
from cogs.probono.forms import Step, actor, kept, open_step
from cogs.probono.offer_forms import (
    AboutForm,
    LoadForm,
    NewOfferForm,
    OfferTextForm,
    WhenForm,
    WhereForm,
    typed_of,
)
from cogs.probono.offer_panel import OfOffer, answer_offer, embed_of, show_offer
from cogs.shared.controls import HubButton
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed


class NewOfferButton(HubButton, template="offer:0:new"):
    """[I can help]."""

    opens_form = True

    async def press(self, press: Press) -> None:
        await open_new_offer(press)


class OfferStep(OfOffer, HubButton, template="offer:{offer_id:d}:step_{step}"):
    """A form about one side of it, filled with what stands there."""

    opens_form = True
    step: str

    async def press(self, press: Press) -> None:
        offer = await press.hub.probono.offers.open(press.community_id, self.offer_id, actor(press))
        await open_step(press, _step(offer.id, self.step), typed_of(offer), offer.revision)


class OfferSkills(OfOffer, HubButton, template="offer:{offer_id:d}:skills"):
    """[Change the skills]."""

    updates = True

    async def press(self, press: Press) -> None:
        await show_chips(press, _chips_of(self.offer_id))


class SkillsAreRight(OfOffer, HubButton, template="offer:{offer_id:d}:right"):
    """[That is right]."""

    updates = True

    async def press(self, press: Press) -> None:
        offer = await press.hub.probono.offer_edits.confirm_skills(
            press.community_id, self.offer_id, actor(press)
        )
        await show_offer(press, offer, _("Thank you. Saved."))


OFFER_STEP_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    NewOfferButton,
    OfferStep,
    OfferSkills,
    SkillsAreRight,
)


async def open_new_offer(press: Press) -> None:
    """The form with its one box; it is saved at once, with everything else as by default."""

    async def save(press: Press, typed: Typed) -> None:
        offer = await press.hub.probono.offers.write(
            press.community_id, actor(press), typed["text"], small_only=bool(typed["small_only"])
        )
        note = _(
            "Thank you! Your offer is saved. That is all we need; "
            "if you like, tell us more with the buttons below, now or later."
        )
        await answer_offer(press, offer, note)

    await press.open_form(NewOfferForm(press, {}, kept(save, NewOfferForm)))


FORMS = {
    "text": OfferTextForm,
    "when": WhenForm,
    "where": WhereForm,
    "load": LoadForm,
    "about": AboutForm,
}


def _step(offer_id: int, name: str) -> Step:
    async def save(press: Press, revision: int, typed: Typed) -> None:
        edits = press.hub.probono.offer_edits
        which = (press.community_id, offer_id, actor(press), revision)
        match name:
            case "text":
                await edits.edit_text(*which, typed["text"], small_only=bool(typed["small_only"]))
            case "when":
                await edits.edit_times(*which, typed["slots"], typed["first"], typed["last"])
            case "where":
                await edits.edit_places(*which, typed["mode"], typed["areas"])
            case "load":
                await edits.edit_load(*which, typed["hours"], typed["capacity"], typed["rhythm"])
            case _:
                await edits.edit_about(
                    *which,
                    kind=typed["kind"],
                    organisation=typed["organisation"],
                    languages=typed["languages"],
                    causes=typed["causes"],
                )

    async def read(press: Press) -> Offer:
        return await press.hub.probono.offers.open(press.community_id, offer_id, actor(press))

    async def show(press: Press, note: Text | None) -> None:
        await show_offer(press, await read(press), note)

    async def look(press: Press) -> tuple[int, discord.Embed]:
        offer = await read(press)
        return offer.revision, await embed_of(press, offer)

    return Step(FORMS.get(name, AboutForm), save, show, look)


def _chips_of(offer_id: int) -> ChipsOf:
    async def read(press: Press) -> Chosen:
        offer = await press.hub.probono.offers.open(press.community_id, offer_id, actor(press))
        return Chosen(offer.skills, offer.skills_confirmed)

    async def choose(press: Press, group: str, chosen: Collection[str]) -> None:
        await press.hub.probono.offer_edits.choose_skills(
            press.community_id, offer_id, actor(press), group, chosen
        )

    async def add(press: Press, words: str) -> None:
        await press.hub.probono.offer_edits.add_skills(press.community_id, offer_id, actor(press), words)

    async def back(press: Press, note: Text | None) -> None:
        offer = await press.hub.probono.offers.open(press.community_id, offer_id, actor(press))
        await show_offer(press, offer, note)

    return ChipsOf(read, choose, add, back)
