"""A table as a CSV file that Excel opens as it was meant: Japanese is readable, and nothing is calculated."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

Cell = str | int | float | None

BOM = "\ufeff"
"""Without it, Excel reads UTF-8 as the code page of the computer."""
BEGINS_A_FORMULA = frozenset("=+-@＝＋－＠")
"""OWASP, "CSV Injection": a cell that begins so is calculated, in full-width too, and may call out."""


def write_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as UTF-8 with BOM and CRLF (RFC 4180); numbers stay numbers, None is an empty cell.

    A text that would be calculated gets an apostrophe in front, which Excel and LibreOffice show; control
    characters other than tab and line feed are left out.
    """
    file = io.StringIO(newline="")
    csv.writer(file).writerows([_written(cell) for cell in row] for row in rows)
    return (BOM + file.getvalue()).encode()


def _written(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    return defused(cell) if isinstance(cell, str) else cell


def defused(text: str) -> str:
    """What somebody typed, so that a table program shows it and does not calculate it."""
    clean = "".join(sign for sign in text.replace("\r\n", "\n") if sign in "\n\t" or not _controls(sign))
    first = next((sign for sign in clean if sign.isprintable() and not sign.isspace()), None)
    return f"'{clean}" if first is not None and first in BEGINS_A_FORMULA else clean


def _controls(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs")
