"""A meeting is counted from the best that is known of it: check-in, else the record, else the answers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update

from bot.attendance.models import AttendanceRow, HeadcountRow
from bot.events.models import RsvpRow
from bot.events.rules import Choice, Event, Mode
from bot.members.models import MemberRow
from bot.members.rules import Sector
from bot.records.models import EventRecordRow
from bot.reports.importing import PastImports
from bot.reports.rules import CountedBy, YearFigures
from tests.bot.reports.past_years import HEADINGS
from tests.kit.meetings import COMMUNITY, Meetings


async def write(meetings: Meetings, table: Any, event: Event, **values: Any) -> None:
    moments = {AttendanceRow: "came_at", EventRecordRow: "published_at"}
    moment = {moments[table]: meetings.hands()} if table in moments else {}
    async with meetings.hub.db.transaction() as tx:
        await tx.execute(insert(table).values(event_id=event.id, **moment, **values))


async def member(meetings: Meetings, person: int, sector: Sector | None = None) -> int:
    if sector is not None:
        await meetings.hub.members.set_sector(COMMUNITY, person, f"参加者{person}", sector)
    else:
        await meetings.hub.members.set_wants_dm(COMMUNITY, person, f"参加者{person}", wants_dm=True)
    async with meetings.hub.db.reading() as tx:
        found = await tx.scalar(select(MemberRow.id).where(MemberRow.discord_user_id == person))
    assert found is not None
    return found


async def checked_in(meetings: Meetings) -> Event:
    """Two people by name, one with a companion; three students online; one who applied and did not come."""
    event = await meetings.announce(venue=9, online=9)
    for person in (11, 13):
        await meetings.answer(event, person, Choice.VENUE)
    haru, natsu = await member(meetings, 11, Sector.CITIZEN), await member(meetings, 12)
    await write(meetings, AttendanceRow, event, member_id=haru, mode="venue", how="code", people=2)
    await write(meetings, AttendanceRow, event, member_id=natsu, mode="online", how="walk_in")
    await write(
        meetings,
        HeadcountRow,
        event,
        sector="student",
        mode="online",
        source="counted",
        people=3,
        from_elsewhere=1,
    )
    meetings.hands.set(event.ends_at)
    return event


def numbers(year: YearFigures) -> tuple[int | None, int, dict[Mode | None, int], CountedBy]:
    (meeting,) = year.meetings
    return meeting.participants, year.total, year.by_mode, meeting.counted_by


async def test_check_in_and_heads_are_the_best_that_is_known(meetings: Meetings) -> None:
    event = await checked_in(meetings)
    await write(
        meetings,
        EventRecordRow,
        event,
        summary="",
        headcount={"unknown": 99},
        article_urls=["https://a.example/1"],
    )
    year = await meetings.hub.reports.events(COMMUNITY)
    assert numbers(year) == (6, 6, {Mode.VENUE: 2, Mode.ONLINE: 4, None: 0}, CountedBy.CHECK_IN)
    assert {sector: count for sector, count in year.by_sector.items() if count} == {
        Sector.CITIZEN: 1,
        Sector.STUDENT: 3,
        None: 2,
    }
    assert (year.distinct, year.nameless, year.archived, year.from_elsewhere) == (2, 4, 1, 1)


async def test_the_record_is_better_than_the_applications(meetings: Meetings) -> None:
    event = await meetings.announce(venue=9, hall_only=True)
    await meetings.answer(event, 11, Choice.VENUE)
    await write(
        meetings, EventRecordRow, event, summary="", headcount={"student": 3, "unknown": 4}, from_elsewhere=2
    )
    meetings.hands.set(event.ends_at)
    year = await meetings.hub.reports.events(COMMUNITY)
    assert numbers(year) == (7, 7, {Mode.VENUE: 7, Mode.ONLINE: 0, None: 0}, CountedBy.RECORD)
    assert (year.distinct, year.nameless, year.archived, year.from_elsewhere) == (0, 7, 0, 2)
    assert (year.by_sector[Sector.STUDENT], year.by_sector[None]) == (3, 4)


async def test_companions_are_counted_and_nothing_else_is_known_of_them(meetings: Meetings) -> None:
    event = await meetings.announce(venue=9)
    await member(meetings, 11, Sector.CITIZEN)
    await meetings.answer(event, 11, Choice.VENUE)
    async with meetings.hub.db.transaction() as tx:
        await tx.execute(update(RsvpRow).values(seats=3))
    meetings.hands.set(event.ends_at)
    year = await meetings.hub.reports.events(COMMUNITY)
    assert numbers(year)[:2] == (3, 3)
    assert (year.by_sector[Sector.CITIZEN], year.by_sector[None], year.distinct, year.nameless) == (
        1,
        2,
        1,
        2,
    )


async def test_nobody_is_asked_for_articles_about_the_past(meetings: Meetings) -> None:
    content = f"{HEADINGS}\n2020-06-03,19:00,20:30,題,,,,\n2020-06-04,19:00,20:30,題,,,,https://a.example\n"
    await PastImports(meetings.hub.db, meetings.hands).bring_in(COMMUNITY, content.encode())
    async with meetings.hub.db.reading() as tx:
        query = select(EventRecordRow.no_article, EventRecordRow.published_at.is_not(None))
        found = (await tx.execute(query.order_by(EventRecordRow.event_id))).all()
    assert [tuple(row) for row in found] == [(True, True), (False, True)]
