"""Which seeds are most like a text that somebody is about to post. Ranked, never cut off by a threshold."""

from __future__ import annotations

from sqlalchemy import CTE, ColumnElement, func, literal, select, union_all

from bot.bigrams import fold, telling
from bot.db import Tx
from bot.seeds.models import SeedRow
from bot.seeds.search_index import INDEX, having
from bot.seeds.search_rules import Titled, most_alike, title_of

SHORT_TEXT = 60
"""A text of at most so many signs says what it is about by itself; of a longer one only the title counts."""
MOST_TOKENS = 60
COMMON_FROM = 50
"""A token that fewer seeds have is never too common to be asked for."""
RAREST = 3
"""So many tokens are always asked for, however common."""


async def most_like(tx: Tx, readable: ColumnElement[bool], title: str, text: str, limit: int) -> list[Titled]:
    """At most ``limit`` of the readable seeds, the likest first, the same on both databases."""
    whole = f"{title}\n{text}" if len(text) <= SHORT_TEXT or not title.strip() else title
    tokens = telling(fold(whole))[:MOST_TOKENS]
    if not tokens:
        return []
    length = func.length(func.coalesce(SeedRow.title, "")) + func.length(func.coalesce(SeedRow.text, ""))
    count, mean = (await tx.execute(select(func.count(), func.avg(length)).where(readable))).one()
    hits = _with_any(tx.dialect.name, await _rare(tx, tokens, count))
    found = await tx.execute(
        select(hits.c.token, SeedRow.id, length)
        .join_from(hits, SeedRow, SeedRow.id == hits.c.seed_id)
        .where(readable)
    )
    best = most_alike(((row[0], row[1], row[2]) for row in found), float(mean or 0), count)[:limit]
    rows = await tx.execute(select(SeedRow.id, SeedRow.title, SeedRow.text).where(SeedRow.id.in_(best)))
    titles = {row.id: title_of(row.title, row.text) for row in rows}
    return [Titled(seed_id, titles[seed_id]) for seed_id in best]


async def _rare(tx: Tx, tokens: list[str], readable: int) -> list[str]:
    """Without the tokens that so many seeds have that they tell none from another."""
    hits = _with_any(tx.dialect.name, tokens)
    counted = await tx.execute(select(hits.c.token, func.count().label("seeds")).group_by(hits.c.token))
    by_count = sorted((row.seeds, row.token) for row in counted)
    most = max(COMMON_FROM, readable // 20)
    return [token for at, (seeds, token) in enumerate(by_count) if at < RAREST or seeds <= most] or tokens[:1]


def _with_any(dialect: str, tokens: list[str]) -> CTE:
    """Each token with the seeds that have it, of all communities: read from the index before anything else.

    Left to itself SQLite goes through all seeds for each token (2.6 s at 3,000 seeds).
    """
    each = (
        select(literal(token).label("token"), INDEX.c.rowid.label("seed_id")).where(having(dialect, token))
        for token in tokens
    )
    return union_all(*each).cte("hits").prefix_with("MATERIALIZED")
