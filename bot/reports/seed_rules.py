"""Consultations and seeds of a fiscal year as figures, and which of them may be shown. Pure.

Consultations are the office's own statistics, in which the annual report prints small categories too: they
are shown as counted. Seeds can be anonymous: there a number from 1 to 4 is never shown and cannot be
computed from the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.clock import format_fiscal_year
from bot.reports.tally import FEWEST, Cell, Tally, merged


@dataclass(frozen=True, slots=True)
class ConsultationFigures:
    """``categories`` adds up to the ticks (分類ののべ数), which can be more than the ``cases`` (件数)."""

    cases: int
    categories: Tally
    channels: Tally


@dataclass(frozen=True, slots=True)
class SeedFigures:
    """None stands for what may not be shown: a sum from 1 to 4, and the breakdown of one.

    ``categories`` adds up to the ticks, the other breakdowns to the ``cases``. Deleted seeds are in none of
    them; ``deleted`` says how many there were.
    """

    cases: int | None
    categories: Tally | None
    origins: Tally | None
    states: Tally | None
    naming: Tally | None
    deleted: int | None


@dataclass(frozen=True, slots=True)
class SeedYear:
    """The fiscal year that began in April ``year``, as known on the local day ``as_of``."""

    community_id: int
    community_name: str
    year: int
    as_of: date
    consultations: ConsultationFigures
    seeds: SeedFigures

    @property
    def label(self) -> str:
        """``令和2年度``."""
        return format_fiscal_year(date(self.year, 4, 1))

    @property
    def is_empty(self) -> bool:
        return not self.consultations.cases and self.seeds.cases == 0 and self.seeds.deleted == 0


def seed_figures(
    *,
    categories: Sequence[Cell],
    origins: Sequence[Cell],
    states: Sequence[Cell],
    naming: Sequence[Cell],
    deleted: int,
) -> SeedFigures:
    """What may be shown of these counts. ``origins``, ``states`` and ``naming`` each count every seed once.

    Some origins are always without a name, so the numbers of both say something about each other: ``naming``
    is shown only where every origin is.
    """
    cases = sum(cell.count for cell in origins)
    if _is_small(cases):
        return SeedFigures(None, None, None, None, None, _unless_small(deleted))
    ticks = sum(cell.count for cell in categories)
    by_origin = merged(origins)
    return SeedFigures(
        cases=cases,
        categories=None if _is_small(ticks) else merged(categories),
        origins=by_origin,
        states=merged(states),
        naming=merged(naming) if by_origin.merged is None else None,
        deleted=_unless_small(deleted),
    )


def _is_small(count: int) -> bool:
    return 0 < count < FEWEST


def _unless_small(count: int) -> int | None:
    return None if _is_small(count) else count
