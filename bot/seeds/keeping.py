"""How long seeds are kept that are over and that nobody but the office and their author can read."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, delete, or_

from bot.db import tried_again
from bot.seeds.deleting import delete_seed, lock_with_joined
from bot.seeds.models import SeedReportRow, SeedRow
from bot.seeds.queries import IS_PUBLIC, load
from bot.seeds.rules import Role, SeedState
from bot.seeds.tools import SeedTools

ENDED_KEPT = timedelta(days=365)
REPORTS_KEPT = timedelta(days=365)
AT_ONCE = 100


class PastSeeds:
    def __init__(self, tools: SeedTools) -> None:
        self._tools = tools

    @tried_again
    async def forget_ended(self) -> int:
        """Delete what was withdrawn, not published, referred or kept private, a year after its end.

        A consultation has no end of its own: a year without a word counts as one.
        """
        now = self._tools.clock()
        quiet = (now - ENDED_KEPT).date()
        over = or_(
            SeedRow.closed_at <= now - ENDED_KEPT,
            and_(SeedRow.state == SeedState.PRIVATE.value, SeedRow.active_on <= quiet),
        )
        async with self._tools.db.transaction() as tx:
            where = over, ~IS_PUBLIC, SeedRow.state != SeedState.DELETED.value
            ids = [seed.id for seed in await load(tx, *where, limit=AT_ONCE)]
            await lock_with_joined(tx, *ids)
            old = await load(tx, *where, SeedRow.id.in_(ids))  # some may have been taken up again meanwhile
            for seed in old:
                await delete_seed(tx, self._tools, seed, Role.BOT, now)
        return len(old)

    async def forget_reports(self) -> int:
        """Delete what was reported a year ago, seen to or not; how many it were."""
        day = (self._tools.clock() - REPORTS_KEPT).date()
        async with self._tools.db.transaction() as tx:
            done = await tx.execute(delete(SeedReportRow).where(SeedReportRow.reported_on < day))
        return done.rowcount
