"""Probono of a fiscal year: what belongs to it, its targets, the years before, and that no name is told."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from bot.members.rules import Sector
from bot.probono.figures import Figure
from bot.probono.models import StepRow
from bot.probono.rules import OfferKind
from bot.reports.probono_formats import FORMATS
from bot.reports.probono_rules import ProbonoYear
from bot.reports.year import NoSuchYear
from tests.bot.probono.exchange import NAME, STRANGE, Exchange
from tests.kit.meetings import COMMUNITY, Meetings


@pytest.fixture
async def exchange(meetings: Meetings) -> Exchange:
    made = Exchange(meetings)
    await made.open()
    return made


async def year_of(exchange: Exchange, year: int | None = None, community_id: int = COMMUNITY) -> ProbonoYear:
    return await exchange.hub.reports.probono.year(community_id, year)


async def a_year(exchange: Exchange) -> None:
    """This year: three offers, two needs, four asks; the year before: one of each and a company."""
    await exchange.hub.consultations.note(
        COMMUNITY, 1, "事務局", held_on="2026-11-30", channel="phone", categories=["tax"], note=""
    )
    offers = [
        await exchange.offer("2026-04-01"),
        await exchange.offer("2026-11-01", kind=OfferKind.COMPANY.value, organisation=NAME),
        await exchange.offer("2026-11-02"),
        await exchange.offer("2026-03-31"),
    ]
    needs = [
        await exchange.need("2026-10-01"),
        await exchange.need("2026-10-02", sector=None),
        await exchange.need("2026-03-31", sector=Sector.CITIZEN.value),
    ]
    await exchange.suggestion(
        needs[0],
        offers[0],
        ("asked", "asked", "2026-10-05"),
        ("yes", "yes", "2026-10-06"),
        ("introduced", "interview", "2026-10-07"),
        ("agreed", "agreed", "2026-10-20"),
        ("done", "done", "2026-11-20"),
        hours=15,
    )
    await exchange.suggestion(
        needs[1], offers[1], ("asked", "asked", "2026-10-05"), ("no", "no", "2026-10-06")
    )
    await exchange.suggestion(
        needs[1], offers[2], ("asked", "asked", "2026-10-05"), ("taken", "taken", "2026-10-06")
    )
    await exchange.suggestion(
        needs[2], offers[3], ("asked", "asked", "2026-03-31"), ("released", "released", "2026-04-03")
    )
    for day in ("2026-03-01", "2026-05-01", "2026-06-01"):
        await exchange.hear(day)
    await exchange.hear("2026-06-01", "白波商店")
    await exchange.hear("2026-06-01", "みどりの会", Sector.NONPROFIT)


async def test_the_figures_of_a_year(exchange: Exchange) -> None:
    await a_year(exchange)
    year = await year_of(exchange)
    assert (year.year, year.label, year.as_of) == (2026, "令和8年度", date(2026, 12, 1))
    assert {figure.value: number for figure, number in year.numbers.items() if number} == {
        "consultations": 1, "applications": 3, "needs": 2, "asks": 2, "yes": 1, "no": 1, "no_answer": 1,
        "introductions": 1, "agreed": 1, "done": 1, "hours": 15, "heard": 3, "companies": 2, "new_companies": 1,
    }  # fmt: skip
    assert list(year.years) == [2026, 2025]
    before = {figure.value: number for figure, number in year.years[2025].items() if number}
    assert before == {
        "applications": 1, "needs": 1, "asks": 1, "heard": 1, "companies": 1, "new_companies": 1
    }  # fmt: skip
    assert list((await year_of(exchange, 2025)).years) == [2025], "later years are not told"
    assert await exchange.hub.reports.probono.years(COMMUNITY) == [2026, 2025]


async def test_sectors_are_those_of_the_organisations(exchange: Exchange) -> None:
    await a_year(exchange)
    shown = {
        sector.value if sector else None: {each.value: number for each, number in numbers.items() if number}
        for sector, numbers in (await year_of(exchange)).by_sector.items()
    }
    assert shown == {
        "nonprofit": {
            "needs": 1, "asks": 1, "introductions": 1, "agreed": 1, "done": 1, "hours": 15, "heard": 1
        },
        "company": {"applications": 1, "heard": 2},
        None: {"applications": 2, "needs": 1, "asks": 1},
    }  # fmt: skip
    assert list(shown)[-1] is None


async def test_misses_are_shown_plainly(exchange: Exchange) -> None:
    await a_year(exchange)
    await exchange.hub.probono.settings.set_targets(
        COMMUNITY, 2026, {"consultations": "120", "applications": "3", "companies": "10"}
    )
    aims = (await year_of(exchange)).aims
    assert [(aim.figure, aim.target, aim.result, aim.short_by) for aim in aims] == [
        (Figure.CONSULTATIONS, 120, 1, 119),
        (Figure.APPLICATIONS, 3, 3, 0),
        (Figure.COMPANIES, 10, 2, 8),
    ]
    assert not (await year_of(exchange, 2025)).aims


async def test_a_year_with_targets_alone_is_shown(exchange: Exchange) -> None:
    assert (await year_of(exchange)).is_empty
    assert await exchange.hub.reports.probono.years(COMMUNITY) == []
    await exchange.hub.probono.settings.set_targets(COMMUNITY, 2027, {"introductions": "5"})
    assert await exchange.hub.reports.probono.years(COMMUNITY) == [2027]
    year = await year_of(exchange, 2027)
    assert not year.is_empty
    assert [(aim.target, aim.result) for aim in year.aims] == [(5, 0)]
    for impossible in (0, 20260):
        with pytest.raises(NoSuchYear):
            await year_of(exchange, impossible)
    exchange.meetings.hands.set(datetime(2027, 3, 31, 15, tzinfo=UTC))  # midnight in Japan
    assert (await year_of(exchange)).year == 2027


async def test_a_consent_by_phone_counts_on_its_day(exchange: Exchange) -> None:
    await exchange.suggestion(
        await exchange.need("2026-03-01"),
        await exchange.offer("2026-03-01"),
        ("asked", "asked", "2026-03-30"),
        ("yes", "yes", "2026-04-01"),
    )
    assert (await year_of(exchange)).numbers[Figure.YES] == 1
    async with exchange.hub.db.transaction() as tx:
        await tx.execute(update(StepRow).where(StepRow.step == "yes").values(given_on=date(2026, 3, 31)))
    assert (await year_of(exchange)).numbers[Figure.YES] == 0
    assert (await year_of(exchange, 2025)).numbers[Figure.YES] == 1


async def test_other_communities_count_nothing_here(exchange: Exchange) -> None:
    await a_year(exchange)
    await exchange.hub.probono.settings.set_targets(COMMUNITY, 2026, {"companies": "10"})
    assert (await year_of(exchange, community_id=STRANGE)).is_empty
    assert await exchange.hub.reports.probono.years(STRANGE) == []


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("form", list(FORMATS))
async def test_no_format_tells_a_name(exchange: Exchange, form: str, lang: str) -> None:
    await a_year(exchange)
    await exchange.hub.probono.settings.set_targets(COMMUNITY, 2026, {"companies": "10"})
    content = FORMATS[form](await year_of(exchange), lang).decode("utf-8-sig")
    assert NAME not in content
    assert "白波" not in content
    planted = FORMATS[form](
        ProbonoYear(COMMUNITY, NAME, 2026, date(2026, 12, 1), {2026: dict.fromkeys(Figure, 0)}, {}, {}), lang
    ).decode("utf-8-sig")
    assert (NAME in planted) is (form == "json"), "the name of the community alone is told, to programs"


async def test_the_file_for_excel_has_all_tables(exchange: Exchange) -> None:
    await a_year(exchange)
    await exchange.hub.probono.settings.set_targets(COMMUNITY, 2026, {"companies": "10"})
    content = FORMATS["csv"](await year_of(exchange), "en").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert ["Companies heard", "10", "2", "8 short"] in rows
    [this, before] = [row for row in rows if row[0] in ("2026", "2025")]
    assert this[:4] == ["2026", "1", "3", "2"]
    assert before[:4] == ["2025", "0", "1", "1"]
    assert any(row[:3] == ["Company", "1", "0"] for row in rows)


async def test_the_shape_for_programs(exchange: Exchange) -> None:
    await a_year(exchange)
    await exchange.hub.probono.settings.set_targets(COMMUNITY, 2026, {"companies": "10"})
    shape = json.loads(FORMATS["json"](await year_of(exchange), "ja"))
    assert shape["targets"] == {"companies": {"target": 10, "result": 2, "short_by": 8}}
    assert [each["fiscal_year"] for each in shape["years"]] == [2026, 2025]
    assert shape["years"][0]["hours"] == 15
    assert [each["sector"] for each in shape["by_sector"]] == ["nonprofit", "company", "unknown"]


async def test_markdown_shows_targets_beside_results(exchange: Exchange) -> None:
    await a_year(exchange)
    await exchange.hub.probono.settings.set_targets(COMMUNITY, 2026, {"companies": "10", "applications": "1"})
    said = FORMATS["md"](await year_of(exchange), "en").decode()
    assert "| Companies heard | 10 | 2 | 8 short |" in said
    assert "| Applications (offers entered) | 1 | 3 | reached |" in said
