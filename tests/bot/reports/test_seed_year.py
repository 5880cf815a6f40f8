"""Which consultations and seeds belong to a fiscal year, and that the figures of a real desk come back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.consultations.rules import Category, Channel
from bot.reports.cases_import import CaseImports
from bot.reports.seed_rules import SeedFigures, SeedYear
from bot.reports.tally import Tally
from bot.reports.year import NoSuchYear
from bot.seeds.models import SeedRow
from bot.seeds.rules import Origin, Readers, SeedState
from tests.bot.reports.past_desk import CASES, TICKS, fiscal_year_2020, put_categories, put_seeds
from tests.kit.meetings import COMMUNITY, Meetings


async def year_of(meetings: Meetings, year: int | None = None) -> SeedYear:
    return await meetings.hub.seed_reports.year(COMMUNITY, year)


def counts(tally: Tally | None) -> dict[str, int]:
    """The numbers that are shown and not 0, and under "together" what is not shown singly."""
    assert tally is not None
    shown = {cell.key: cell.count for cell in tally.shown if cell.count}
    return shown | ({"together": tally.merged.count} if tally.merged else {})


async def test_the_figures_of_a_desk_come_back(meetings: Meetings) -> None:
    content = fiscal_year_2020().encode("cp932")
    await CaseImports(meetings.hub.db, meetings.hands).bring_in(COMMUNITY, content)
    desk = (await year_of(meetings, 2020)).consultations
    assert (desk.cases, desk.categories.total, desk.channels.total) == (CASES, 615, 507)
    assert counts(desk.categories) == {category.value: count for category, count in TICKS.items()}
    assert desk.categories.merged is None, "the annual report prints small categories of the desk"
    other = next(cell for cell in desk.categories.shown if cell.key == Category.OTHER)
    assert (other.count, desk.categories.mark(other)) == (131, "")
    assert {cell.key: mark for cell in desk.categories.shown if (mark := desk.categories.mark(cell))} == {
        "funding": "①", "founding": "②", "office_work": "③", "cooperation": "③"
    }  # fmt: skip
    assert counts(desk.channels) == {"phone": 102, "visit": 102, "mail": 101, "online": 101, "outreach": 101}
    assert await meetings.hub.seed_reports.years(COMMUNITY) == [2020]


async def test_the_local_date_decides(meetings: Meetings) -> None:
    desk = meetings.hub.consultations
    for day in ("2026-03-31", "2026-04-01", "2026-11-30"):
        await desk.note(
            COMMUNITY, 1, "事務局", held_on=day, channel=Channel.PHONE.value, categories=["tax"], note=""
        )
    await put_seeds(meetings, *[SeedState.PUBLISHED] * 5, on=date(2026, 3, 31))
    await put_seeds(meetings, *[SeedState.PUBLISHED] * 6, on=date(2026, 4, 1))
    assert [(await year_of(meetings, year)).consultations.cases for year in (2025, 2026)] == [1, 2]
    assert [(await year_of(meetings, year)).seeds.cases for year in (2025, 2026)] == [5, 6]
    present = await year_of(meetings)
    assert (present.year, present.label, present.as_of) == (2026, "令和8年度", date(2026, 12, 1))
    assert await meetings.hub.seed_reports.years(COMMUNITY) == [2026, 2025]
    meetings.hands.set(datetime(2027, 3, 31, 15, tzinfo=UTC))  # midnight in Japan
    assert (await year_of(meetings)).year == 2027
    with pytest.raises(NoSuchYear):
        await year_of(meetings, 20200)


async def test_seeds_are_counted_by_what_became_of_them(meetings: Meetings) -> None:
    await put_categories(meetings, "住まい", "防災", "環境", other="その他")
    await put_seeds(meetings, *[SeedState.PUBLISHED] * 12, ticks=[1, 4])
    await put_seeds(meetings, *[SeedState.PROJECT] * 7, ticks=[1, 2], is_anonymous=False)
    await put_seeds(meetings, *[SeedState.PRIVATE] * 5, readers=Readers.OFFICE.value)
    await put_seeds(meetings, *[SeedState.DELETED] * 6, ticks=[3])
    seeds = (await year_of(meetings)).seeds
    assert (seeds.cases, seeds.deleted) == (24, 6)
    assert seeds.categories is not None
    assert seeds.categories.total == 38
    assert counts(seeds.categories) == {"1": 19, "2": 7, "4": 12}
    assert [(cell.name, seeds.categories.mark(cell)) for cell in seeds.categories.shown] == [
        ("住まい", "①"), ("防災", "②"), ("環境", ""), ("その他", "")
    ]  # fmt: skip
    assert counts(seeds.origins) == {"form": 24}
    assert counts(seeds.states) == {"published": 12, "project": 7, "private": 5}
    assert counts(seeds.naming) == {"named": 7, "anonymous": 17}


async def test_small_numbers_of_seeds_are_together(meetings: Meetings) -> None:
    await put_categories(meetings, "住まい", "防災", "環境")
    await put_seeds(meetings, *[SeedState.PUBLISHED] * 9, ticks=[1])
    await put_seeds(meetings, *[SeedState.DIGGING] * 6, ticks=[2], is_anonymous=False)
    await put_seeds(meetings, *[SeedState.PRIVATE] * 2, ticks=[3], origin=Origin.QUESTION.value)
    await put_seeds(meetings, SeedState.DELETED)
    seeds = (await year_of(meetings)).seeds
    assert counts(seeds.categories) == {"1": 9, "together": 8}
    assert counts(seeds.states) == {"published": 9, "together": 8}
    assert counts(seeds.origins) == {"together": 17}
    assert (seeds.cases, seeds.naming, seeds.deleted) == (17, None, None)


async def test_a_seed_counts_from_when_the_office_sees_it(meetings: Meetings) -> None:
    await put_seeds(meetings, *[SeedState.PUBLISHED] * 5)
    later = meetings.hands() + timedelta(minutes=40)
    await put_seeds(meetings, SeedState.RECEIVED, shown_at=later)
    await put_seeds(meetings, SeedState.RECEIVED, shown_at=later, on=date(2020, 5, 1))
    assert (await year_of(meetings)).seeds.cases == 5
    assert await meetings.hub.seed_reports.years(COMMUNITY) == [2026]
    meetings.hands.move(timedelta(minutes=40))
    assert (await year_of(meetings)).seeds.cases == 6
    assert await meetings.hub.seed_reports.years(COMMUNITY) == [2026, 2020]


async def test_other_communities_count_nothing_here(meetings: Meetings) -> None:
    others = Meetings(meetings.hub, meetings.hands, COMMUNITY + 100)
    await others.set_up()
    await put_seeds(meetings, *[SeedState.PUBLISHED] * 5)
    await meetings.hub.consultations.note(
        COMMUNITY, 1, "事務局", held_on="", channel="phone", categories=["tax"], note=""
    )
    theirs = await meetings.hub.seed_reports.year(others.community_id)
    assert theirs.is_empty
    assert theirs.seeds.cases == 0
    assert await meetings.hub.seed_reports.years(others.community_id) == []
    assert not (await year_of(meetings)).is_empty
    async with meetings.hub.db.transaction() as tx:
        await tx.execute(update(SeedRow).values(community_id=others.community_id))
    assert (await meetings.hub.seed_reports.year(others.community_id)).seeds != SeedFigures(*[None] * 6)
