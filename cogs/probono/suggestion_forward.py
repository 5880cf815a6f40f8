"""[I could help with this]: a volunteer comes forward for an open need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.clock import shorten
from bot.i18n import Text, _
from bot.probono.states import OfferState
from bot.probono.suggestion_views import Suggestion
from bot.probono.views import Offer
from cogs.probono.suggestion_panel import actor
from cogs.shared.controls import HubButton, HubView, ViewSelect
from cogs.shared.doors import Door
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub


class VolunteerButton(HubButton, template="need:{need_id:d}:volunteer"):
    """With one open offer at once; with several, one is chosen; without one, an offer is written first."""

    need_id: int

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.probono.needs.community_of(self.need_id)

    async def press(self, press: Press) -> None:
        mine = await press.hub.probono.offers.mine(press.community_id, press.user_id)
        offers = [offer for offer in mine if offer.state is OfferState.OPEN]
        if not offers:
            await press.answer(
                _(
                    "Thank you! Please say in one sentence what you can do; after that, press "
                    "“I could help with this” once more."
                ),
                view=HubView(Door(press.say(_("I can help")), "offer:0:new")),
            )
        elif len(offers) == 1:
            await come_forward(press, self.need_id, offers[0].id)
        else:
            menu = _OfferMenu(press, self.need_id, offers)
            await press.answer(_("With which of your offers?"), view=HubView(menu))


class _OfferMenu(ViewSelect):
    def __init__(self, press: Press, need_id: int, offers: list[Offer]) -> None:
        self._need_id, self._community_id = need_id, press.community_id
        options = [
            discord.SelectOption(label=shorten(offer.text, 90), value=str(offer.id)) for offer in offers
        ]
        super().__init__(options, placeholder=press.say(_("Choose an offer")))

    async def find_community(self, hub: Hub) -> int | None:
        return self._community_id

    async def press(self, press: Press) -> None:
        await come_forward(press, self._need_id, int(self.values[0]))


async def come_forward(press: Press, need_id: int, offer_id: int) -> None:
    it = await press.hub.probono.proposals.come_forward(press.community_id, need_id, actor(press), offer_id)
    await press.answer(_thanks(it))


def _thanks(it: Suggestion) -> Text:
    return _(
        "Thank you very much. The office looks at it and asks the organisation; until it says yes too, it "
        "does not learn your name. You find it under “What goes on with me”."
    )


FORWARD_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (VolunteerButton,)
