"""The private panel [Probono]: one's own offers and needs, and the ways in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord

from bot.i18n import _
from cogs.probono.hearing_views import HearingsButton
from cogs.probono.need_open import OpenNeedsButton
from cogs.probono.need_panel import OpenNeedPanel
from cogs.probono.need_steps import NewNeedButton
from cogs.probono.need_texts import need_line
from cogs.probono.offer_panel import OpenOffer
from cogs.probono.offer_steps import NewOfferButton
from cogs.probono.offer_texts import offer_line
from cogs.probono.office_lists import NeedsButton, OffersButton
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press

OWN_SHOWN = 5
MoreButtons = Callable[[Press], list[discord.ui.Item[Any]]]
more_buttons: dict[str, MoreButtons] = {}
"""What else stands on this panel; other parts of this feature add it by name in their setup."""


class OpenProbono(HubButton, template="probono:0:panel"):
    """[Probono] on the /home panel."""

    async def press(self, press: Press) -> None:
        await show_probono(press)


PANEL_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (OpenProbono,)


async def show_probono(press: Press) -> None:
    """What is one's own, and what one can do."""
    say = press.say
    offers = await press.hub.probono.offers.mine(press.community_id, press.user_id)
    needs = await press.hub.probono.needs.mine(press.community_id, press.user_id)
    intro = _(
        "Skills for good causes: somebody can do something, somebody needs it, the office connects them."
    )
    embed = discord.Embed(title=say(_("Probono")), description=say(intro))
    for title, lines in (
        (_("My offers"), [offer_line(press, offer) for offer in offers]),
        (_("My requests"), [need_line(need) for need in needs]),
    ):
        if lines:
            embed.add_field(name=say(title), value="\n".join(map(say, lines)), inline=False)
    primary = discord.ButtonStyle.primary
    items: list[discord.ui.Item[Any]] = [
        NewOfferButton(say(_("I can help")), style=primary, row=0),
        NewNeedButton(say(_("We need help")), style=primary, row=0),
        OpenNeedsButton(say(_("Open requests")), row=0),
    ]
    items += [
        OpenOffer(say(_("Offer #{number}", number=offer.id)), offer_id=offer.id, row=1)
        for offer in offers[:OWN_SHOWN]
    ]
    items += [
        OpenNeedPanel(say(_("Request #{number}", number=need.id)), need_id=need.id, row=2)
        for need in needs[:OWN_SHOWN]
    ]
    if may(press, Right.STAFF):
        items += [
            NeedsButton(say(_("Requests (office)")), row=3),
            OffersButton(say(_("Offers (office)")), row=3),
            HearingsButton(say(_("Hearings")), row=3),
        ]
    items += [each for more in more_buttons.values() for each in more(press)]
    await press.answer(embed=embed, view=HubView(*items))
