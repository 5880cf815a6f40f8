"""The year's consultations and seeds as Markdown, CSV and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bot.reports.formats import md, md_cell, md_row, total_line
from bot.reports.seed_rules import SeedYear
from bot.reports.seed_words import Section, Table, as_of, sections_of, share, title_of
from bot.reports.tally import MARKS, Tally
from bot.spreadsheet import Cell, write_csv


def as_markdown(year: SeedYear, lang: str) -> bytes:
    """A heading with the day, and for each section its totals, its tables and its notes."""
    lines = [f"# {md(title_of(year, lang))}", "", md(as_of(year, lang))]
    for section in sections_of(year, lang):
        lines += _md_section(section, lang)
    return ("\n".join(lines) + "\n").encode()


def _md_section(section: Section, lang: str) -> Iterator[str]:
    yield from ("", f"## {md(section.title)}", "")
    yield from (f"- {md(total_line(name, count).to(lang))}" for name, count in section.totals)
    for table in section.tables:
        yield ""
        yield md_row(md(heading) for heading in table.headings)
        yield md_row("---" if _is_words(table, at) else "---:" for at in range(len(table.headings)))
        yield from (md_row(md_cell(cell) for cell in row) for row in table.rows)
    yield ""
    yield from (f"- {md(note)}" for note in section.notes)


def _is_words(table: Table, at: int) -> bool:
    return any(isinstance(row[at], str) for row in table.rows)


def as_csv(year: SeedYear, lang: str) -> bytes:
    """The same as a file for Excel, with an empty line between the tables; shares are percent."""
    rows: list[Sequence[Cell]] = [[title_of(year, lang)], [as_of(year, lang)]]
    for section in sections_of(year, lang):
        rows += [[""], [section.title], *section.totals]
        for table in section.tables:
            rows += [[""], table.headings, *table.rows]
        rows += [[""], *([note] for note in section.notes)]
    return write_csv(rows)


def as_json(year: SeedYear, lang: str) -> bytes:
    """For programs; the shape is in README.md, and only categories of seeds have names that people gave."""
    desk, seeds = year.consultations, year.seeds
    shape = {
        "fiscal_year": year.year,
        "era": year.label,
        "as_of": year.as_of.isoformat(),
        "community": {"id": str(year.community_id), "name": year.community_name},
        "consultations": {
            "cases": desk.cases,
            "ticks": desk.categories.total,
            "by_category": _breakdown(desk.categories, desk.cases, lang),
            "by_channel": _breakdown(desk.channels, desk.cases, lang),
        },
        "seeds": {
            "cases": seeds.cases,
            "ticks": seeds.categories.total if seeds.categories else None,
            "deleted": seeds.deleted,
            "by_category": _breakdown(seeds.categories, seeds.cases, lang),
            "by_origin": _breakdown(seeds.origins, seeds.cases, lang),
            "by_state": _breakdown(seeds.states, seeds.cases, lang),
            "named": _breakdown(seeds.naming, seeds.cases, lang),
        },
    }
    return (json.dumps(shape, ensure_ascii=False, indent=2) + "\n").encode()


def _breakdown(tally: Tally | None, cases: int | None, lang: str) -> dict[str, Any] | None:
    """None where it may not be shown."""
    if tally is None:
        return None
    return {
        "rows": [
            {
                "key": cell.key,
                "name": cell.name if isinstance(cell.name, str) else cell.name.to(lang),
                "count": cell.count,
                "rank": MARKS.index(mark) + 1 if (mark := tally.mark(cell)) else None,
                "per_case": share(cell.count, cases),
                "per_tick": share(cell.count, tally.total),
            }
            for cell in tally.shown
        ],
        "together": {"rows": tally.merged.cells, "count": tally.merged.count} if tally.merged else None,
    }


FORMATS: dict[str, Callable[[SeedYear, str], bytes]] = {
    "md": as_markdown,
    "csv": as_csv,
    "json": as_json,
}
