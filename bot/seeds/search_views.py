"""From rows of seeds to what a list shows of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from bot.db import AnyRow, Tx
from bot.outbox.service import Outbox
from bot.seeds.excerpts import excerpt
from bot.seeds.models import SeedCategoryRow, SeedRow, SeedSupportRow, SeedTickRow
from bot.seeds.rules import SeedState, SupportKind
from bot.seeds.search_rules import Found, Place, Titled, supporters, title_of

FOUND_COLUMNS: tuple[Any, ...] = (
    SeedRow.id,
    SeedRow.community_id,
    SeedRow.title,
    SeedRow.text,
    SeedRow.state,
    SeedRow.published_at,
    SeedRow.merged_into_id,
)
Pressed = dict[int, set[tuple[int, SupportKind]]]


async def views_of(
    tx: Tx,
    outbox: Outbox,
    rows: Sequence[AnyRow],
    marked: Sequence[str],
    readable: ColumnElement[bool],
) -> list[Found]:
    """The rows (`FOUND_COLUMNS`) as views, in their order; ``marked``: folded words that excerpts show."""
    ids = [row.id for row in rows]
    categories = await categories_of(tx, ids)
    pressed = await pressed_by(tx, ids)
    merged = await _titles(tx, {row.merged_into_id for row in rows} - {None}, readable)
    return [
        Found(
            id=row.id,
            title=title_of(row.title, row.text),
            text=row.text or "",
            excerpt=excerpt(row.text or "", marked),
            state=SeedState(row.state),
            categories=categories.get(row.id, ()),
            published_at=row.published_at,
            supporters=supporters(pressed.get(row.id, ())),
            merged_into=merged.get(row.merged_into_id),
            place=await _place_of(tx, outbox, row.community_id, row.id),
        )
        for row in rows
    ]


async def categories_of(tx: Tx, seed_ids: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """The names of each seed's categories, in the order of the list."""
    found = await tx.execute(
        select(SeedTickRow.seed_id, SeedCategoryRow.name)
        .join(SeedCategoryRow, SeedCategoryRow.id == SeedTickRow.category_id)
        .where(SeedTickRow.seed_id.in_(seed_ids))
        .order_by(SeedCategoryRow.position, SeedCategoryRow.id)
    )
    names: dict[int, tuple[str, ...]] = {}
    for row in found:
        names[row.seed_id] = (*names.get(row.seed_id, ()), row.name)
    return names


async def pressed_by(tx: Tx, seed_ids: Iterable[int]) -> Pressed:
    """Who pressed what under each seed and those joined with it."""
    ids = list(seed_ids)
    under = func.coalesce(SeedRow.merged_into_id, SeedRow.id)
    found = await tx.execute(
        select(SeedRow.id, under.label("under"), SeedSupportRow.member_id, SeedSupportRow.kind)
        .join(SeedRow, SeedRow.id == SeedSupportRow.seed_id)
        .where(or_(SeedRow.id.in_(ids), SeedRow.merged_into_id.in_(ids)))
    )
    pressed: Pressed = {}
    for row in found:
        for seed_id in {row.id, row.under}:
            pressed.setdefault(seed_id, set()).add((row.member_id, SupportKind(row.kind)))
    return pressed


async def _titles(tx: Tx, ids: Iterable[int], readable: ColumnElement[bool]) -> Mapping[int, Titled]:
    query = select(SeedRow.id, SeedRow.title, SeedRow.text).where(SeedRow.id.in_(ids), readable)
    return {row.id: Titled(row.id, title_of(row.title, row.text)) for row in await tx.execute(query)}


async def _place_of(tx: Tx, outbox: Outbox, community_id: int, seed_id: int) -> Place | None:
    posting = await outbox.posting_of(tx, community_id, f"seed:{seed_id}")
    if posting is None or posting.gone:
        return None
    return Place(posting.channel_id, posting.message_id)
