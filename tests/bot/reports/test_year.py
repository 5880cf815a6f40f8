"""Which meetings belong to a fiscal year, who came to them, and that it stays so when somebody is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.events.rules import Choice, Event, Mode
from bot.members.rules import Sector, Unknown
from bot.reports.importing import PastImports
from bot.reports.rules import CountedBy, YearFigures
from bot.reports.year import NoCommunityYet, NoSuchYear, WhichCommunity
from tests.bot.reports.past_years import HEADINGS, fiscal_year_2020
from tests.kit.meetings import COMMUNITY, Meetings, days


async def year_of(meetings: Meetings, year: int | None = None) -> YearFigures:
    return await meetings.hub.reports.events(COMMUNITY, year)


async def bring_in(meetings: Meetings, *rows: str) -> None:
    content = "\n".join([HEADINGS, *rows]).encode()
    assert (await PastImports(meetings.hub.db, meetings.hands).bring_in(COMMUNITY, content)).is_applied


async def held(meetings: Meetings, event: Event) -> None:
    """The meeting is over."""
    meetings.hands.set(max(meetings.hands(), event.ends_at))


async def test_the_annual_table_of_a_community_comes_back(meetings: Meetings) -> None:
    content = fiscal_year_2020().encode("cp932")
    await PastImports(meetings.hub.db, meetings.hands).bring_in(COMMUNITY, content)
    year = await year_of(meetings, 2020)
    assert (len(year.meetings), year.total, year.regular, year.special) == (24, 319, 19, 5)
    assert {each.participants for each in year.meetings} <= set(range(8, 33))
    assert (year.archived, len(year.meetings)) == (6, 24)
    assert (year.distinct, year.nameless, year.by_sector[None]) == (0, 319, 319)
    assert sum(year.by_mode.values()) == 319
    assert {each.counted_by for each in year.meetings} == {CountedBy.RECORD}
    assert [len(each.articles) for each in year.meetings if each.articles] == [1, 2, 1, 4, 1, 1]
    assert await meetings.hub.reports.years(COMMUNITY) == [2020]


async def test_the_local_date_decides(meetings: Meetings) -> None:
    await bring_in(
        meetings,
        "2020-03-31,23:30,25:00,前の年度の終わり,,,1,",
        "2020-04-01,0:00,1:00,年度のはじめ,,,2,",
        "2021-03-31,23:30,25:00,年度の終わり,,,3,",
        "2021-04-01,0:30,1:00,次の年度のはじめ,,,4,",
        "2020-02-29,19:00,20:00,うるう日,,,5,",
    )
    assert [each.title for each in (await year_of(meetings, 2019)).meetings] == [
        "うるう日",
        "前の年度の終わり",
    ]
    assert [each.title for each in (await year_of(meetings, 2020)).meetings] == [
        "年度のはじめ",
        "年度の終わり",
    ]
    assert [each.title for each in (await year_of(meetings, 2021)).meetings] == ["次の年度のはじめ"]
    assert (await year_of(meetings, 2019)).label == "令和元年度"
    assert await meetings.hub.reports.years(COMMUNITY) == [2021, 2020, 2019]


async def test_the_zone_of_the_meeting_decides(meetings: Meetings) -> None:
    await meetings.hub.communities.change(COMMUNITY, timezone="America/Los_Angeles")
    await bring_in(meetings, "2021-03-31,23:30,25:00,西海岸,,,3,")  # 1 April in Japan and in UTC
    await meetings.hub.communities.change(COMMUNITY, timezone="Asia/Tokyo")
    assert [each.title for each in (await year_of(meetings, 2020)).meetings] == ["西海岸"]


async def test_only_what_was_held_counts(meetings: Meetings) -> None:
    hub = meetings.hub
    kept = await meetings.announce(venue=5)
    cancelled = await meetings.announce(venue=5, when="2026-12-18 19:00-20:30")
    await meetings.announce(venue=5, when="2027-03-31 19:00-20:30")
    draft = await hub.drafts.rehearse(COMMUNITY, 1, "事務局")
    rehearsal = await hub.events.announce(COMMUNITY, draft.id)
    for event in (kept, cancelled):
        await meetings.answer(event, 11, Choice.VENUE)
    await hub.rsvps.rsvp(COMMUNITY, 1, "事務局", rehearsal.id, Choice.VENUE, is_staff=True, sure=True)
    await hub.events.cancel(COMMUNITY, cancelled.id, "大雪のため")
    meetings.hands.set(datetime(2027, 1, 31, tzinfo=UTC))
    year = await year_of(meetings)
    assert (year.year, [each.title for each in year.meetings], year.ahead) == (2026, [kept.title], 1)
    assert (year.total, year.distinct) == (1, 1)
    assert year.meetings[0].counted_by is CountedBy.APPLICATIONS
    assert await meetings.hub.reports.years(COMMUNITY) == [2026]


async def test_people_are_counted_once_and_by_what_they_told(meetings: Meetings) -> None:
    members = meetings.hub.members
    await members.set_sector(COMMUNITY, 11, "はる", Sector.STUDENT)
    await members.set_from_elsewhere(COMMUNITY, 11, "はる", from_elsewhere=True)
    first = await meetings.announce(venue=5, online=5)
    second = await meetings.announce(venue=1, online=5, when="2026-12-18 19:00-20:30")
    for event, person, choice in (
        (first, 11, Choice.VENUE), (first, 12, Choice.ONLINE), (first, 13, Choice.DECLINED),
        (second, 11, Choice.VENUE), (second, 14, Choice.VENUE), (second, 12, Choice.MAYBE),
    ):  # fmt: skip
        await meetings.answer(event, person, choice)
    await held(meetings, second)
    year = await year_of(meetings)
    assert [each.participants for each in year.meetings] == [2, 1]  # who waits did not come
    assert (year.total, year.distinct, year.nameless, year.from_elsewhere) == (3, 2, 0, 2)
    assert year.by_sector[Sector.STUDENT] == 2
    assert year.by_sector[None] == 1
    assert year.by_mode == {Mode.VENUE: 2, Mode.ONLINE: 1, None: 0}


def totals(year: YearFigures) -> tuple[int, int, list[int | None], dict[Mode | None, int]]:
    return len(year.meetings), year.total, [each.participants for each in year.meetings], year.by_mode


async def test_a_forgotten_person_stays_a_number(meetings: Meetings) -> None:
    event = await meetings.announce(venue=5)
    for person in (11, 12):
        await meetings.answer(event, person, Choice.VENUE)
    await held(meetings, event)
    before = await year_of(meetings)
    await meetings.hub.privacy.forget(COMMUNITY, 11)
    after = await year_of(meetings)
    assert totals(after) == totals(before)
    assert (after.distinct, after.nameless) == (1, 1)
    meetings.hands.move(days(3 * 365 + 1))
    await meetings.hub.tidy()
    later = await year_of(meetings, before.year)
    assert totals(later) == totals(before)
    assert (later.distinct, later.nameless) == (0, 2)


async def test_which_community_is_meant(meetings: Meetings) -> None:
    reports = meetings.hub.reports
    assert (await reports.community(None)).id == COMMUNITY
    with pytest.raises(Unknown):
        await reports.community(COMMUNITY + 1)
    await Meetings(meetings.hub, meetings.hands, COMMUNITY + 100).set_up()
    with pytest.raises(WhichCommunity):
        await reports.community(None)
    assert (await reports.community(COMMUNITY)).id == COMMUNITY
    with pytest.raises(NoSuchYear):
        await reports.events(COMMUNITY, 20200)
    for community_id in (COMMUNITY, COMMUNITY + 100):
        await meetings.hub.privacy.erase_community(community_id)
    with pytest.raises(NoCommunityYet):
        await reports.community(None)
