"""Reading the cells of a list line by line, and keeping what is wrong with each. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.errors import N_, UserError
from bot.i18n import Text, text_of
from bot.reports.cells import CellEmpty
from bot.reports.table_file import C, FileRow

T = TypeVar("T")


class CellWithoutHeading(UserError):
    sentence = N_("something is written where the first line names no column; perhaps a comma too many")


@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong in a line; ``column``: its heading in the file, None for the line as a whole."""

    line: int
    column: str | None
    reason: Text


@dataclass(slots=True)
class RowReader(Generic[C]):
    """Reads the cells of one line and keeps what is wrong with each."""

    row: FileRow[C]
    headings: dict[C, str]
    needed: tuple[C, ...]
    bad: list[BadCell] = field(default_factory=list)

    def read(self, column: C, reader: Callable[[str], T]) -> T | None:
        """What a cell says; None, and a complaint more, where it cannot be read."""
        written = self.row.cells.get(column, "")
        try:
            if not written and column in self.needed:
                raise CellEmpty
            return reader(written)
        except UserError as error:
            self.refuse(error, column)
            return None

    def refuse(self, error: UserError, column: C | None) -> None:
        heading = self.headings[column] if column is not None else None
        self.bad.append(BadCell(self.row.number, heading, text_of(error)))
