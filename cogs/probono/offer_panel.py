"""The private panel of one offer, for its owner and the office: what it says, and every step as a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import discord

from bot.i18n import C_, Text, _
from bot.probono.states import OfferState
from bot.probono.views import Offer
from cogs.probono.forms import actor
from cogs.probono.offer_texts import offer_embed, rest_note
from cogs.shared.controls import HubButton, HubView
from cogs.shared.doors import Door
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub

MoreButtons = Callable[[Press, Offer], list[discord.ui.Item[Any]]]
more_buttons: dict[str, MoreButtons] = {}
"""What else stands on the panel of an offer; other parts of this feature add it by name in their setup."""


class OfOffer:
    """A control that names an offer, and through it the community: it works in direct messages too."""

    offer_id: int

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.probono.offers.community_of(self.offer_id)


class OpenOffer(OfOffer, HubButton, template="offer:{offer_id:d}:panel"):
    """[Open the offer], from a list, a notice or the desk."""

    async def press(self, press: Press) -> None:
        offer = await press.hub.probono.offers.open(press.community_id, self.offer_id, actor(press))
        await answer_offer(press, offer)


async def answer_offer(press: Press, offer: Offer, note: Text | None = None) -> None:
    """The panel in an answer of its own."""
    await press.answer(note or rest_note(offer), **await _panel(press, offer))


async def show_offer(press: Press, offer: Offer, note: Text | None = None) -> None:
    """The panel in the place of the pressed one."""
    await press.update(note or rest_note(offer), **await _panel(press, offer))


async def _panel(press: Press, offer: Offer) -> dict[str, Any]:
    return {"embed": await embed_of(press, offer), "view": HubView(*_buttons(press, offer))}


async def embed_of(press: Press, offer: Offer) -> discord.Embed:
    taxonomy = await press.hub.probono.chips.taxonomy(press.community_id)
    return offer_embed(press, offer, taxonomy, is_staff=may(press, Right.STAFF))


def _buttons(press: Press, offer: Offer) -> list[discord.ui.Item[Any]]:
    """What can be done with it; the use cases check it again."""
    if offer.state is OfferState.WITHDRAWN:
        return []
    made: list[discord.ui.Item[Any]] = []
    if offer.skills and not offer.skills_confirmed:
        made.append(_door(press, offer, "right", _("That is right"), 0, discord.ButtonStyle.success))
    made.append(_door(press, offer, "skills", _("Change the skills"), 0))
    for step, label in (
        ("text", C_("offer", "Rewrite")),
        ("when", C_("offer", "When")),
        ("where", C_("offer", "Where")),
        ("load", C_("offer", "How much")),
        ("about", C_("offer", "About me")),
    ):
        made.append(_door(press, offer, f"step_{step}", label, 1))
    if offer.state is OfferState.PAUSED or offer.resting_until is not None:
        made.append(_door(press, offer, "resume", C_("offer", "Go on"), 2))
    else:
        made.append(_door(press, offer, "pause", C_("offer", "Pause"), 2))
    made.append(_door(press, offer, "withdraw", C_("offer", "Withdraw it"), 2))
    if may(press, Right.STAFF):
        made.append(_door(press, offer, "hearing", _("Note a hearing"), 3))
    return [*made, *(each for more in more_buttons.values() for each in more(press, offer))]


def _door(
    press: Press,
    offer: Offer,
    what: str,
    label: Text,
    row: int,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> Door:
    return Door(press.say(label), f"offer:{offer.id}:{what}", row=row, style=style)
