"""Staff note, correct, delete and list consultations; whose they are is kept nowhere."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.consultations.models import ConsultationRow, ConsultationTickRow
from bot.consultations.rules import (
    Category,
    Consultation,
    NoCategory,
    NoSuchConsultation,
    SeedAlreadyCounted,
    SeedNotForTheOffice,
)
from bot.members.rules import Unknown
from bot.seeds.rules import SeedState
from tests.bot.reports.past_desk import put_seeds
from tests.kit.meetings import COMMUNITY, Meetings, days, meetings_on

TYPED: dict[str, Any] = {
    "held_on": "11/20",
    "channel": "phone",
    "categories": ["tax", "accounting"],
    "note": "決算の書き方",
}
OTHERS = COMMUNITY + 100


async def note(meetings: Meetings, **typed: Any) -> Consultation:
    return await meetings.hub.consultations.note(COMMUNITY, 1, "事務局", **{**TYPED, **typed})


async def test_a_consultation_is_noted_corrected_and_deleted(meetings: Meetings) -> None:
    hub = meetings.hub
    noted = await note(meetings)
    assert (noted.case.held_on, noted.case.channel.value, noted.case.note) == (
        date(2026, 11, 20),
        "phone",
        "決算の書き方",
    )
    assert noted.case.categories == (Category.ACCOUNTING, Category.TAX)
    assert (noted.entered_by, noted.entered_on, noted.is_imported) == ("事務局", date(2026, 12, 1), False)

    corrected = await hub.consultations.correct(
        COMMUNITY, noted.id, held_on="", channel="visit", categories=["other"], note=""
    )
    assert await hub.consultations.get(COMMUNITY, noted.id) == corrected
    assert (corrected.case.held_on, corrected.case.categories, corrected.case.note) == (
        date(2026, 12, 1), (Category.OTHER,), None
    )  # fmt: skip
    with pytest.raises(NoCategory):
        await hub.consultations.correct(COMMUNITY, noted.id, **{**TYPED, "categories": []})
    assert await hub.consultations.get(COMMUNITY, noted.id) == corrected

    await hub.consultations.delete(COMMUNITY, noted.id)
    assert (await meetings.count(ConsultationRow), await meetings.count(ConsultationTickRow)) == (0, 0)
    with pytest.raises(NoSuchConsultation):
        await hub.consultations.delete(COMMUNITY, noted.id)


async def test_the_day_is_that_of_the_community(meetings: Meetings) -> None:
    meetings.hands.set(datetime(2026, 11, 30, 16, tzinfo=UTC))  # 1 December in Japan
    assert (await note(meetings, held_on="")).case.held_on == date(2026, 12, 1)
    await meetings.hub.communities.change(COMMUNITY, timezone="America/Los_Angeles")
    assert (await note(meetings, held_on="")).case.held_on == date(2026, 11, 30)


async def test_the_list_shows_the_latest_first_page_by_page(meetings: Meetings) -> None:
    for day in (*range(1, 13), 12):
        await note(meetings, held_on=f"11/{day}")
    first = await meetings.hub.consultations.page(COMMUNITY)
    assert (first.number, first.pages, first.total) == (1, 2, 13)
    assert [each.case.held_on.day for each in first.consultations] == [12, 12, 11, 10, 9, 8, 7, 6, 5, 4]
    assert [each.id for each in first.consultations[:2]] == [13, 12]
    for number in (2, 99):
        last = await meetings.hub.consultations.page(COMMUNITY, number)
        assert (last.number, [each.case.held_on.day for each in last.consultations]) == (2, [3, 2, 1])


async def test_ids_of_another_community_are_unknown(meetings: Meetings) -> None:
    await Meetings(meetings.hub, meetings.hands, OTHERS).set_up()
    theirs = await meetings.hub.consultations.note(OTHERS, 1, "事務局", **TYPED)
    desk = meetings.hub.consultations
    for use in (
        desk.get(COMMUNITY, theirs.id),
        desk.correct(COMMUNITY, theirs.id, **TYPED),
        desk.delete(COMMUNITY, theirs.id),
    ):
        with pytest.raises(NoSuchConsultation):
            await use
    assert (await desk.page(COMMUNITY)).total == 0
    assert (await desk.get(OTHERS, theirs.id)) == theirs
    with pytest.raises(Unknown):
        await desk.note(COMMUNITY + 1, 1, "事務局", **TYPED)


async def test_an_office_only_seed_is_counted_once(meetings: Meetings) -> None:
    await put_seeds(meetings, SeedState.PRIVATE, SeedState.REFERRED, SeedState.PUBLISHED, SeedState.RECEIVED)
    desk = meetings.hub.consultations
    assert [seed.seed_id for seed in await desk.uncounted_seeds(COMMUNITY)] == [1, 2]
    assert (await note(meetings, seed_id=1)).seed_id == 1
    assert [seed.seed_id for seed in await desk.uncounted_seeds(COMMUNITY)] == [2]
    with pytest.raises(SeedAlreadyCounted):
        await note(meetings, seed_id=1)
    for seed_id in (3, 4, 99):
        with pytest.raises(SeedNotForTheOffice):
            await note(meetings, seed_id=seed_id)
    await Meetings(meetings.hub, meetings.hands, OTHERS).set_up()
    with pytest.raises(SeedNotForTheOffice):
        await desk.note(OTHERS, 1, "事務局", **TYPED, seed_id=2)
    assert await meetings.count(ConsultationRow) == 1


async def test_two_colleagues_who_count_the_same_seed_at_once(meetings: Meetings) -> None:
    await put_seeds(meetings, SeedState.PRIVATE)
    done = await asyncio.gather(*(note(meetings, seed_id=1) for _ in range(4)), return_exceptions=True)
    assert [type(each) for each in done].count(SeedAlreadyCounted) == 3
    assert await meetings.count(ConsultationRow) == 1


async def entered_by(meetings: Meetings) -> list[tuple[int | None, str | None]]:
    query = select(ConsultationRow.entered_by_id, ConsultationRow.note).order_by(ConsultationRow.id)
    async with meetings.hub.db.reading() as tx:
        return [(row[0], row[1]) for row in await tx.execute(query)]


async def test_who_noted_it_is_theirs_and_forgotten_with_them(meetings: Meetings) -> None:
    await note(meetings)
    await note(meetings)
    theirs = await meetings.hub.privacy.export(COMMUNITY, 1, "ja")
    assert theirs["事務局として記録した相談（件数）"] == 2
    assert "決算の書き方" not in str(theirs)
    await meetings.hub.privacy.forget(COMMUNITY, 1)
    assert await entered_by(meetings) == [(None, "決算の書き方")] * 2
    assert (await meetings.hub.consultations.page(COMMUNITY)).consultations[0].entered_by is None


async def test_notes_go_after_three_years_and_the_numbers_stay(meetings: Meetings) -> None:
    await note(meetings, held_on="2026-11-01")
    await note(meetings, held_on="2026-11-30")
    meetings.hands.move(days(3 * 365 - 10))  # 28 November 2029
    assert await meetings.hub.consultations.forget_notes() == 1
    assert [noted for _who, noted in await entered_by(meetings)] == [None, "決算の書き方"]
    assert (await entered_by(meetings))[0][0] is None
    assert await meetings.hub.consultations.forget_notes() == 0
    assert (await meetings.hub.consultations.get(COMMUNITY, 1)).case.categories == (
        Category.ACCOUNTING,
        Category.TAX,
    )


def files_with(meetings: Meetings, word: str) -> list[str]:
    """The database's own files that hold the word."""
    folder = Path(meetings.hub.db.url.database or "").parent
    return [file.name for file in folder.iterdir() if file.is_file() and word.encode() in file.read_bytes()]


async def test_a_deleted_note_is_in_no_file(sqlite_url: str) -> None:
    """On PostgreSQL that is the affair of its autovacuum."""
    meetings = meetings_on(sqlite_url)
    try:
        await meetings.set_up()
        kept = await note(meetings, note="藪椿の会")
        for number in range(20):
            await note(meetings, note=f"ほかの相談 {number} " + "x" * 300)
        assert files_with(meetings, "藪椿の会")
        await meetings.hub.consultations.delete(COMMUNITY, kept.id)
        assert files_with(meetings, "藪椿の会") == []
        assert files_with(meetings, "ほかの相談")
    finally:
        await meetings.hub.close()


async def test_erasing_a_community_takes_its_consultations(meetings: Meetings) -> None:
    await put_seeds(meetings, SeedState.PRIVATE)
    await note(meetings, seed_id=1)
    await meetings.hub.privacy.erase_community(COMMUNITY)
    async with meetings.hub.db.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(ConsultationTickRow)) == 0
    assert await meetings.count(ConsultationRow) == 0
