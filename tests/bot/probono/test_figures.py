"""What counts of the steps of a suggestion and of hearings."""

from __future__ import annotations

from datetime import date

import pytest

from bot.members.rules import Sector
from bot.probono.figures import Book, Counted, Figure, Hearing, Step, count_hearings, count_steps

DAY = date(2026, 11, 20)


def steps(*told: str, hours: int | None = None, suggestion_id: int = 1) -> list[Step]:
    """Each told as ``step`` or ``step:state after it``."""
    return [
        Step(suggestion_id, step, state or step, DAY, Sector.NONPROFIT, hours)
        for step, _colon, state in (each.partition(":") for each in told)
    ]


def counts(counted: list[Counted]) -> dict[str, int]:
    book = Book(counted)
    return {figure.value: number for figure in Figure if (number := book.of(2026, figure))}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["proposed", "approved"], {}),
        (["approved", "asked"], {"asks": 1}),
        (["asked", "yes"], {"asks": 1, "yes": 1}),
        (["asked", "not_now"], {"asks": 1, "not_now": 1}),
        (["asked", "no"], {"asks": 1, "no": 1}),
        (["asked", "released"], {"asks": 1, "no_answer": 1}),
        (["asked", "dropped"], {"asks": 1}),
        (["asked", "taken"], {}),
        (["approved", "taken"], {}),
        (["asked", "released", "proposed", "asked", "yes"], {"asks": 2, "no_answer": 1, "yes": 1}),
        (["asked", "taken", "proposed", "approved", "asked", "no"], {"asks": 1, "no": 1}),
        (["approved", "yes", "introduced:yes"], {"introductions": 1}),
        (["asked", "yes", "released"], {"asks": 1, "yes": 1}),
        (["asked", "yes", "yes"], {"asks": 1, "yes": 1}),
        (["agreed:provisional"], {}),
        (["agreed:provisional", "agreed", "agreed"], {"agreed": 1}),
        (["agreed:date_agreed"], {"agreed": 1}),
        (["introduced", "introduced"], {"introductions": 1}),
    ],
)
def test_what_follows_from_the_steps(told: list[str], expected: dict[str, int]) -> None:
    assert counts(list(count_steps(steps(*told)))) == expected


def test_hours_are_those_of_what_was_done() -> None:
    told = [*steps("done", hours=12), *steps("agreed", hours=5, suggestion_id=2)]
    assert counts(list(count_steps([*told, *steps("done", suggestion_id=3)]))) == {
        "agreed": 1,
        "done": 2,
        "hours": 12,
    }


def test_an_organisation_counts_once_a_year_and_is_new_once() -> None:
    heard = [
        Hearing("青空製作所", Sector.COMPANY, date(2026, 5, 1)),
        Hearing("青空製作所", Sector.COMPANY, date(2027, 3, 31)),
        Hearing("青空製作所", Sector.COMPANY, date(2027, 4, 1)),
        Hearing("みどりの会", Sector.NONPROFIT, date(2026, 6, 1)),
        Hearing("白波商店", Sector.COMPANY, date(2026, 3, 31)),
        Hearing("白波商店", Sector.COMPANY, date(2026, 4, 1)),
    ]
    book = Book(count_hearings(heard))
    told = {
        year: [book.of(year, each) for each in (Figure.HEARD, Figure.COMPANIES, Figure.NEW_COMPANIES)]
        for year in (2025, 2026, 2027)
    }
    assert told == {2025: [1, 1, 1], 2026: [3, 2, 1], 2027: [1, 1, 0]}
    assert book.by_sector(2026, Figure.HEARD)[Sector.NONPROFIT] == 1
    assert book.years == {2025, 2026, 2027}
