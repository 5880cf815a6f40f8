"""How often each thing was counted, and what of it may be shown. Pure.

Small numbers point at people. `merged` follows the practice of statistical offices (primary and secondary
suppression): whoever knows the printed numbers, their sum and this program learns of no hidden number what
it is. It looks at the numbers only, never at the names, so that any two hidden numbers could be exchanged
and the same would be printed; hence at least two different ones are hidden together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.i18n import Text

FEWEST = 5
"""A number from 1 to 4 is not shown where it counts people who may be anonymous."""
MARKS = ("①", "②", "③")


@dataclass(frozen=True, slots=True)
class Cell:
    """One number under a name; ``key`` is the name for programs. ``is_other`` is counted and not ranked."""

    key: str
    name: Text | str
    count: int
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """Numbers that are shown only together: how many, and their sum."""

    cells: int
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers as they may be shown, in the order in which they were given."""

    shown: tuple[Cell, ...]
    merged: Merged | None = None

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.shown) + (self.merged.count if self.merged else 0)

    def mark(self, cell: Cell) -> str:
        """① to ③ for the largest numbers, shared by equal ones; "other" and nothing get none."""
        if cell.is_other or not cell.count:
            return ""
        larger = sum(each.count > cell.count for each in self.shown if not each.is_other)
        return MARKS[larger] if larger < len(MARKS) else ""


def whole(cells: Sequence[Cell]) -> Tally:
    """Everything as it was counted."""
    return Tally(tuple(cells))


def merged(cells: Sequence[Cell]) -> Tally:
    """Numbers from 0 to 4 become one, with the next larger ones until nothing can be computed back.

    The sum of all must be `FEWEST` or more; a smaller sum may not be printed itself. Where there is no
    number from 1 to 4, everything is shown, zeros too.
    """
    if not any(0 < cell.count < FEWEST for cell in cells):
        return whole(cells)
    hidden = {cell.count for cell in cells if cell.count < FEWEST}
    larger = sorted({cell.count for cell in cells} - hidden)
    while larger and not _is_safe(cells, hidden):
        hidden.add(larger.pop(0))
    together = [cell.count for cell in cells if cell.count in hidden]
    return Tally(
        tuple(cell for cell in cells if cell.count not in hidden), Merged(len(together), sum(together))
    )


def _is_safe(cells: Sequence[Cell], hidden: set[int]) -> bool:
    """Two different numbers at least, and a sum that is itself no small number."""
    return len(hidden) > 1 and sum(cell.count for cell in cells if cell.count in hidden) >= FEWEST
