"""The skills as one community knows them: what is shipped, and what its coordinators changed."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from sqlalchemy import select

from bot.db import Tx
from bot.matching.taxonomy import Taxonomy, shipped
from bot.probono.models import SkillLinkRow, SkillWordRow

Changes = tuple[tuple[tuple[str, str, bool], ...], tuple[tuple[str, str, int], ...]]


class Lexicon:
    """Keeps the taxonomy of each community until its changes are others."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Changes, Taxonomy]] = {}

    async def warm_up(self) -> None:
        """Read what is shipped before anybody waits for it: a second's work, in a thread of its own."""
        await asyncio.to_thread(_read)

    async def of(self, tx: Tx, community_id: int) -> Taxonomy:
        """The taxonomy with the words and links of this community."""
        changes = await _changes(tx, community_id)
        kept = self._kept.get(community_id)
        if kept is None or kept[0] != changes:
            kept = self._kept[community_id] = (changes, _changed(changes))
        return kept[1]


def _read() -> None:
    taxonomy = shipped()
    _ = taxonomy.aliases, taxonomy.lengths


async def _changes(tx: Tx, community_id: int) -> Changes:
    words = await tx.execute(
        select(SkillWordRow.skill, SkillWordRow.word, SkillWordRow.is_added)
        .where(SkillWordRow.community_id == community_id)
        .order_by(SkillWordRow.id)
    )
    links = await tx.execute(
        select(SkillLinkRow.skill, SkillLinkRow.other, SkillLinkRow.tenths)
        .where(SkillLinkRow.community_id == community_id)
        .order_by(SkillLinkRow.id)
    )
    return (
        tuple((row.skill, row.word, row.is_added) for row in words),
        tuple((row.skill, row.other, row.tenths) for row in links),
    )


def _changed(changes: Changes) -> Taxonomy:
    words, links = changes
    if not words and not links:
        return shipped()
    added: defaultdict[str, list[str]] = defaultdict(list)
    removed: defaultdict[str, list[str]] = defaultdict(list)
    for skill, word, is_added in words:
        (added if is_added else removed)[skill].append(word)
    return shipped().with_changes(
        added, removed, {(skill, other): tenths / 10 for skill, other, tenths in links}
    )
