"""[Remind me later] under a reminder: in one hour, tomorrow morning, never past the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import discord

from bot.clock import Moment
from bot.events.snoozing import Later
from bot.i18n import _
from cogs.shared.controls import HubButton, HubView
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub


class LaterButton(HubButton, template="later:{event_id:d}:open"):
    """Shows the moments that still lie before the start."""

    event_id: int

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.events.community_of(self.event_id)

    async def press(self, press: Press) -> None:
        offers = await press.hub.snoozing.offers(press.community_id, press.user_id, self.event_id)
        await press.answer(
            _("When shall the bot remind you again?"), view=HubView(*_buttons(press, self.event_id, offers))
        )


class LaterChoice(HubButton, template="later:{event_id:d}:at_{when}"):
    """[In one hour] and [Tomorrow morning]."""

    event_id: int
    when: str

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.events.community_of(self.event_id)

    async def press(self, press: Press) -> None:
        moment = await press.hub.snoozing.snooze(
            press.community_id, press.user_id, self.event_id, Later(self.when)
        )
        await press.answer(
            _(
                "The bot reminds you again at {moment}. If you choose again, that moment counts instead.",
                moment=moment,
            )
        )


def _buttons(press: Press, event_id: int, offers: Mapping[Later, Moment]) -> list[HubButton]:
    return [
        LaterChoice(
            press.say(_("{occasion}: {moment}", occasion=later.label, moment=moment)),
            style=discord.ButtonStyle.primary,
            event_id=event_id,
            when=later.value,
        )
        for later, moment in offers.items()
    ]
