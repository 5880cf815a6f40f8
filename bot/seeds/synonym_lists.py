"""The words that mean the same in one community's searches, kept and changed by its office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from bot.db import Database, Tx
from bot.members.parts import Part
from bot.seeds.models import SeedSynonymRow
from bot.seeds.search_index import unindex_community
from bot.seeds.synonyms import USUAL, Groups, read_groups, written_out


class SynonymLists:
    """Looking at a community's list, and putting another one in its place."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def written(self, community_id: int) -> str:
        """The groups in use, one a line, as a form shows them."""
        async with self._db.reading() as tx:
            return written_out(await groups_of(tx, community_id))

    async def replace(self, community_id: int, written: str) -> int:
        """From now on these groups count, how many is returned; an empty text brings back the usual ones.

        Raises what `read_groups` raises; then everything stays as it was.
        """
        groups = read_groups(written)
        async with self._db.transaction() as tx:
            await tx.execute(delete(SeedSynonymRow).where(SeedSynonymRow.community_id == community_id))
            for words in groups:
                await tx.execute(
                    insert(SeedSynonymRow).values(community_id=community_id, words=written_out([words]))
                )
        return len(groups or USUAL)


async def groups_of(tx: Tx, community_id: int) -> Groups:
    """The community's own groups, or the usual ones while it has none."""
    found = await tx.scalars(
        select(SeedSynonymRow.words)
        .where(SeedSynonymRow.community_id == community_id)
        .order_by(SeedSynonymRow.id)
    )
    return read_groups("\n".join(found.all())) or USUAL


def seed_search_part() -> Part:
    """The share of the search: words that are nobody's, and the index. Registered before the seeds."""
    return Part("seed_search", ("seed_synonyms",), _export, _forget, _erase)


async def _export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
    return {}


async def _forget(tx: Tx, member_id: int, now: datetime) -> None:
    """Nothing here knows people; a seed that goes is taken out of the index where it goes."""


async def _erase(tx: Tx, community_id: int) -> None:
    await unindex_community(tx, community_id)
    await tx.execute(delete(SeedSynonymRow).where(SeedSynonymRow.community_id == community_id))
