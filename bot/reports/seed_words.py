"""The year's consultations and seeds in words: tables that every format shows."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import LocalDate
from bot.i18n import C_, Text, _
from bot.reports.seed_rules import SeedYear
from bot.reports.tally import FEWEST, Merged, Tally

HIDDEN = C_("seed figures", "fewer than {most}", most=FEWEST)

Row = tuple[str | int | float | None, ...]
"""A name, perhaps a mark, the count (a whole number), and shares."""


@dataclass(frozen=True, slots=True)
class Table:
    """Its title, the headings of its columns, and its rows; numbers are numbers, shares are percent."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One subject: its totals in words, its tables, and what one must know to read them."""

    title: str
    totals: tuple[tuple[str, int | str], ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


def title_of(year: SeedYear, lang: str) -> str:
    """The heading of the whole."""
    return _("Consultations and seeds in the fiscal year {year} ({era})", year=year.year, era=year.label).to(
        lang
    )


def as_of(year: SeedYear, lang: str) -> str:
    return _("As of {date}", date=LocalDate(year.as_of)).to(lang)


def sections_of(year: SeedYear, lang: str) -> tuple[Section, Section]:
    """Consultations, and seeds."""
    return _consultations(year, lang), _seeds(year, lang)


def _consultations(year: SeedYear, lang: str) -> Section:
    figures = year.consultations
    cases, ticks = figures.cases, figures.categories.total
    by_category = _by_category(figures.categories, cases, lang)
    by_channel = _simple(_("By channel"), figures.channels, cases, lang)
    return Section(
        title=_("Consultations").to(lang),
        totals=(
            (_("Consultations (cases)").to(lang), cases),
            (_("Categories ticked, in total").to(lang), ticks),
        ),
        tables=(by_category, by_channel) if cases else (),
        notes=(_NOT_RANKED.to(lang), _SEVERAL.to(lang)) if cases else (),
    )


def _seeds(year: SeedYear, lang: str) -> Section:
    figures = year.seeds
    tables = [
        _by_category(figures.categories, figures.cases, lang)
        if figures.categories and figures.cases
        else None,
        *(
            _simple(title, tally, figures.cases, lang) if tally and figures.cases else None
            for title, tally in (
                (_("By origin"), figures.origins),
                (_("By state"), figures.states),
                (_("With and without a name"), figures.naming),
            )
        ),
    ]
    return Section(
        title=_("Seeds").to(lang),
        totals=(
            (_("Seeds (cases)").to(lang), _count(figures.cases, lang)),
            (_("Seed categories ticked, in total").to(lang), _count(_ticks(figures.categories), lang)),
            (_("Deleted seeds (counted nowhere else)").to(lang), _count(figures.deleted, lang)),
        ),
        tables=tuple(table for table in tables if table is not None),
        notes=tuple(note.to(lang) for note in _SEED_NOTES),
    )


_NOT_RANKED = _("“Other” is counted and not ranked; equal numbers share a mark.")
_SEVERAL = _("One case can have several categories, so the shares per case may add up to more than 100%.")
_SEED_NOTES = (
    _NOT_RANKED,
    _SEVERAL,
    _(
        "Numbers below {most} are not shown, so that they point at nobody; larger ones are added to them "
        "where they could be computed otherwise.",
        most=FEWEST,
    ),
    _("Seeds that only the office reads, and those without a category so far, count as cases."),
    _("A seed that was also noted as a consultation counts in both."),
)


def _by_category(tally: Tally, cases: int | None, lang: str) -> Table:
    headings = (
        C_("seed figures", "Category"),
        C_("seed figures", "Rank"),
        C_("seed figures", "Count"),
        C_("seed figures", "Per case (%)"),
        C_("seed figures", "Per tick (%)"),
    )
    rows: list[Row] = [
        (
            _name(cell.name, lang),
            tally.mark(cell),
            cell.count,
            share(cell.count, cases),
            share(cell.count, tally.total),
        )
        for cell in tally.shown
    ]
    if tally.merged:
        rows.append(
            (
                _together(tally.merged).to(lang),
                "",
                tally.merged.count,
                None,
                share(tally.merged.count, tally.total),
            )
        )
    return Table(_("By category").to(lang), tuple(each.to(lang) for each in headings), tuple(rows))


def _simple(title: Text, tally: Tally, cases: int | None, lang: str) -> Table:
    headings = (
        title,
        C_("seed figures", "Count"),
        C_("seed figures", "Per case (%)"),
    )
    rows: list[Row] = [(_name(cell.name, lang), cell.count, share(cell.count, cases)) for cell in tally.shown]
    if tally.merged:
        rows.append((_together(tally.merged).to(lang), tally.merged.count, share(tally.merged.count, cases)))
    return Table(title.to(lang), tuple(each.to(lang) for each in headings), tuple(rows))


def _together(merged: Merged) -> Text:
    return _(
        "Below {most} each, with what must be hidden for them ({cells} rows together)",
        cells=merged.cells,
        most=FEWEST,
    )


def share(count: int, of: int | None) -> float | None:
    """Percent with one decimal; None where there is nothing to have a share of."""
    return round(100 * count / of, 1) if of else None


def _ticks(tally: Tally | None) -> int | None:
    return tally.total if tally is not None else None


def _count(count: int | None, lang: str) -> int | str:
    return HIDDEN.to(lang) if count is None else count


def _name(name: Text | str, lang: str) -> str:
    return name.to(lang) if isinstance(name, Text) else name
