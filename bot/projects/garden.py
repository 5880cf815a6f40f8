"""What the seeds of a project do when something becomes of it, and how a finding becomes a seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.db import Tx
from bot.seeds import telling
from bot.seeds.posting import Posting
from bot.seeds.queries import find, take_lock
from bot.seeds.rules import MOVES, Origin, Role, SeedState
from bot.seeds.seed import Written
from bot.seeds.tools import SeedTools
from bot.seeds.writing import move


class Garden:
    """Seeds move as `bot.seeds.rules.MOVES` allows the office, and tell whom that table names.

    Whoever calls this holds the project's lock and has not touched a card yet: seeds, their cards and the
    project's card are always locked in this order.
    """

    def __init__(self, tools: SeedTools, posting: Posting) -> None:
        self._tools = tools
        self._posting = posting

    async def become_project(self, tx: Tx, community_id: int, seed_ids: Sequence[int], now: datetime) -> None:
        """What is under way, rests or was archived is a project now; anything else stays as it is."""
        await self._move(tx, community_id, seed_ids, set(SeedState), SeedState.PROJECT, now)

    async def finish(self, tx: Tx, community_id: int, seed_ids: Sequence[int], now: datetime) -> None:
        """What still is a project is finished with it."""
        await self._move(tx, community_id, seed_ids, {SeedState.PROJECT}, SeedState.ARCHIVED, now)

    async def go_back(self, tx: Tx, community_id: int, seed_ids: Sequence[int], now: datetime) -> None:
        """What still is a project is dug into again."""
        await self._move(tx, community_id, seed_ids, {SeedState.PROJECT}, SeedState.DIGGING, now)

    async def _move(
        self,
        tx: Tx,
        community_id: int,
        seed_ids: Sequence[int],
        sources: set[SeedState],
        target: SeedState,
        now: datetime,
    ) -> None:
        await take_lock(tx, *seed_ids)
        for seed_id in sorted(seed_ids):
            seed = await find(tx, community_id, seed_id)
            row = MOVES.get((seed.state, target))
            if row is None or seed.state not in sources or not seed.is_public:
                continue
            moved = await move(tx, self._tools, seed, target, Role.COORDINATOR, now)
            await telling.moved(tx, self._tools, moved, seed.state, row, now)

    async def plant(
        self, community_id: int, parent_id: int, account_id: int, name: str | None, title: str, text: str
    ) -> int:
        """A seed with its author's name, looked through by the office like any other; its number.

        Never without the name: only those who take part can have written it, so nobody would be hidden.
        """
        written = Written(title=title, text=text, is_named=True, origin=Origin.FINDING)
        seed = await self._posting.post_named(community_id, account_id, name, written, parent_id=parent_id)
        return seed.id
