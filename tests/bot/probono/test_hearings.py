"""Which organisations the office heard: one company is one, however its name is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.dates import WeekdayMismatch
from bot.members.rules import Sector
from bot.probono.hearings import HowHeard, NewHearing, NoSuchHearing, hearing_key
from bot.probono.reading import (
    DateUnreadable,
    HeardLater,
    read_areas,
    read_number,
    read_past_day,
)
from bot.probono.rules import ConsentWay, NoSuchNeed, NoSuchOffer, NothingWritten, NumberUnreadable
from tests.bot.probono.workroom import COMMUNITY, STRANGE, Workroom

HEARD = NewHearing("株式会社みなと商会", "company", "11/20", "in_person", "社会貢献の担当の方")


@pytest.mark.parametrize(
    "written",
    [
        "株式会社みなと商会",
        "みなと商会（株）",
        "㈱ みなと商会",
        "みなと 商会",
        "有限会社みなと商会",
        "ﾐﾅﾄ商会",
    ],
)
def test_one_company_has_one_key(written: str) -> None:
    same = {"みなと商会", "ミナト商会"}
    assert hearing_key(written) in same


def test_keys_of_others() -> None:
    assert hearing_key("NPO法人 はまかぜ") == hearing_key("特定非営利活動法人はまかぜ") == "はまかぜ"
    assert hearing_key("Minato Co., Ltd.") == hearing_key("ＭＩＮＡＴＯ")
    assert hearing_key("株式会社") == "株式会社", "never empty"
    assert hearing_key("みなと商会") != hearing_key("みなと商店")


async def test_note_list_delete(workroom: Workroom) -> None:
    hearings, need, offer = workroom.probono.hearings, await workroom.need(), await workroom.offer()
    first = await hearings.note(COMMUNITY, HEARD, need_id=need.id)
    assert (first.heard_on, first.way, first.sector) == (
        date(2026, 11, 20),
        ConsentWay.IN_PERSON,
        Sector.COMPANY,
    )
    assert (first.need_id, first.offer_id) == (need.id, None)
    today = await hearings.note(
        COMMUNITY, NewHearing("はまかぜ", "nonprofit", "", "phone"), offer_id=offer.id
    )
    assert (today.heard_on, today.offer_id) == (date(2026, 12, 1), offer.id)
    assert await hearings.listing(COMMUNITY) == [today, first]
    assert await hearings.listing(STRANGE) == []
    with pytest.raises(NoSuchHearing):
        await hearings.delete(STRANGE, first.id)
    await hearings.delete(COMMUNITY, first.id)
    with pytest.raises(NoSuchHearing):
        await hearings.delete(COMMUNITY, first.id)
    assert await hearings.listing(COMMUNITY) == [today]


async def test_what_does_not_fit_is_refused(workroom: Workroom) -> None:
    hearings, need, offer = workroom.probono.hearings, await workroom.need(), await workroom.offer()
    with pytest.raises(NothingWritten):
        await hearings.note(COMMUNITY, replace(HEARD, organisation=" "))
    with pytest.raises(HowHeard):
        await hearings.note(COMMUNITY, replace(HEARD, way=None))
    with pytest.raises(DateUnreadable):
        await hearings.note(COMMUNITY, replace(HEARD, heard_on="先日"))
    with pytest.raises(NoSuchNeed):
        await hearings.note(STRANGE, HEARD, need_id=need.id)
    with pytest.raises(NoSuchOffer):
        await hearings.note(STRANGE, HEARD, offer_id=offer.id)
    assert await hearings.listing(COMMUNITY) == []


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", date(2026, 12, 1)),
        ("昨日", date(2026, 11, 30)),
        ("今日", date(2026, 12, 1)),
        ("12/2", date(2025, 12, 2)),
        ("11月20日（金）", date(2026, 11, 20)),
        ("２０２６－０４－０１", date(2026, 4, 1)),
    ],
)
def test_days_that_have_come(typed: str, day: date) -> None:
    assert read_past_day(typed, date(2026, 12, 1)) == day


def test_days_that_have_not() -> None:
    with pytest.raises(HeardLater):
        read_past_day("2026-12-02", date(2026, 12, 1))
    with pytest.raises(WeekdayMismatch):
        read_past_day("11/20（木）", date(2026, 12, 1))
    for typed in ("2/30", "11/20 19:00", "みなと"):
        with pytest.raises(DateUnreadable):
            read_past_day(typed, date(2026, 12, 1))


def test_numbers_and_places_as_people_write_them() -> None:
    for typed in ("5", "５", " 5時間", "約5時間", "5 h"):
        assert read_number(typed, 1, 10) == 5
    for typed in ("五", "5.5", "5-6", "11"):
        with pytest.raises(NumberUnreadable):
            read_number(typed, 1, 10)
    assert read_areas("みなと市 ・中央区\n\n中央区,") == ["みなと市", "中央区"]
