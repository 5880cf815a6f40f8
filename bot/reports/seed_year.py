"""The consultations and seeds of a fiscal year, counted from what those rooms keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute as Column

from bot.clock import Clock, fiscal_year, to_local
from bot.consultations.models import ConsultationRow, ConsultationTickRow
from bot.consultations.rules import Category, Channel
from bot.db import Database, Tx
from bot.i18n import C_
from bot.members.communities import load_community
from bot.reports.rules import FIRST_YEAR, LAST_YEAR, NoSuchYear
from bot.reports.seed_rules import ConsultationFigures, SeedFigures, SeedYear, seed_figures
from bot.reports.tally import Cell, whole
from bot.seeds.models import SeedCategoryRow, SeedRow, SeedTickRow
from bot.seeds.rules import Origin, SeedState

NAMED = C_("seed figures", "With the author's name")
ANONYMOUS = C_("seed figures", "Without a name")


class SeedReports:
    """What a community can report about its consultations and seeds."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def year(self, community_id: int, year: int | None = None) -> SeedYear:
        """The fiscal year that began in April ``year``; None: the present one.

        A consultation counts by its day, a seed by the local day on which it was posted. A seed that the
        office cannot see yet does not count yet: the minute in which a number grows would tell who wrote it.
        """
        now = self._clock()
        async with self._db.reading() as tx:
            community = await load_community(tx, community_id)
            today = to_local(now, community.tz).date()
            year = fiscal_year(today) if year is None else year
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise NoSuchYear(year=str(year))
            return SeedYear(
                community_id=community_id,
                community_name=community.name,
                year=year,
                as_of=today,
                consultations=await _consultations(tx, community_id, year),
                seeds=await _seeds(tx, community_id, year, now),
            )

    async def years(self, community_id: int) -> list[int]:
        """The fiscal years with consultations or seeds, the latest first."""
        now = self._clock()
        async with self._db.reading() as tx:
            held = select(ConsultationRow.held_on).where(ConsultationRow.community_id == community_id)
            days = set(await tx.scalars(held.distinct()))
            posted = select(SeedRow.submitted_on).where(*_known(community_id, now))
            days.update(await tx.scalars(posted.distinct()))
        return sorted({fiscal_year(day) for day in days}, reverse=True)


async def _consultations(tx: Tx, community_id: int, year: int) -> ConsultationFigures:
    here = and_(ConsultationRow.community_id == community_id, _within(ConsultationRow.held_on, year))
    channels = await _counts(tx, ConsultationRow.channel, here)
    query = (
        select(ConsultationTickRow.category, func.count())
        .join(ConsultationRow, ConsultationRow.id == ConsultationTickRow.consultation_id)
        .where(here)
        .group_by(ConsultationTickRow.category)
    )
    ticks: dict[str, int] = {row[0]: row[1] for row in await tx.execute(query)}
    return ConsultationFigures(
        cases=sum(channels.values()),
        categories=whole(
            [
                Cell(each.value, each.label, ticks.get(each.value, 0), is_other=each is Category.OTHER)
                for each in Category
            ]
        ),
        channels=whole(_cells(Channel, channels)),
    )


async def _seeds(tx: Tx, community_id: int, year: int, now: datetime) -> SeedFigures:
    known = and_(*_known(community_id, now), _within(SeedRow.submitted_on, year))
    there = and_(known, SeedRow.state != SeedState.DELETED.value)
    naming = await _counts(tx, SeedRow.is_anonymous, there)
    deleted = select(func.count()).select_from(SeedRow).where(known, SeedRow.state == SeedState.DELETED.value)
    return seed_figures(
        categories=await _categories(tx, community_id, there),
        origins=_cells(Origin, await _counts(tx, SeedRow.origin, there)),
        states=_cells(
            [state for state in SeedState if state is not SeedState.DELETED],
            await _counts(tx, SeedRow.state, there),
        ),
        naming=[
            Cell("named", NAMED, naming.get(False, 0)),
            Cell("anonymous", ANONYMOUS, naming.get(True, 0)),
        ],
        deleted=await tx.scalar(deleted) or 0,
    )


async def _categories(tx: Tx, community_id: int, which: ColumnElement[bool]) -> list[Cell]:
    """Every category of the community in its order, those that are no longer offered too."""
    query = (
        select(SeedTickRow.category_id, func.count())
        .join(SeedRow, SeedRow.id == SeedTickRow.seed_id)
        .where(which)
        .group_by(SeedTickRow.category_id)
    )
    ticks: dict[int, int] = {row[0]: row[1] for row in await tx.execute(query)}
    rows = await tx.execute(
        select(SeedCategoryRow.id, SeedCategoryRow.name, SeedCategoryRow.is_other)
        .where(SeedCategoryRow.community_id == community_id)
        .order_by(SeedCategoryRow.position, SeedCategoryRow.id)
    )
    return [Cell(str(row.id), row.name, ticks.get(row.id, 0), row.is_other) for row in rows]


async def _counts(tx: Tx, column: Column[Any], which: ColumnElement[bool]) -> dict[object, int]:
    found = await tx.execute(select(column, func.count()).where(which).group_by(column))
    return {row[0]: row[1] for row in found}


def _cells(words: Iterable[Channel | Origin | SeedState], counts: Mapping[object, int]) -> list[Cell]:
    return [Cell(word.value, word.label, counts.get(word.value, 0)) for word in words]


def _known(community_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return SeedRow.community_id == community_id, SeedRow.shown_to_staff_at <= now


def _within(day: Column[date], year: int) -> ColumnElement[bool]:
    return and_(day >= date(year, 4, 1), day < date(year + 1, 4, 1))
