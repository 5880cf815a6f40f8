"""Short answers of one press: [Seen to] under a reported message, and whether it helped."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from bot.i18n import _
from cogs.shared.controls import HubButton
from cogs.shared.permissions import Right
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub


class ReportDone(HubButton, template="seedreport:{report_id:d}:done"):
    report_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await press.hub.seeds.reports.seen_to(press.community_id, self.report_id)
        await press.answer(_("Noted. The desk no longer shows it."))


class ItHelped(HubButton, template="seedhelp:{seed_id:d}:{answer}"):
    """[Yes, something is better] and [Not yet], four weeks after the end."""

    seed_id: int
    answer: str

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.seeds.authors.community_of(self.seed_id)

    async def press(self, press: Press) -> None:
        await press.hub.seeds.planner.it_helped(
            press.community_id, self.seed_id, press.user_id, self.answer == "yes"
        )
        await press.answer(_("Thank you for telling us."))
