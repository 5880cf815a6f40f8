"""What staff press on the lines that meetings put on the desk."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.i18n import _
from cogs.events.draft_views import show_draft
from cogs.shared.controls import HubButton
from cogs.shared.permissions import Right
from cogs.shared.press import Press


class PostAgainButton(HubButton, template="event:{event_id:d}:post_again"):
    """[Post the announcement again]: a new card where the old one is gone or never came."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        event = await press.hub.announcements.post_again(press.community_id, self.event_id)
        await press.answer(
            _(
                "The announcement of “{title}” is being posted again. The answers so far are kept, and the "
                "new card shows them.",
                title=event.title,
            )
        )


class FinishRehearsalButton(HubButton, template="event:{event_id:d}:finish"):
    """[Finish the rehearsal]: quietly; nobody is told."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        event = await press.hub.announcements.finish_rehearsal(press.community_id, self.event_id)
        await press.answer(_("The rehearsal “{title}” is finished. Nobody was told.", title=event.title))


class OpenDraftButton(HubButton, template="draft:{draft_id:d}:open"):
    """[Open the draft]: its preview, with everything that can be done next."""

    draft_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_draft(press, await press.hub.drafts.get(press.community_id, self.draft_id))


DESK_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    PostAgainButton,
    FinishRehearsalButton,
    OpenDraftButton,
)
