"""Once an hour: who is asked whether it helped. Dormancy is a line of the desk (`desk_lines`)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from bot.db import Tx
from bot.errors import N_, UserError
from bot.members.models import MemberRow
from bot.outbox.notice import NewDelivery
from bot.seeds import kinds
from bot.seeds.models import SeedRow, SeedSupportRow
from bot.seeds.queries import IS_PUBLIC, find
from bot.seeds.rules import ASKED_AFTER, SeedState
from bot.seeds.seed import Seed, subject_of
from bot.seeds.tools import SeedTools

ASKED_FOR = timedelta(days=14)


class NotASupporter(UserError):
    sentence = N_("This question is for those who supported the seed. Nothing was stored.")


class SeedPlanner:
    def __init__(self, tools: SeedTools) -> None:
        self._tools = tools

    async def plan(self) -> int:
        """Plan the question for seeds that ended four weeks ago; as often as one likes."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            query = (
                select(SeedRow.id, SeedRow.community_id, SeedRow.closed_at, SeedSupportRow.member_id)
                .join(SeedSupportRow, SeedSupportRow.seed_id == SeedRow.id)
                .where(
                    IS_PUBLIC,
                    SeedRow.state == SeedState.ARCHIVED.value,
                    SeedRow.closed_at <= now - ASKED_AFTER,
                    SeedRow.closed_at > now - ASKED_AFTER - ASKED_FOR,
                )
                .distinct()
            )
            rows = [
                NewDelivery(
                    community_id=row.community_id,
                    kind=kinds.WAS_IT_HELP,
                    subject=subject_of(row.id),
                    to_member=row.member_id,
                    due_at=now,
                    expires_at=row.closed_at + ASKED_AFTER + ASKED_FOR,
                    dedupe_key=f"{kinds.WAS_IT_HELP}:{row.id}:{row.member_id}:{row.closed_at.date()}",
                )
                for row in await tx.execute(query)
            ]
            if rows:
                await self._tools.outbox.enqueue_many(tx, rows, now=now)
            return len(rows)

    async def it_helped(self, community_id: int, seed_id: int, account_id: int, helped: bool) -> Seed:
        """The answer of one supporter; the last one counts. Raises `NotASupporter`."""
        async with self._tools.db.transaction() as tx:
            seed = await find(tx, community_id, seed_id)
            await self._keep(tx, seed, account_id, helped)
            return seed

    async def _keep(self, tx: Tx, seed: Seed, account_id: int, helped: bool) -> None:
        member = select(MemberRow.id).where(
            MemberRow.community_id == seed.community_id, MemberRow.discord_user_id == account_id
        )
        done = await tx.execute(
            update(SeedSupportRow)
            .where(SeedSupportRow.seed_id == seed.id, SeedSupportRow.member_id.in_(member))
            .values(was_helped=helped)
        )
        if not done.rowcount:
            raise NotASupporter
