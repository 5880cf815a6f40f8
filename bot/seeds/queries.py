"""Reading seeds: one, with its categories, counts, messages and history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from bot.db import AnyRow, Tx
from bot.members.models import CommunityRow, MemberRow
from bot.seeds.models import (
    SeedCategoryRow,
    SeedLineRow,
    SeedRow,
    SeedStepRow,
    SeedSupportRow,
    SeedTickRow,
)
from bot.seeds.rules import PUBLIC, Origin, Readers, Role, SeedState, SupportKind
from bot.seeds.seed import Category, Counts, Line, NoSuchSeed, Seed, Step

SEEDS = (
    select(
        SeedRow,
        MemberRow.display_name.label("author_name"),
        CommunityRow.timezone,
    )
    .join(CommunityRow, CommunityRow.id == SeedRow.community_id)
    .outerjoin(MemberRow, MemberRow.id == SeedRow.author_id)
)

IS_PUBLIC: ColumnElement[bool] = and_(
    SeedRow.readers == Readers.EVERYONE.value,
    SeedRow.published_at.is_not(None),
    SeedRow.state.in_([state.value for state in PUBLIC]),
)


async def take_lock(tx: Tx, *seed_ids: int) -> None:
    """Until the transaction ends nobody else changes these seeds; on SQLite the transaction is the lock."""
    if tx.dialect.name != "sqlite":
        await tx.execute(
            select(SeedRow.id).where(SeedRow.id.in_(seed_ids)).order_by(SeedRow.id).with_for_update()
        )


async def find(tx: Tx, community_id: int, seed_id: int) -> Seed:
    """One seed of any state; `NoSuchSeed` for an unknown id and for one of another community."""
    seeds = await load(tx, SeedRow.id == seed_id, SeedRow.community_id == community_id)
    if not seeds:
        raise NoSuchSeed
    return seeds[0]


async def find_for_staff(tx: Tx, community_id: int, seed_id: int, now: datetime) -> Seed:
    """One that staff may know of by now."""
    seed = await find(tx, community_id, seed_id)
    if not seed.is_known_to_staff(now):
        raise NoSuchSeed
    return seed.as_staff_reads_it()


async def find_public(tx: Tx, community_id: int, seed_id: int) -> Seed:
    """One that every member may read."""
    seed = await find(tx, community_id, seed_id)
    if not seed.is_public:
        raise NoSuchSeed
    return seed


async def load(tx: Tx, *where: ColumnElement[bool], limit: int | None = None) -> list[Seed]:
    """Seeds with their categories, the oldest first."""
    found = (await tx.execute(SEEDS.where(*where).order_by(SeedRow.id).limit(limit))).all()
    categories = await categories_of(tx, [row.id for row in found])
    return [seed_from(row, categories.get(row.id, ())) for row in found]


async def categories_of(tx: Tx, seed_ids: Collection[int]) -> dict[int, tuple[Category, ...]]:
    if not seed_ids:
        return {}
    found = await tx.execute(
        select(SeedTickRow.seed_id, SeedCategoryRow.id, SeedCategoryRow.name, SeedCategoryRow.is_other)
        .join(SeedCategoryRow, SeedCategoryRow.id == SeedTickRow.category_id)
        .where(SeedTickRow.seed_id.in_(seed_ids))
        .order_by(SeedCategoryRow.position, SeedCategoryRow.id)
    )
    of: dict[int, tuple[Category, ...]] = {}
    for row in found:
        of[row.seed_id] = (*of.get(row.seed_id, ()), Category(row.id, row.name, row.is_other))
    return of


async def counts_of(tx: Tx, seed_id: int) -> Counts:
    """How many distinct people pressed what, under this seed and under those joined with it."""
    here = select(SeedRow.id).where(or_(SeedRow.id == seed_id, SeedRow.merged_into_id == seed_id))
    people = func.count(SeedSupportRow.member_id.distinct())
    within = SeedSupportRow.seed_id.in_(here)
    by_kind = await tx.execute(
        select(SeedSupportRow.kind, people.label("people")).where(within).group_by(SeedSupportRow.kind)
    )
    of = {SupportKind(row.kind): row.people for row in by_kind}
    return Counts(of, await tx.scalar(select(people).where(within)) or 0)


async def answers_of(tx: Tx, seed_id: int) -> dict[str, int]:
    """How many supporters said that something is better (``helped``), and that it is not (``not_yet``)."""
    people = func.count(SeedSupportRow.member_id.distinct()).label("people")
    found = await tx.execute(
        select(SeedSupportRow.was_helped, people)
        .where(SeedSupportRow.seed_id == seed_id, SeedSupportRow.was_helped.is_not(None))
        .group_by(SeedSupportRow.was_helped)
    )
    by_answer = {row.was_helped: row.people for row in found}
    return {"helped": by_answer.get(True, 0), "not_yet": by_answer.get(False, 0)}


async def lines_of(tx: Tx, seed_id: int, now: datetime, *, for_author: bool) -> list[Line]:
    """The messages of the relay, oldest first; an answer shows itself to the office only when it is due."""
    query = select(SeedLineRow).where(SeedLineRow.seed_id == seed_id).order_by(SeedLineRow.id)
    if not for_author:
        query = query.where(or_(SeedLineRow.is_answer.is_(False), SeedLineRow.shown_at <= now))
    return [Line(row.is_answer, row.text, row.written_on) for row in await tx.execute(query)]


async def steps_of(tx: Tx, seed_id: int) -> list[Step]:
    """The whole history, oldest first."""
    found = await tx.execute(
        select(SeedStepRow, MemberRow.display_name)
        .outerjoin(MemberRow, MemberRow.id == SeedStepRow.actor_id)
        .where(SeedStepRow.seed_id == seed_id)
        .order_by(SeedStepRow.id)
    )
    return [
        Step(
            row.what,
            row.role,
            row.display_name if row.role != Role.AUTHOR.value else None,
            row.happened_on,
            row.note,
        )
        for row in found
    ]


async def supporters_of(tx: Tx, seed_ids: Sequence[int]) -> list[int]:
    """The member ids of all who pressed anything under these seeds."""
    found = await tx.scalars(
        select(SeedSupportRow.member_id).where(SeedSupportRow.seed_id.in_(seed_ids)).distinct()
    )
    return sorted(found)


async def joined_with(tx: Tx, seed_id: int) -> list[int]:
    """The numbers of the seeds that were joined with this one."""
    found = await tx.scalars(select(SeedRow.id).where(SeedRow.merged_into_id == seed_id).order_by(SeedRow.id))
    return list(found)


async def shown_as_joined(tx: Tx, seed_id: int) -> list[int]:
    """The same, as far as everybody may know of them."""
    found = await tx.scalars(
        select(SeedRow.id).where(SeedRow.merged_into_id == seed_id, IS_PUBLIC).order_by(SeedRow.id)
    )
    return list(found)


def seed_from(row: AnyRow, categories: tuple[Category, ...]) -> Seed:
    """The view of a row of `SEEDS`."""
    values: dict[str, Any] = {
        name: getattr(row, name)
        for name in (
            "id", "community_id", "is_anonymous", "author_id", "author_name", "title", "text", "reason",
            "is_urgent", "revision", "submitted_on", "shown_to_staff_at", "published_at", "closed_at",
            "edited_on", "active_on", "theme_proposed_on", "merged_into_id", "merged_at", "parent_id",
            "timezone",
        )
    }  # fmt: skip
    return Seed(
        state=SeedState(row.state),
        origin=Origin(row.origin),
        readers=Readers(row.readers),
        merged_from=SeedState(row.merged_from) if row.merged_from else None,
        is_notified=row.sealed_link is not None,
        categories=categories,
        **values,
    )
