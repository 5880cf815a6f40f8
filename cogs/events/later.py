"""[Announce later]: a draft says when it leaves by itself."""

from __future__ import annotations

from typing import ClassVar

from bot.clock import format_moment
from bot.events.drafts import Draft
from bot.i18n import _
from cogs.events.draft_views import show_draft
from cogs.shared.controls import HubButton
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.staff_form import StaffForm, Then, Typed, kept_typed


class LaterForm(StaffForm):
    def __init__(self, press: Press, written: str, then: Then) -> None:
        super().__init__(press, _("Announce later"), then)
        hint = _("12/1 12:00 (empty: not by itself)")
        self.box("at", _("When to announce"), written, 100, hint=hint)


class LaterButton(HubButton, template="draft:{draft_id:d}:later"):
    """The form, filled with the moment that was chosen before."""

    draft_id: int
    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        draft = await press.hub.drafts.get(press.community_id, self.draft_id)

        async def keep(press: Press, typed: Typed) -> None:
            kept = await press.hub.scheduled.announce_later(press.community_id, self.draft_id, typed["at"])
            await show_draft(press, kept)

        then = kept_typed(keep, lambda press, typed, then: LaterForm(press, typed["at"], then))
        await press.open_form(LaterForm(press, _written(press, draft), then))


def _written(press: Press, draft: Draft) -> str:
    if draft.announce_at is None:
        return ""
    return format_moment(draft.announce_at, draft.community.tz, press.lang)
