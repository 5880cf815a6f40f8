"""Letting an offer rest, going on, saying that it still holds, withdrawing it."""

from __future__ import annotations

from typing import Any

import discord

from bot.i18n import C_, _
from cogs.probono.forms import InCommunity, actor
from cogs.probono.offer_panel import OfOffer, show_offer
from cogs.shared.controls import HubButton, HubView
from cogs.shared.press import Press


class PauseOffer(OfOffer, HubButton, template="offer:{offer_id:d}:pause"):
    updates = True

    async def press(self, press: Press) -> None:
        offer = await press.hub.probono.offers.pause(press.community_id, self.offer_id, actor(press))
        await show_offer(press, offer)


class ResumeOffer(OfOffer, HubButton, template="offer:{offer_id:d}:resume"):
    updates = True

    async def press(self, press: Press) -> None:
        offer = await press.hub.probono.offers.resume(press.community_id, self.offer_id, actor(press))
        await show_offer(press, offer, _("It goes on: we may ask you again."))


class OfferHoldsButton(OfOffer, HubButton, template="offer:{offer_id:d}:holds"):
    """[Still true], twice a year."""

    async def press(self, press: Press) -> None:
        await press.hub.probono.offers.hold(press.community_id, self.offer_id, actor(press))
        await press.answer(_("Noted: the offer still holds. We ask again in half a year."))


class WithdrawOffer(OfOffer, HubButton, template="offer:{offer_id:d}:withdraw"):
    """[Withdraw it]: first a question."""

    async def press(self, press: Press) -> None:
        offer = await press.hub.probono.offers.open(press.community_id, self.offer_id, actor(press))

        async def yes(press: Press) -> None:
            await press.hub.probono.offers.withdraw(press.community_id, offer.id, actor(press))
            await press.update(_("Withdrawn. Thank you for having offered your help."))

        async def no(press: Press) -> None:
            await press.update(_("Nothing was changed."))

        question = _("Withdraw this offer? Nobody will be able to ask you about it any more.")
        await press.answer(
            question,
            view=HubView(
                InCommunity(
                    press,
                    C_("offer", "Withdraw it"),
                    yes,
                    style=discord.ButtonStyle.danger,
                    updates=True,
                ),
                InCommunity(press, C_("button", "Go back"), no, updates=True),
            ),
        )


OFFER_REST_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    PauseOffer,
    ResumeOffer,
    OfferHoldsButton,
    WithdrawOffer,
)
