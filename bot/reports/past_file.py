"""A list of past meetings as a CSV file: its bytes become rows under known headings. Pure.

The encoding is tried, not guessed: real Japanese text in Shift_JIS is no UTF-8, and detectors that weigh
frequencies err on short files.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.clock import shorten
from bot.errors import N_, UserError
from bot.i18n import C_, Text, joined

LARGEST_FILE = 1_000_000
"""Bytes; a meeting a week for a hundred years."""


class Column(StrEnum):
    DATE = "date"
    START = "start"
    END = "end"
    TITLE = "title"
    KIND = "kind"
    MODE = "mode"
    PARTICIPANTS = "participants"
    ARTICLE_URLS = "article_urls"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Column.DATE: C_("column", "date"),
    Column.START: C_("column", "start"),
    Column.END: C_("column", "end"),
    Column.TITLE: C_("column", "title"),
    Column.KIND: C_("column", "kind"),
    Column.MODE: C_("column", "mode"),
    Column.PARTICIPANTS: C_("column", "participants"),
    Column.ARTICLE_URLS: C_("column", "article_urls"),
}
NEEDED = (Column.DATE, Column.START, Column.END, Column.TITLE)
_HEADINGS = {
    **{column.value: column for column in Column},
    **dict.fromkeys(("日付", "開催日", "年月日"), Column.DATE),
    **dict.fromkeys(("開始", "開始時刻"), Column.START),
    **dict.fromkeys(("終了", "終了時刻"), Column.END),
    **dict.fromkeys(("題名", "テーマ", "タイトル"), Column.TITLE),
    **dict.fromkeys(("区分", "種別"), Column.KIND),
    **dict.fromkeys(("参加方法", "開催方法"), Column.MODE),
    **dict.fromkeys(("参加者数", "参加人数", "人数"), Column.PARTICIPANTS),
    **dict.fromkeys(("記事", "記事のurl"), Column.ARTICLE_URLS),
}


class FileTooLarge(UserError):
    sentence = N_("The file has {size} bytes, more than any list of meetings ({most}). Is it the right one?")


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
    sentence = N_(
        "The file holds no meeting. The first line names the columns, each further one is a meeting."
    )


class HeadingUnknown(UserError):
    sentence = N_("The first line names a column “{heading}”, which is none of these: {columns}.")


class HeadingTwice(UserError):
    sentence = N_("The first line names the column “{heading}” twice. Please keep one of them.")


class HeadingsMissing(UserError):
    sentence = N_("The first line names no column for: {columns}.")


@dataclass(frozen=True, slots=True)
class FileRow:
    """A line of the file; ``number`` is that in a text editor. ``extra``: cells beyond the headings."""

    number: int
    cells: dict[Column, str]
    extra: bool = False


@dataclass(frozen=True, slots=True)
class PastFile:
    """The rows that hold anything, and what the file itself calls its columns."""

    headings: dict[Column, str]
    rows: Sequence[FileRow]


def read_file(content: bytes) -> PastFile:
    """The rows of a CSV file in UTF-8 (BOM or none) or Shift_JIS; a `UserError` says what is wrong."""
    if len(content) > LARGEST_FILE:
        raise FileTooLarge(size=len(content), most=LARGEST_FILE)
    lines = [(number, cells) for number, cells in _lines(_decoded(content)) if any(map(str.strip, cells))]
    if len(lines) < 2:
        raise NothingInFile
    (_number, first), *rest = lines
    columns = _columns(first)
    rows = [
        FileRow(
            number,
            {column: cells[at].strip() if at < len(cells) else "" for at, column in columns.items()},
            extra=any(cell.strip() for at, cell in enumerate(cells) if at not in columns),
        )
        for number, cells in rest
    ]
    return PastFile({column: shorten(first[at], 20) for at, column in columns.items()}, rows)


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


def _columns(headings: Sequence[str]) -> dict[int, Column]:
    """The column at each place of the first line; places without a heading belong to none."""
    found: dict[int, Column] = {}
    for at, heading in enumerate(headings):
        if not (name := unicodedata.normalize("NFKC", heading).strip().casefold()):
            continue
        if (column := _HEADINGS.get(name.replace(" ", "_"))) is None:
            raise HeadingUnknown(heading=shorten(heading, 20), columns=joined(*(c.label for c in Column)))
        if column in found.values():
            raise HeadingTwice(heading=shorten(heading, 20))
        found[at] = column
    if missing := [column.label for column in NEEDED if column not in found.values()]:
        raise HeadingsMissing(columns=joined(*missing))
    return found
