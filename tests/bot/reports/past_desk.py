"""A year of an invented desk with the figures of a real one, and seeds put straight into their tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from typing import Any

from sqlalchemy import insert

from bot.consultations.rules import Category
from bot.seeds.models import SeedCategoryRow, SeedRow, SeedTickRow
from bot.seeds.rules import Origin, Readers, SeedState
from tests.kit.meetings import COMMUNITY, Meetings

HEADINGS = "日付,方法,分類,メモ"
TICKS = dict(zip(Category, (62, 40, 55, 48, 38, 71, 57, 31, 12, 9, 57, 4, 131), strict=True))
"""615 ticks; "other" 131 is the most of all, and two categories share a place."""
CASES = 507


def categories_of_cases() -> list[list[Category]]:
    """507 cases with 615 ticks: the first 108 have two categories, all others one."""
    ticks = [category for category, count in TICKS.items() for _ in range(count)]
    cases = [[category] for category in ticks[:CASES]]
    for case, category in zip(cases, ticks[CASES:], strict=False):
        assert category not in case
        case.append(category)
    return cases


def fiscal_year_2020() -> str:
    """The list of a desk from April 2020 to March 2021, as an office would have it in a table program."""
    first = date(2020, 4, 1)
    ways: Iterator[str] = cycle(("電話", "来所", "メール", "オンライン", "訪問"))
    rows = [
        f"{first + timedelta(days=number * 364 // CASES)},{next(ways)},{';'.join(each.label.to('ja') for each in case)},"
        for number, case in enumerate(categories_of_cases())
    ]
    return "\n".join([HEADINGS, *rows, ""])


LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def put_categories(
    meetings: Meetings, *names: str, other: str | None = None, community_id: int = COMMUNITY
) -> None:
    """Categories 1, 2, 3 …; ``other`` comes last."""
    async with meetings.hub.db.transaction() as tx:
        for position, name in enumerate([*names, *([other] if other else [])]):
            await tx.execute(
                insert(SeedCategoryRow).values(
                    community_id=community_id, name=name, position=position, is_other=name == other
                )
            )


async def put_seeds(
    meetings: Meetings,
    *states: SeedState,
    ticks: Iterable[int] = (),
    on: date = date(2026, 11, 20),
    shown_at: datetime = LONG_AGO,
    **values: Any,
) -> None:
    """A seed in each of these states, all with the same categories."""
    ticked = list(ticks)
    async with meetings.hub.db.transaction() as tx:
        for state in states:
            row = {
                "community_id": COMMUNITY,
                "origin": Origin.FORM.value,
                "readers": Readers.EVERYONE.value,
                "is_anonymous": True,
                "title": "題",
                "text": "本文",
                **values,
            }
            found = await tx.execute(
                insert(SeedRow)
                .values(
                    state=state.value, submitted_on=on, active_on=on,
                    shown_to_staff_at=shown_at, **row,
                )
                .returning(SeedRow.id)
            )  # fmt: skip
            seed_id = found.scalar_one()
            for category_id in ticked:
                await tx.execute(insert(SeedTickRow).values(seed_id=seed_id, category_id=category_id))
