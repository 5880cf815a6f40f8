"""Use cases of the desk: what waits for the office now, and its post of Monday morning."""

from __future__ import annotations

from datetime import datetime

from bot.clock import Clock
from bot.db import Database, Tx
from bot.desk import outbox_lines, weekly
from bot.desk.lines import DeskLine, LineSource
from bot.desk.view import DeskView, in_order
from bot.i18n import _
from bot.members.communities import load_community
from bot.members.rules import Community
from bot.outbox.notice import Delivery, Kind, Notice
from bot.outbox.service import Outbox


class Desk:
    """Everything that waits for the office, gathered from the features that register their lines."""

    def __init__(self, db: Database, clock: Clock, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox
        self._sources: list[LineSource] = []
        self.register(outbox_lines.source(outbox.kinds))
        outbox.register(Kind(weekly.WEEKLY, self._compose_weekly, title=_("The week's jobs")))

    def register(self, source: LineSource) -> None:
        """From now on the lines of ``source`` stand on the desk too."""
        self._sources.append(source)

    async def lines(self, community_id: int) -> DeskView:
        """What waits now, in the order of due dates; `Unknown` for a community that is not known."""
        async with self._db.reading() as tx:
            return await self._gather(tx, await load_community(tx, community_id), self._clock())

    async def plan_weekly(self) -> int:
        """Plan the next Monday's post of every community; how many were planned anew.

        As often as one likes: each Monday is posted once, and a changed time zone moves what is planned.
        """
        async with self._db.transaction() as tx:
            return await weekly.plan(self._outbox, tx, self._clock())

    async def _gather(self, tx: Tx, community: Community, now: datetime) -> DeskView:
        lines: list[DeskLine] = []
        for source in self._sources:
            lines += await source(tx, community, now)
        return DeskView(in_order(lines), community.timezone)

    async def _compose_weekly(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice:
        community = await load_community(tx, delivery.community_id)
        return weekly.compose(await self._gather(tx, community, now), now)
