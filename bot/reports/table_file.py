"""A list as a CSV file: its bytes become rows under known headings. Pure.

The encoding is tried, not guessed: real Japanese text in Shift_JIS is no UTF-8, and detectors that weigh
frequencies err on short files.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from bot.clock import shorten
from bot.errors import N_, UserError
from bot.i18n import Text, joined

LARGEST_FILE = 1_000_000
"""Bytes; a meeting a week for a hundred years, or thirty years of a busy desk."""

C = TypeVar("C", bound=StrEnum)
"""The columns of one kind of list."""


@dataclass(frozen=True, slots=True)
class Columns(Generic[C]):
    """The columns of a list: what each is called to people, by which headings it is known, which must be.

    Headings are in small letters, with an underscore for a space.
    """

    labels: Mapping[C, Text]
    headings: Mapping[str, C]
    needed: tuple[C, ...]


class FileTooLarge(UserError):
    sentence = N_("The file has {size} bytes, more than any list of this kind ({most}). Is it the right one?")


class EncodingUnknown(UserError):
    sentence = N_(
        "The file is neither UTF-8 nor Shift_JIS. Please save it in Excel as “CSV UTF-8 (comma delimited)”."
    )


class NotText(UserError):
    sentence = N_(
        "Line {line} holds signs that no text has, so this is no CSV file. "
        "Please save the table in Excel as “CSV UTF-8 (comma delimited)”."
    )


class QuotesBroken(UserError):
    sentence = N_("From line {line} on the quotation marks do not fit. Please save the table anew as CSV.")


class NothingInFile(UserError):
    sentence = N_("The file holds no entry. The first line names the columns, each further one is an entry.")


class HeadingUnknown(UserError):
    sentence = N_("The first line names a column “{heading}”, which is none of these: {columns}.")


class HeadingTwice(UserError):
    sentence = N_("The first line names the column “{heading}” twice. Please keep one of them.")


class HeadingsMissing(UserError):
    sentence = N_("The first line names no column for: {columns}.")


@dataclass(frozen=True, slots=True)
class FileRow(Generic[C]):
    """A line of the file; ``number`` is that in a text editor. ``extra``: cells beyond the headings."""

    number: int
    cells: dict[C, str]
    extra: bool = False


@dataclass(frozen=True, slots=True)
class TableFile(Generic[C]):
    """The rows that hold anything, and what the file itself calls its columns."""

    headings: dict[C, str]
    rows: Sequence[FileRow[C]]


def read_table(content: bytes, columns: Columns[C]) -> TableFile[C]:
    """The rows of a CSV file in UTF-8 (BOM or none) or Shift_JIS; a `UserError` says what is wrong."""
    if len(content) > LARGEST_FILE:
        raise FileTooLarge(size=len(content), most=LARGEST_FILE)
    lines = [(number, cells) for number, cells in _lines(_decoded(content)) if any(map(str.strip, cells))]
    if len(lines) < 2:
        raise NothingInFile
    (_number, first), *rest = lines
    places = _places(first, columns)
    rows = [
        FileRow(
            number,
            {column: cells[at].strip() if at < len(cells) else "" for at, column in places.items()},
            extra=any(cell.strip() for at, cell in enumerate(cells) if at not in places),
        )
        for number, cells in rest
    ]
    return TableFile({column: shorten(first[at], 20) for at, column in places.items()}, rows)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if (sign := _NO_TEXT.search(text)) is not None:
            raise NotText(line=text.count("\n", 0, sign.start()) + 1)
        return text
    raise EncodingUnknown


_NO_TEXT = re.compile("[\0-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\uf8f0-\uf8f3]")
"""Controls, and what cp932 makes of bytes that Shift_JIS does not have."""


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise QuotesBroken(line=begins) from error


def _places(headings: Sequence[str], columns: Columns[C]) -> dict[int, C]:
    """The column at each place of the first line; places without a heading belong to none."""
    found: dict[int, C] = {}
    for at, heading in enumerate(headings):
        if not (name := unicodedata.normalize("NFKC", heading).strip().casefold()):
            continue
        if (column := columns.headings.get(name.replace(" ", "_"))) is None:
            raise HeadingUnknown(heading=shorten(heading, 20), columns=joined(*columns.labels.values()))
        if column in found.values():
            raise HeadingTwice(heading=shorten(heading, 20))
        found[at] = column
    if missing := [columns.labels[each] for each in columns.needed if each not in found.values()]:
        raise HeadingsMissing(columns=joined(*missing))
    return found
