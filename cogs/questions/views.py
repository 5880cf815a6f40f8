"""What members press to ask: on the home panel, on the card of an event, under an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.questions.lists import OfQuestion
from cogs.questions.modals import ask
from cogs.shared.controls import HubButton
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub


class AskOffice(HubButton, template="ask:0:open"):
    """[Ask the office] about anything."""

    opens_form = True

    async def press(self, press: Press) -> None:
        await ask(press)


class AskAbout(HubButton, template="ask:{event_id:d}:about"):
    """[Ask the office] on the card of an event, also of one that is over or was cancelled."""

    event_id: int
    opens_form = True

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.events.community_of(self.event_id)

    async def press(self, press: Press) -> None:
        await ask(press, about=f"event:{self.event_id}")


class AskAgain(OfQuestion, HubButton, template="question:{question_id:d}:again"):
    """[Ask again] under an answer, in the direct message too."""

    opens_form = True

    async def press(self, press: Press) -> None:
        await ask(press)
