"""What coordinators change in the dictionary of skills of their community."""

from __future__ import annotations

from sqlalchemy import delete, insert, or_, select

from bot.db import Tx
from bot.matching.lint import check_word
from bot.matching.taxonomy import Taxonomy, shipped
from bot.matching.text import plain_text
from bot.members.models import CommunityRow
from bot.probono.models import SkillLinkRow, SkillWordRow
from bot.probono.queries import lock
from bot.probono.skills_rules import (
    Nearness,
    NoNeighbourOfItself,
    Shelf,
    SkillEntry,
    entry_of,
    has_word,
    refuse,
    shelves_of,
    skill_of,
)
from bot.probono.tools import ProbonoTools


class Skills:
    """Use cases of the dictionary; a press that changes nothing new is no fault."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    async def shelves(self, community_id: int) -> tuple[Shelf, ...]:
        """All skills by their groups."""
        async with self._tools.db.reading() as tx:
            return shelves_of(await self._taxonomy(tx, community_id))

    async def entry(self, community_id: int, skill_id: str) -> SkillEntry:
        """One skill with its words, signs and neighbours; raises `NoSuchSkill`."""
        async with self._tools.db.reading() as tx:
            return await self._entry(tx, community_id, skill_id)

    async def add_word(
        self, community_id: int, skill_id: str, word: str, *, insists: bool = False
    ) -> SkillEntry:
        """A word under which this skill is known here from now on, taken from any other skill.

        Raises `WordRefused`, or `SureAboutWord` when ``insists`` would help.
        """
        word = " ".join(word.split())
        async with self._tools.db.transaction() as tx:
            await lock(tx, CommunityRow, community_id)
            taxonomy = await self._taxonomy(tx, community_id)
            skill_of(taxonomy, skill_id)
            refuse(check_word(taxonomy, skill_id, word), insists=insists)
            await self._forget(tx, community_id, word, skill_id=skill_id)
            if not _knows(await self._taxonomy(tx, community_id), skill_id, word):
                await self._write(tx, community_id, skill_id, word, is_added=True)
            return await self._entry(tx, community_id, skill_id)

    async def take_out(self, community_id: int, skill_id: str, word: str) -> SkillEntry:
        """This word no longer stands for the skill."""
        async with self._tools.db.transaction() as tx:
            await lock(tx, CommunityRow, community_id)
            if has_word(skill_of(await self._taxonomy(tx, community_id), skill_id), word):
                await self._forget(tx, community_id, word, skill_id=skill_id)
                if has_word(skill_of(await self._taxonomy(tx, community_id), skill_id), word):
                    await self._write(tx, community_id, skill_id, word, is_added=False)
            return await self._entry(tx, community_id, skill_id)

    async def change_neighbour(
        self, community_id: int, skill_id: str, other: str, nearness: Nearness
    ) -> SkillEntry:
        """How near two skills are, in both directions. Raises `NoSuchSkill` or `NoNeighbourOfItself`."""
        async with self._tools.db.transaction() as tx:
            await lock(tx, CommunityRow, community_id)
            taxonomy = await self._taxonomy(tx, community_id)
            skill_of(taxonomy, skill_id)
            skill_of(taxonomy, other)
            if skill_id == other:
                raise NoNeighbourOfItself
            one, two = sorted((skill_id, other))
            pair = (one, two), (two, one)
            await tx.execute(
                delete(SkillLinkRow).where(
                    SkillLinkRow.community_id == community_id,
                    or_(*((SkillLinkRow.skill == a) & (SkillLinkRow.other == b) for a, b in pair)),
                )
            )
            await tx.execute(
                insert(SkillLinkRow).values(
                    community_id=community_id,
                    skill=one,
                    other=two,
                    tenths=nearness.tenths,
                    created_at=self._tools.clock(),
                )
            )
            return await self._entry(tx, community_id, skill_id)

    async def as_shipped(self, community_id: int, skill_id: str) -> SkillEntry:
        """Take back what was changed in this skill; words that others took from it come home."""
        async with self._tools.db.transaction() as tx:
            await lock(tx, CommunityRow, community_id)
            own = skill_of(shipped(), skill_id)
            await self._forget(tx, community_id, *own.words, *own.signs, skill_id=skill_id)
            await tx.execute(
                delete(SkillWordRow).where(
                    SkillWordRow.community_id == community_id, SkillWordRow.skill == skill_id
                )
            )
            await tx.execute(
                delete(SkillLinkRow).where(
                    SkillLinkRow.community_id == community_id,
                    or_(SkillLinkRow.skill == skill_id, SkillLinkRow.other == skill_id),
                )
            )
            return await self._entry(tx, community_id, skill_id)

    async def _taxonomy(self, tx: Tx, community_id: int) -> Taxonomy:
        return await self._tools.lexicon.of(tx, community_id)

    async def _entry(self, tx: Tx, community_id: int, skill_id: str) -> SkillEntry:
        return entry_of(await self._taxonomy(tx, community_id), shipped(), skill_id)

    async def _write(self, tx: Tx, community_id: int, skill_id: str, word: str, *, is_added: bool) -> None:
        await tx.execute(
            insert(SkillWordRow).values(
                community_id=community_id,
                skill=skill_id,
                word=word,
                is_added=is_added,
                created_at=self._tools.clock(),
            )
        )

    async def _forget(self, tx: Tx, community_id: int, *words: str, skill_id: str) -> None:
        """What was changed about these words: all of it in this skill, and that another one has them."""
        rows = await tx.execute(
            select(SkillWordRow.id, SkillWordRow.word).where(
                SkillWordRow.community_id == community_id,
                or_(SkillWordRow.skill == skill_id, SkillWordRow.is_added.is_(True)),
            )
        )
        keys = set(map(plain_text, words))
        ids = [row.id for row in rows if plain_text(row.word) in keys]
        await tx.execute(delete(SkillWordRow).where(SkillWordRow.id.in_(ids)))


def _knows(taxonomy: Taxonomy, skill_id: str, word: str) -> bool:
    alias = taxonomy.aliases.get(plain_text(word))
    return alias is not None and alias.skill == skill_id
