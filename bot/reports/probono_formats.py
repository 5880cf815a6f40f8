"""Probono of a fiscal year as Markdown, CSV and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from bot.reports.formats import md, md_cell, md_row
from bot.reports.probono_rules import Numbers, ProbonoYear
from bot.reports.probono_words import as_of, notes_of, tables_of, title_of
from bot.reports.seed_words import Table
from bot.spreadsheet import Cell, write_csv


def as_markdown(year: ProbonoYear, lang: str) -> bytes:
    """A heading with the day, the tables, and the notes."""
    lines = [f"# {md(title_of(year, lang))}", "", md(as_of(year, lang))]
    for table in tables_of(year, lang):
        lines += _md_table(table)
    lines += ["", *(f"- {md(note)}" for note in notes_of(lang))]
    return ("\n".join(lines) + "\n").encode()


def _md_table(table: Table) -> Iterator[str]:
    yield from ("", f"## {md(table.title)}", "")
    yield md_row(md(heading) for heading in table.headings)
    yield md_row(
        "---" if any(isinstance(row[at], str) for row in table.rows) else "---:"
        for at in range(len(table.headings))
    )
    yield from (md_row(md_cell(cell) for cell in row) for row in table.rows)


def as_csv(year: ProbonoYear, lang: str) -> bytes:
    """The same as a file for Excel, with an empty line between the tables."""
    rows: list[Sequence[Cell]] = [[title_of(year, lang)], [as_of(year, lang)]]
    for table in tables_of(year, lang):
        rows += [[""], [table.title], table.headings, *table.rows]
    rows += [[""], *([note] for note in notes_of(lang))]
    return write_csv(rows)


def as_json(year: ProbonoYear, lang: str) -> bytes:
    """For programs; the shape is in README.md, and the names in it do not depend on ``lang``."""
    shape = {
        "fiscal_year": year.year,
        "era": year.label,
        "as_of": year.as_of.isoformat(),
        "community": {"id": str(year.community_id), "name": year.community_name},
        "targets": {
            aim.figure.value: {"target": aim.target, "result": aim.result, "short_by": aim.short_by}
            for aim in year.aims
        },
        "years": [{"fiscal_year": each, **_named(numbers)} for each, numbers in year.years.items()],
        "by_sector": [
            {"sector": sector.value if sector else "unknown", **_named(numbers)}
            for sector, numbers in year.by_sector.items()
        ],
    }
    return (json.dumps(shape, ensure_ascii=False, indent=2) + "\n").encode()


def _named(numbers: Numbers) -> dict[str, int]:
    return {figure.value: count for figure, count in numbers.items()}


FORMATS: dict[str, Callable[[ProbonoYear, str], bytes]] = {
    "md": as_markdown,
    "csv": as_csv,
    "json": as_json,
}
