"""Probono of a fiscal year in words: tables that every format shows."""

from __future__ import annotations

from datetime import date

from bot.clock import LocalDate, format_fiscal_year
from bot.i18n import C_, Text, _
from bot.probono.figures import BY_SECTOR, Figure
from bot.reports.probono_rules import Aim, ProbonoYear
from bot.reports.seed_words import Table

NOT_KNOWN = C_("probono figures", "not known")
REACHED = C_("probono figures", "reached")


def title_of(year: ProbonoYear, lang: str) -> str:
    """The heading of the whole."""
    return _("Probono in the fiscal year {year} ({era})", year=year.year, era=year.label).to(lang)


def as_of(year: ProbonoYear, lang: str) -> str:
    return _("As of {date}", date=LocalDate(year.as_of)).to(lang)


def tables_of(year: ProbonoYear, lang: str) -> tuple[Table, ...]:
    """Targets and results if there are targets, this and earlier years, and the sectors of this year."""
    aims = (_aims(year, lang),) if year.targets else ()
    sectors = (_sectors(year, lang),) if year.by_sector else ()
    return (*aims, _years(year, lang), *sectors)


def notes_of(lang: str) -> tuple[str, ...]:
    """What one must know to read the figures."""
    return tuple(note.to(lang) for note in _NOTES)


_NOTES = (
    _("A request that somebody else answered first does not count as an ask."),
    _("An answer counts in the year in which it came; whoever came forward by themselves was not asked."),
    _("An organisation counts once a year, however often it was heard; “first time”: in no year before."),
    _(
        "Offers count for “Company” when they were made for one, otherwise by what their people said of "
        "themselves; everything else counts by the organisation of the need."
    ),
)


def era(year: int, lang: str) -> str:
    """A fiscal year as it stands in a table: 令和8年度, or 2026."""
    return format_fiscal_year(date(year, 4, 1)) if lang == "ja" else str(year)


def outcome(aim: Aim) -> Text:
    """Whether a target was reached, plainly."""
    if not aim.short_by:
        return REACHED
    return C_("probono figures", "{count} short", count=aim.short_by)


def _aims(year: ProbonoYear, lang: str) -> Table:
    headings = (
        C_("probono figures", "Figure"),
        C_("probono figures", "Target"),
        C_("probono figures", "Result"),
        C_("probono figures", "Outcome"),
    )
    rows = tuple(
        (aim.figure.label.to(lang), aim.target, aim.result, outcome(aim).to(lang)) for aim in year.aims
    )
    return Table(_("Targets and results").to(lang), tuple(each.to(lang) for each in headings), rows)


def _years(year: ProbonoYear, lang: str) -> Table:
    headings = (C_("probono figures", "Fiscal year"), *(figure.label for figure in Figure))
    rows = tuple(
        (era(each, lang), *(numbers[figure] for figure in Figure)) for each, numbers in year.years.items()
    )
    return Table(_("By fiscal year").to(lang), tuple(each.to(lang) for each in headings), rows)


def _sectors(year: ProbonoYear, lang: str) -> Table:
    headings = (C_("probono figures", "Sector"), *(figure.label for figure in BY_SECTOR))
    rows = tuple(
        ((sector.label if sector else NOT_KNOWN).to(lang), *(numbers[figure] for figure in BY_SECTOR))
        for sector, numbers in year.by_sector.items()
    )
    return Table(_("By sector").to(lang), tuple(each.to(lang) for each in headings), rows)
