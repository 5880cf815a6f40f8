"""Consultations as a list of them says, and which of them are known already. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.clock import LocalDate
from bot.consultations.reading import NotYet, read_note
from bot.consultations.rules import NOTES_KEPT, Case, Channel, Consultation
from bot.reports.cases_file import NEEDED_OF_CASES, CaseColumn, CaseFile, read_categories, read_channel
from bot.reports.cells import read_day
from bot.reports.table_rows import BadCell, CellWithoutHeading, RowReader


class CaseStep(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    SAME = "same"
    """Brought in earlier, just so."""
    DIFFERENT = "different"
    """Something of that day was brought in earlier that this line says otherwise: it stays."""
    CHANGED = "changed"
    NOTED = "noted"
    """Noted in the bot by hand: it stays."""


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A consultation of the file; ``note_left_out``: it is too old for a note to be kept."""

    line: int
    case: Case
    note_left_out: bool = False


@dataclass(frozen=True, slots=True)
class PlannedCase:
    """A line and what becomes of it; ``kept`` is the same consultation as it stands in the bot."""

    listed: ListedCase
    step: CaseStep
    kept: Consultation | None = None


def read_cases(file: CaseFile, *, today: date) -> tuple[Sequence[ListedCase], Sequence[BadCell]]:
    """The consultations of a file, and everything in it that cannot be read."""
    cases: list[ListedCase] = []
    bad: list[BadCell] = []
    for row in file.rows:
        reading = RowReader(row, file.headings, NEEDED_OF_CASES)
        listed = _listed(reading, today)
        bad += reading.bad
        if listed is not None and not reading.bad:
            cases.append(listed)
    return cases, bad


def _listed(reading: RowReader[CaseColumn], today: date) -> ListedCase | None:
    if reading.row.extra:
        reading.refuse(CellWithoutHeading(), None)
    channel = reading.read(CaseColumn.CHANNEL, read_channel)
    categories = reading.read(CaseColumn.CATEGORIES, read_categories)
    note = reading.read(CaseColumn.NOTE, read_note)
    day = reading.read(CaseColumn.DATE, read_day)
    if day is None or not categories:
        return None
    if day > today:
        reading.refuse(NotYet(date=LocalDate(day)), CaseColumn.DATE)
    is_old = day < today - NOTES_KEPT
    case = Case(day, channel or Channel.OTHER, categories, None if is_old else note)
    return ListedCase(reading.row.number, case, note_left_out=is_old and note is not None)


def plan_cases(
    cases: Sequence[ListedCase], kept: Iterable[Consultation], *, update: bool
) -> tuple[list[PlannedCase], list[Consultation]]:
    """What becomes of each line, and what was brought in earlier for the same days and is in no line.

    Two calls of one day can be alike, so a line has no name by which it is known again: each takes the
    consultation of its day that is most like it, and nothing is taken twice.
    """
    days = {listed.case.held_on for listed in cases}
    pool = [each for each in kept if each.case.held_on in days]
    found: dict[int, PlannedCase] = {}
    rounds: tuple[tuple[CaseStep, Callable[[Case, Consultation], bool]], ...] = (
        (CaseStep.SAME, lambda case, old: old.is_imported and old.case == case),
        (CaseStep.NOTED, lambda case, old: not old.is_imported and _but_note(old.case) == _but_note(case)),
        (CaseStep.DIFFERENT, lambda case, old: old.is_imported and _but_note(old.case) == _but_note(case)),
        (CaseStep.DIFFERENT, lambda case, old: old.is_imported and old.case.held_on == case.held_on),
    )
    for step, is_it in rounds:
        for at, listed in enumerate(cases):
            if at in found or (old := next((o for o in pool if is_it(listed.case, o)), None)) is None:
                continue
            pool.remove(old)
            if step is CaseStep.DIFFERENT and update:
                found[at] = PlannedCase(listed, CaseStep.CHANGED, old)
            else:
                found[at] = PlannedCase(listed, step, old)
    planned = [found.get(at, PlannedCase(listed, CaseStep.NEW)) for at, listed in enumerate(cases)]
    return planned, [old for old in pool if old.is_imported]


def _but_note(case: Case) -> Case:
    return replace(case, note=None)
