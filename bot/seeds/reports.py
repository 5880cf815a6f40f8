"""Comments that somebody reports to the office; who it was is stored nowhere."""

from __future__ import annotations

from sqlalchemy import insert, update

from bot.clock import to_local
from bot.errors import N_, UserError
from bot.members.communities import load_community
from bot.seeds import kinds
from bot.seeds.models import SeedReportRow
from bot.seeds.quota import REPORTS, DailyQuota
from bot.seeds.tools import SeedTools

REPORT_LENGTH = 500


class SeenToAlready(UserError):
    sentence = N_("Somebody of the office has seen to this already.")


def message_link(community_id: int, channel_id: int, message_id: int) -> str:
    """Where a message stands in Discord."""
    return f"https://discord.com/channels/{community_id}/{channel_id}/{message_id}"


class Reports:
    def __init__(self, tools: SeedTools) -> None:
        self._tools = tools
        self._quota = DailyQuota(REPORTS)

    async def report(
        self, community_id: int, account_id: int, channel_id: int, message_id: int, reason: str
    ) -> None:
        """Ask the office to look at a message; ``account_id`` only counts the day's share, in memory.

        The office hears of it 10 to 30 minutes later: who has just read the channel would be known otherwise.
        Raises `EnoughForToday`.
        """
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            tz = (await load_community(tx, community_id)).tz
            today = to_local(now, tz).date()
            self._quota.use(community_id, account_id, today)
            shown_at = self._tools.shown_at(now, is_anonymous=True, is_urgent=True)
            found = await tx.execute(
                insert(SeedReportRow)
                .values(
                    community_id=community_id,
                    channel_id=channel_id,
                    message_id=message_id,
                    reason=reason.strip()[:REPORT_LENGTH] or None,
                    reported_on=today,
                    shown_at=shown_at,
                )
                .returning(SeedReportRow.id)
            )
            report_id = found.scalar_one()
            await self._tools.outbox.hold(
                tx,
                community_id=community_id,
                kind=kinds.REPORTED,
                subject=f"seedreport:{report_id}",
                args={"report_id": report_id},
                due_at=shown_at,
                dedupe_key=f"{kinds.REPORTED}:{report_id}",
            )

    async def seen_to(self, community_id: int, report_id: int) -> None:
        """The office has looked at it. Raises `SeenToAlready`, also for an id of another community."""
        async with self._tools.db.transaction() as tx:
            done = await tx.execute(
                update(SeedReportRow)
                .where(
                    SeedReportRow.id == report_id,
                    SeedReportRow.community_id == community_id,
                    SeedReportRow.handled_at.is_(None),
                )
                .values(handled_at=self._tools.clock())
            )
        if not done.rowcount:
            raise SeenToAlready
