"""[Show] under a discreet notice: the notice itself, privately."""

from __future__ import annotations

from bot.hub import Hub
from cogs.shared.answers import show_notice
from cogs.shared.controls import HubButton
from cogs.shared.press import Press


class ShowNotice(HubButton, template="notice:{delivery_id:d}:show"):
    """Composed from the facts of now, for nobody but the person to whom it was sent.

    Discreet notices belong to authors without a name, so no press of this button leaves a trace.
    """

    delivery_id: int
    is_anonymous = True

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.outbox.community_of(self.delivery_id)

    async def press(self, press: Press) -> None:
        notice = await press.hub.outbox.open_notice(press.community_id, press.user_id, self.delivery_id)
        await show_notice(press, notice)
