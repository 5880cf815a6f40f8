"""What seeds keep of a person: what carries their name, and what they pressed; of anonymous seeds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from bot.db import Tx
from bot.i18n import C_
from bot.members.models import MemberRow
from bot.members.parts import Part, in_words
from bot.seeds.deleting import delete_seed, lock_with_joined
from bot.seeds.models import (
    SeedCategoryRow,
    SeedEditRow,
    SeedEventRow,
    SeedFollowRow,
    SeedLineRow,
    SeedReportRow,
    SeedRow,
    SeedSettingsRow,
    SeedStepRow,
    SeedSupportRow,
    SeedTickRow,
    SeedWishRow,
)
from bot.seeds.news import News
from bot.seeds.queries import find, load
from bot.seeds.rules import Role, SupportKind
from bot.seeds.tools import SeedTools
from bot.seeds.writing import touch

OF_SEEDS = (
    SeedEditRow,
    SeedTickRow,
    SeedStepRow,
    SeedLineRow,
    SeedSupportRow,
    SeedEventRow,
)
OF_COMMUNITIES = (SeedReportRow, SeedSettingsRow)


def seeds_part(tools: SeedTools) -> Part:
    """The share of this feature. Seeds under a forgotten name are deleted as if their author had done it."""

    async def forget(tx: Tx, member_id: int, now: datetime) -> None:
        await _forget(tx, tools, member_id, now)

    tables = tuple(
        table.__tablename__
        for table in (*OF_SEEDS, SeedFollowRow, SeedWishRow, SeedRow, SeedCategoryRow, *OF_COMMUNITIES)
    )
    return Part("seeds", tables, _export, forget, _erase)


async def _export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
    told: dict[str, Any] = {}
    if own := await load(tx, SeedRow.author_id == member_id):
        told[C_("my data", "Seeds under my name").to(lang)] = [
            in_words(
                lang,
                (C_("my data", "Number"), f"#{seed.id}"),
                (C_("my data", "Title"), seed.title),
                (C_("my data", "Text"), seed.text),
                (C_("my data", "State"), seed.state.label),
                (C_("my data", "Day"), seed.submitted_on.isoformat()),
            )
            for seed in own
        ]
    if pressed := await _pressed(tx, member_id, lang):
        told[C_("my data", "What I pressed under seeds").to(lang)] = pressed
    if steps := await _count(tx, SeedStepRow.actor_id == member_id):
        told[C_("my data", "What I did with seeds under a name (count)").to(lang)] = steps
    return told | await _follows(tx, member_id, lang)


async def _pressed(tx: Tx, member_id: int, lang: str) -> list[dict[str, str]]:
    found = await tx.execute(
        select(SeedSupportRow).where(SeedSupportRow.member_id == member_id).order_by(SeedSupportRow.id)
    )
    return [
        in_words(
            lang,
            (C_("my data", "Number"), f"#{row.seed_id}"),
            (C_("my data", "Pressed"), SupportKind(row.kind).label),
            (C_("my data", "Text"), row.what),
            (C_("my data", "How"), row.how),
            (C_("my data", "Day"), row.supported_on.isoformat()),
        )
        for row in found
    ]


async def _follows(tx: Tx, member_id: int, lang: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    found = await tx.execute(
        select(SeedFollowRow.seed_id, SeedCategoryRow.name)
        .outerjoin(SeedCategoryRow, SeedCategoryRow.id == SeedFollowRow.category_id)
        .where(SeedFollowRow.member_id == member_id)
        .order_by(SeedFollowRow.id)
    )
    if follows := [row.name or f"#{row.seed_id}" for row in found]:
        told[C_("my data", "Seeds and categories I follow").to(lang)] = follows
    news = await tx.scalar(select(SeedWishRow.news).where(SeedWishRow.member_id == member_id))
    if news is not None:
        known = {each.value: each.label.to(lang) for each in News}
        told[C_("my data", "News of seeds").to(lang)] = {
            C_("my data", "How often").to(lang): known.get(news, news)
        }
    return told


async def _count(tx: Tx, where: ColumnElement[bool]) -> int:
    return len((await tx.scalars(select(SeedStepRow.id).where(where))).all())


async def _lock(tx: Tx, member_id: int) -> None:
    """Nobody else changes the seeds under the name from here on, nor those that this person supports."""
    own = select(SeedRow.id).where(SeedRow.author_id == member_id)
    supported = select(SeedSupportRow.seed_id).where(SeedSupportRow.member_id == member_id)
    await lock_with_joined(tx, *await tx.scalars(own.union(supported)))


async def _forget(tx: Tx, tools: SeedTools, member_id: int, now: datetime) -> None:
    await _lock(tx, member_id)
    for seed in await load(tx, SeedRow.author_id == member_id):
        await delete_seed(tx, tools, seed, Role.AUTHOR, now)
    await tx.execute(update(SeedStepRow).where(SeedStepRow.actor_id == member_id).values(actor_id=None))
    gone = await tx.execute(
        delete(SeedSupportRow).where(SeedSupportRow.member_id == member_id).returning(SeedSupportRow.seed_id)
    )
    for seed_id in sorted(set(gone.scalars())):
        community_id = await tx.scalar(select(SeedRow.community_id).where(SeedRow.id == seed_id))
        if community_id is not None:
            await touch(tx, tools, await find(tx, community_id, seed_id), now)
    for table in (SeedFollowRow, SeedWishRow):
        await tx.execute(delete(table).where(table.member_id == member_id))


async def _erase(tx: Tx, community_id: int) -> None:
    here = select(SeedRow.id).where(SeedRow.community_id == community_id)
    people = select(MemberRow.id).where(MemberRow.community_id == community_id)
    for table in OF_SEEDS:
        await tx.execute(delete(table).where(table.seed_id.in_(here)))
    for table in (SeedFollowRow, SeedWishRow):
        await tx.execute(delete(table).where(table.member_id.in_(people)))
    await tx.execute(
        update(SeedRow)
        .where(SeedRow.community_id == community_id)
        .values(parent_id=None, merged_into_id=None)
    )
    for table in (SeedRow, SeedCategoryRow, *OF_COMMUNITIES):
        await tx.execute(delete(table).where(table.community_id == community_id))
