"""Probono of a fiscal year, counted from what its room and the consultation desk keep."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from bot.clock import Clock, fiscal_year, to_local
from bot.consultations.models import ConsultationRow
from bot.db import Database, Tx
from bot.members.communities import load_community
from bot.members.rules import Sector
from bot.probono.figures import BY_SECTOR, Book, Figure
from bot.probono.figures_reading import load_book
from bot.probono.models import TargetRow
from bot.probono.targets import load_targets
from bot.reports.probono_rules import Numbers, ProbonoYear
from bot.reports.rules import FIRST_YEAR, LAST_YEAR, NoSuchYear


class ProbonoReports:
    """What a community can report about its probono."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def year(self, community_id: int, year: int | None = None) -> ProbonoYear:
        """The fiscal year that began in April ``year``; None: the present one. Raises `NoSuchYear`."""
        now = self._clock()
        async with self._db.reading() as tx:
            community = await load_community(tx, community_id)
            today = to_local(now, community.tz).date()
            year = fiscal_year(today) if year is None else year
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise NoSuchYear(year=str(year))
            book = await load_book(tx, community_id, community.tz)
            desk = await _consultations(tx, community_id)
            targets = await load_targets(tx, community_id, year)
        years = sorted({year, *(each for each in book.years | set(desk) if each < year)}, reverse=True)
        return ProbonoYear(
            community_id=community_id,
            community_name=community.name,
            year=year,
            as_of=today,
            years={each: _numbers(book, desk, each) for each in years},
            by_sector=_by_sector(book, year),
            targets=targets,
        )

    async def years(self, community_id: int) -> list[int]:
        """The fiscal years with figures or targets, the latest first."""
        async with self._db.reading() as tx:
            community = await load_community(tx, community_id)
            book = await load_book(tx, community_id, community.tz)
            desk = await _consultations(tx, community_id)
            aimed = select(TargetRow.fiscal_year).where(TargetRow.community_id == community_id).distinct()
            targets = set(await tx.scalars(aimed))
        return sorted(book.years | set(desk) | targets, reverse=True)


def _numbers(book: Book, desk: Counter[int], year: int) -> Numbers:
    return {
        figure: desk[year] if figure is Figure.CONSULTATIONS else book.of(year, figure) for figure in Figure
    }


def _by_sector(book: Book, year: int) -> dict[Sector | None, Numbers]:
    """Only sectors of which there is something."""
    counted = {figure: book.by_sector(year, figure) for figure in BY_SECTOR}
    return {
        sector: {figure: counted[figure][sector] for figure in BY_SECTOR}
        for sector in (*Sector, None)
        if any(counted[figure][sector] for figure in BY_SECTOR)
    }


async def _consultations(tx: Tx, community_id: int) -> Counter[int]:
    """The consultations of each fiscal year."""
    query = (
        select(ConsultationRow.held_on, func.count())
        .where(ConsultationRow.community_id == community_id)
        .group_by(ConsultationRow.held_on)
    )
    counted: Counter[int] = Counter()
    for day, count in await tx.execute(query):
        counted[fiscal_year(day)] += count
    return counted
