"""The year's table as Markdown, CSV and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.clock import to_local
from bot.i18n import Text, _
from bot.reports.rules import MeetingFigures, YearFigures
from bot.reports.words import HEADINGS, rows_of, title_of, totals_of
from bot.spreadsheet import Cell, write_csv

RIGHT = (0, 5)
"""Columns of numbers."""


def as_markdown(year: YearFigures, lang: str) -> bytes:
    """A heading, the table of meetings, and the totals as a list."""
    lines = [
        f"# {md(title_of(year, lang))}",
        "",
        md_row(heading.to(lang) for heading in HEADINGS),
        md_row("---:" if at in RIGHT else "---" for at in range(len(HEADINGS))),
        *(md_row(md_cell(cell) for cell in row) for row in rows_of(year, lang)),
        "",
        *(f"- {md(total_line(name, count).to(lang))}" for name, count in totals_of(year)),
    ]
    return ("\n".join(lines) + "\n").encode()


def as_csv(year: YearFigures, lang: str) -> bytes:
    """The table of meetings, an empty line, and the totals with the number beside the name; for Excel."""
    rows: list[Sequence[Cell]] = [
        [heading.to(lang) for heading in HEADINGS],
        *rows_of(year, lang),
        [""],
        *((name.to(lang), count) for name, count in totals_of(year)),
    ]
    return write_csv(rows)


def as_json(year: YearFigures, lang: str) -> bytes:
    """For programs; the shape is in README.md, and the names in it do not depend on ``lang``."""
    shape = {
        "fiscal_year": year.year,
        "era": year.label,
        "community": {"id": str(year.community_id), "name": year.community_name},
        "meetings": [_meeting(number, meeting) for number, meeting in enumerate(year.meetings, 1)],
        "totals": {
            "meetings": len(year.meetings),
            "regular": year.regular,
            "special": year.special,
            "participants": year.total,
            "different_people": year.distinct,
            "without_name": year.nameless,
            "from_elsewhere": year.from_elsewhere,
            "by_sector": _by(year.by_sector),
            "by_mode": _by(year.by_mode),
            "with_article": year.archived,
            "ahead": year.ahead,
        },
    }
    return (json.dumps(shape, ensure_ascii=False, indent=2) + "\n").encode()


FORMATS: dict[str, Callable[[YearFigures, str], bytes]] = {
    "md": as_markdown,
    "csv": as_csv,
    "json": as_json,
}


def _meeting(number: int, meeting: MeetingFigures) -> dict[str, Any]:
    return {
        "number": number,
        "starts_at": to_local(meeting.starts_at, meeting.tz).isoformat(),
        "ends_at": to_local(meeting.ends_at, meeting.tz).isoformat(),
        "title": meeting.title,
        "kind": "regular" if meeting.is_regular else "special",
        "modes": [mode.value for mode in meeting.modes],
        "participants": meeting.participants,
        "counted_by": meeting.counted_by.value,
        "from_elsewhere": meeting.from_elsewhere,
        "by_sector": _by(meeting.by_sector),
        "by_mode": _by(meeting.by_mode),
        "article_urls": list(meeting.articles),
    }


def _by(counts: Any) -> dict[str, int]:
    return {key.value if key else "unknown": count for key, count in counts.items() if count}


def total_line(name: Text | str, count: int | str) -> Text:
    """A total with its name before it."""
    return _("{name}: {count}", name=name, count=count)


def md(text: str) -> str:
    """What somebody typed, on one line of Markdown and shown as it is."""
    return re.sub(r"([\\`*_{}\[\]<>|#~])", r"\\\1", " ".join(text.split()))


def md_cell(cell: Cell) -> str:
    """A cell of a Markdown table; what is not known is a dash."""
    return "–" if cell is None else md(cell) if isinstance(cell, str) else str(cell)


def md_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
