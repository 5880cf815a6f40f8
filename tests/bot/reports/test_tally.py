"""Small numbers are hidden so that nobody computes them back, knowing the sums and the program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, strategies as st

from bot.reports.seed_rules import SeedFigures, seed_figures
from bot.reports.tally import FEWEST, Cell, Merged, Tally, merged, whole


def cells(*counts: int, other: int | None = None) -> list[Cell]:
    return [Cell(str(at), str(at), count, is_other=at == other) for at, count in enumerate(counts)]


def printed(tally: Tally | None) -> Any:
    """All that a reader of the figures learns: numbers under names, and what is together."""
    return None if tally is None else (tuple((cell.key, cell.count) for cell in tally.shown), tally.merged)


@pytest.mark.parametrize(
    ("counts", "shown", "together"),
    [
        ((20, 12, 9), (20, 12, 9), None),
        ((20, 12, 0), (20, 12, 0), None),
        ((20, 4, 2), (20,), Merged(2, 6)),
        ((20, 12, 3), (20,), Merged(2, 15)),  # one alone is the sum minus the others
        ((20, 12, 12, 3), (20,), Merged(3, 27)),  # which of two equal ones is taken would tell
        ((20, 9, 1, 1), (20,), Merged(3, 11)),  # two of which everybody knows that they are 1
        ((20, 8, 4, 4), (20,), Merged(3, 16)),
        ((20, 8, 1, 2), (20,), Merged(3, 11)),  # their sum is a small number itself
        ((20, 8, 1, 0, 0), (20,), Merged(4, 9)),  # nor is it told that nobody is in the others
        ((20, 3), (), Merged(2, 23)),
        ((0, 0), (0, 0), None),
    ],
)  # fmt: skip
def test_what_is_hidden(counts: Sequence[int], shown: Sequence[int], together: Merged | None) -> None:
    tally = merged(cells(*counts))
    assert tuple(cell.count for cell in tally.shown) == shown
    assert tally.merged == together
    assert tally.total == sum(counts)


COUNTS = st.lists(st.integers(0, 30), min_size=2, max_size=15).filter(lambda counts: sum(counts) >= FEWEST)


@given(COUNTS)
def test_no_small_number_is_printed_and_the_sum_stays(counts: list[int]) -> None:
    tally = merged(cells(*counts))
    assert all(cell.count == 0 or cell.count >= FEWEST for cell in tally.shown)
    assert tally.total == sum(counts)
    if tally.merged:
        assert tally.merged.count >= FEWEST
        assert tally.merged.cells >= 2
        assert len(tally.shown) + tally.merged.cells == len(counts)
        assert all(cell.count > 4 for cell in tally.shown), "zeros are hidden with the small ones"


def tables_with_sum(size: int, total: int) -> Iterator[tuple[int, ...]]:
    if size == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables_with_sum(size - 1, total - first):
            yield (first, *rest)


def computed_back(
    tables: Iterator[tuple[int, ...]], hide: Callable[[Sequence[Cell]], Tally]
) -> list[tuple[int, ...]]:
    """Tables of which a reader who tries every table finds out a number that is not printed."""
    by_print: dict[Any, list[tuple[int, ...]]] = defaultdict(list)
    for table in tables:
        by_print[printed(hide(cells(*table)))].append(table)
    found = []
    for print_, possible in by_print.items():
        shown = {int(key) for key, _count in print_[0]}
        hidden = [at for at in range(len(possible[0])) if at not in shown]
        found += [possible[0] for at in hidden if len({table[at] for table in possible}) == 1]
    return found


@pytest.mark.parametrize(("size", "largest"), [(2, 24), (3, 22), (4, 20), (5, 13)])
def test_no_hidden_number_can_be_computed_back_from_any_table(size: int, largest: int) -> None:
    for total in range(FEWEST, largest + 1):
        assert computed_back(tables_with_sum(size, total), merged) == []


def only_small_ones(cells_: Sequence[Cell]) -> Tally:
    """What a first thought would do: hide what is small, and nothing with it."""
    small = [cell.count for cell in cells_ if 0 < cell.count < FEWEST]
    shown = tuple(cell for cell in cells_ if not 0 < cell.count < FEWEST)
    return Tally(shown, Merged(len(small), sum(small)) if small else None)


def one_more_at_random(cells_: Sequence[Cell]) -> Tally:
    """A second thought: the first of the next smallest too, whatever is equal to it."""
    small = sorted(cells_, key=lambda cell: cell.count)
    hidden = [cell for cell in small if cell.count < FEWEST]
    if not any(cell.count for cell in hidden):
        return whole(cells_)
    if len(hidden) == 1:
        hidden = small[:2]
    shown = tuple(cell for cell in cells_ if cell not in hidden)
    return Tally(shown, Merged(len(hidden), sum(cell.count for cell in hidden)))


def test_controls_that_hide_too_little_are_computed_back() -> None:
    for hide in (only_small_ones, one_more_at_random):
        assert computed_back(tables_with_sum(3, 14), hide)


def test_marks_leave_out_other_and_are_shared() -> None:
    tally = whole(cells(131, 71, 62, 57, 57, 40, 0, other=0))
    assert [tally.mark(cell) for cell in tally.shown] == ["", "①", "②", "③", "③", "", ""]
    shared = whole(cells(9, 9, 9, 9, 5))
    assert [shared.mark(cell) for cell in shared.shown] == ["①", "①", "①", "①", ""]
    assert {whole(cells(0, 0)).mark(cell) for cell in cells(0, 0)} == {""}


# --- several breakdowns of the same seeds, which say something about each other


def joint(*counts: int) -> SeedFigures:
    """Seeds from the form (named, then not), from a message (named, then not), and questions without a name."""
    form, form_anonymous, message, message_anonymous, question = counts
    return seed_figures(
        categories=[],
        origins=cells(form + form_anonymous, message + message_anonymous, question),
        states=cells(sum(counts)),
        naming=cells(form + message, form_anonymous + message_anonymous + question),
        deleted=0,
    )


def test_origin_and_name_together_tell_nothing_hidden() -> None:
    by_print: dict[tuple[Any, ...], set[tuple[int, ...]]] = defaultdict(set)
    for total in range(FEWEST, 19):
        for counts in tables_with_sum(5, total):
            figures = joint(*counts)
            origins = (counts[0] + counts[1], counts[2] + counts[3], counts[4])
            naming = (counts[0] + counts[2], counts[1] + counts[3] + counts[4])
            by_print[figures.cases, printed(figures.origins), printed(figures.naming)].add(
                (*origins, *naming)
            )
    for (cases, origins, naming), possible in by_print.items():
        for print_, at, size in ((origins, 0, 3), (naming, 3, 2)):
            shown = set() if print_ is None else {int(key) for key, _count in print_[0]}
            for hidden in set(range(size)) - shown:
                found = {each[at + hidden] for each in possible}
                assert len(found) > 1 or found == {0}, (cases, origins, naming, possible)


@pytest.mark.parametrize("count", [1, 4])
def test_a_small_sum_is_not_printed_and_not_broken_down(count: int) -> None:
    few = seed_figures(
        categories=cells(count, 20), origins=cells(count), states=cells(count), naming=cells(count), deleted=2
    )
    assert few == SeedFigures(None, None, None, None, None, None)
    unticked = seed_figures(
        categories=cells(count, 0), origins=cells(20), states=cells(20), naming=cells(20, 0), deleted=7
    )
    assert (unticked.cases, unticked.categories, unticked.deleted) == (20, None, 7)
    assert printed(unticked.naming) == ((("0", 20), ("1", 0)), None)


def test_names_are_counted_only_where_every_origin_is_shown() -> None:
    figures = seed_figures(
        categories=cells(30), origins=cells(20, 3, 12), states=cells(35), naming=cells(15, 20), deleted=0
    )
    assert figures.naming is None
