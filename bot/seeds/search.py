"""Finding seeds: search, suggestions while typing, and what is like a text that somebody is about to post.

Who may see what is a condition of the same statement that finds (`may_read`).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select

from bot.bigrams import fold, words_of
from bot.clock import Clock
from bot.db import AnyRow, Database, Tx
from bot.members.communities import load_community
from bot.outbox.service import Outbox
from bot.seeds.models import SeedCategoryRow, SeedRow, SeedTickRow
from bot.seeds.queries import IS_PUBLIC
from bot.seeds.rules import SeedState
from bot.seeds.search_index import INDEX, standing_in
from bot.seeds.search_rules import (
    MOST_COUNTED,
    MOST_WORDS,
    PER_PAGE,
    Found,
    NoSuchCategory,
    Order,
    Page,
    Titled,
    TooManyWords,
    bounds_of,
    title_of,
)
from bot.seeds.search_views import FOUND_COLUMNS, views_of
from bot.seeds.seed import NoSuchSeed
from bot.seeds.similar import most_like
from bot.seeds.synonym_lists import groups_of
from bot.seeds.synonyms import spellings

SUGGESTED = 25
_NUMBER = re.compile(r"#?\s*([0-9]{1,18})")


class SeedSearch:
    """What members can find, and staff."""

    def __init__(self, db: Database, clock: Clock, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox

    async def search(
        self,
        community_id: int,
        words: str,
        *,
        is_staff: bool = False,
        order: Order = Order.BEST,
        category_id: int | None = None,
        state: SeedState | None = None,
        year: int | None = None,
        page: int = 1,
    ) -> Page:
        """Seeds that have every word, or one that means the same, in title or text; without words all.

        ``year``: of publication, in the community's zone. Raises `TooManyWords` and `NoSuchCategory`.
        """
        typed = words_of(words)
        if len(typed) > MOST_WORDS:
            raise TooManyWords(count=MOST_WORDS)
        async with self._db.reading() as tx:
            tz = (await load_community(tx, community_id)).tz
            if category_id is not None:
                await _check_category(tx, community_id, category_id)
            groups = await groups_of(tx, community_id) if typed else ()
            wanted = [spellings(word, groups) for word in typed]
            where = and_(
                may_read(community_id, self._clock(), is_staff=is_staff),
                *_filters(category_id, state, bounds_of(year, tz) if year else None),
            )
            rows = await _rows(tx, where, wanted, order, (page - 1) * PER_PAGE)
            marked = [one for each in wanted for one in each]
            shown = await views_of(
                tx, self._outbox, rows[:PER_PAGE], marked, self._readable(community_id, is_staff)
            )
            total = await _count(tx, where, wanted)
        return Page(tuple(shown), page, len(rows) > PER_PAGE, total, tz)

    async def one(self, community_id: int, seed_id: int, *, is_staff: bool = False) -> tuple[Found, ZoneInfo]:
        """One seed, with the community's zone; `NoSuchSeed` for what this reader may not see."""
        readable = self._readable(community_id, is_staff)
        async with self._db.reading() as tx:
            rows = (await tx.execute(select(*FOUND_COLUMNS).where(readable, SeedRow.id == seed_id))).all()
            if not rows:
                raise NoSuchSeed
            [found] = await views_of(tx, self._outbox, rows, (), readable)
            return found, (await load_community(tx, community_id)).tz

    async def suggest(self, community_id: int, typed: str, *, is_staff: bool = False) -> list[Titled]:
        """At most 25 seeds: the number that was typed (``#17``), then titles with it, newest first."""
        number = _NUMBER.fullmatch(fold(typed).strip())
        words = [[word] for word in words_of(typed)[:MOST_WORDS]]
        readable = self._readable(community_id, is_staff)
        rows: list[AnyRow] = []
        async with self._db.reading() as tx:
            if number:
                numbered = select(*FOUND_COLUMNS).where(SeedRow.id == int(number[1]), readable)
                rows += (await tx.execute(numbered)).all()
            titled = _newest(words, standing_in(tx.dialect.name, words, title_only=True))
            rows += (await tx.execute(titled.where(readable).limit(SUGGESTED))).all()
        found = {row.id: Titled(row.id, title_of(row.title, row.text)) for row in rows}
        return list(found.values())[:SUGGESTED]

    async def similar(self, community_id: int, title: str, text: str, limit: int = 5) -> list[Titled]:
        """Published seeds that are most like this one, the likest first; there may be none."""
        readable = self._readable(community_id, is_staff=False)
        async with self._db.reading() as tx:
            return await most_like(tx, readable, title, text, limit)

    async def categories(self, community_id: int) -> list[tuple[int, str]]:
        """The categories by which can be filtered, in their order; those that are no longer given last."""
        async with self._db.reading() as tx:
            found = await tx.execute(
                select(SeedCategoryRow.id, SeedCategoryRow.name)
                .where(SeedCategoryRow.community_id == community_id)
                .order_by(SeedCategoryRow.is_retired, SeedCategoryRow.position, SeedCategoryRow.id)
            )
            return [(row.id, row.name) for row in found]

    def _readable(self, community_id: int, is_staff: bool) -> ColumnElement[bool]:
        return may_read(community_id, self._clock(), is_staff=is_staff)


GONE = (SeedState.DELETED.value, SeedState.WITHDRAWN.value)
"""What nobody but its author has any more."""


def may_read(community_id: int, now: datetime, *, is_staff: bool = False) -> ColumnElement[bool]:
    """Seeds that a member of the community may read; staff also those that were shown to them."""
    if not is_staff:
        return and_(SeedRow.community_id == community_id, IS_PUBLIC)
    shown = and_(SeedRow.shown_to_staff_at <= now, SeedRow.state.not_in(GONE))
    return and_(SeedRow.community_id == community_id, or_(IS_PUBLIC, shown))


async def _check_category(tx: Tx, community_id: int, category_id: int) -> None:
    mine = select(SeedCategoryRow.id).where(
        SeedCategoryRow.id == category_id, SeedCategoryRow.community_id == community_id
    )
    if await tx.scalar(mine) is None:
        raise NoSuchCategory


def _filters(
    category_id: int | None, state: SeedState | None, year: tuple[datetime, datetime] | None
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if category_id is not None:
        ticked = exists().where(SeedTickRow.seed_id == SeedRow.id, SeedTickRow.category_id == category_id)
        conditions.append(ticked)
    if state is not None:
        conditions.append(SeedRow.state == state.value)
    if year is not None:
        conditions += [SeedRow.published_at >= year[0], SeedRow.published_at < year[1]]
    return conditions


Wanted = list[list[str]]


def _newest(wanted: Wanted, looked_up: ColumnElement[bool], *columns: Any) -> Any:
    """Seeds by number, the newest first; FTS5 hands them out in that order, so a page ends early."""
    query = select(*(columns or FOUND_COLUMNS))
    if not wanted:
        return query.where(looked_up).order_by(SeedRow.id.desc())
    joined = query.join_from(INDEX, SeedRow, SeedRow.id == INDEX.c.rowid)
    return joined.where(looked_up).order_by(INDEX.c.rowid.desc())


async def _rows(
    tx: Tx, where: ColumnElement[bool], wanted: Wanted, order: Order, offset: int
) -> list[AnyRow]:
    """A page and one more."""
    dialect, most = tx.dialect.name, PER_PAGE + 1
    everywhere = standing_in(dialect, wanted)
    if order is Order.NEWEST or not wanted:
        query = _newest(wanted, everywhere).where(where).offset(offset).limit(most)
        return list((await tx.execute(query)).all())
    in_title = standing_in(dialect, wanted, title_only=True)
    titled = _newest(wanted, in_title).where(where).limit(offset + most)
    first = list((await tx.execute(titled)).all())
    rest = offset + most - len(first)
    if rest <= 0:
        return first[offset:]
    ids = select(INDEX.c.rowid).where(in_title).scalar_subquery()
    others = _newest(wanted, everywhere).where(where, not_(INDEX.c.rowid.in_(ids)))
    skipped = max(offset - len(first), 0)
    found = await tx.execute(others.offset(skipped).limit(most - len(first[offset:])))
    return [*first[offset:], *found.all()]


async def _count(tx: Tx, where: ColumnElement[bool], wanted: Wanted) -> int:
    some = _newest(wanted, standing_in(tx.dialect.name, wanted), SeedRow.id).where(where)
    return await tx.scalar(select(func.count()).select_from(some.limit(MOST_COUNTED + 1).subquery())) or 0
