"""Until when, who, and by whose leave people may apply."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.dates import WeekdayMismatch
from bot.events.rules import Choice, Mode, Place
from bot.events.terms import (
    DeadlineAfterStart,
    DeadlinePassed,
    DeadlineUnreadable,
    RoleMissing,
    Terms,
    check_may_apply,
    read_deadline,
)
from bot.i18n import text_of
from tests.kit.meetings import Meetings, days

TOKYO = ZoneInfo("Asia/Tokyo")
STARTS = datetime(2026, 12, 17, 10, tzinfo=UTC)
VENUE, ONLINE, MAYBE, DECLINED = Choice.VENUE, Choice.ONLINE, Choice.MAYBE, Choice.DECLINED


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ("2日前 18:00", "12-15 18:00"),
        ("2日前の18時まで", "12-15 18:00"),
        ("２日前 18時半", "12-15 18:30"),
        ("2日前", "12-15 23:59"),
        ("前日 12:00", "12-16 12:00"),
        ("当日 12:00", "12-17 12:00"),
        ("3時間前", "12-17 16:00"),
        ("12/15", "12-15 23:59"),
        ("12月15日(火)まで", "12-15 23:59"),
        ("12/15 18:00", "12-15 18:00"),
        ("2 days before", "12-15 23:59"),
        ("2 days before at 18:00", "12-15 18:00"),
        ("the day before 9:00", "12-16 09:00"),
        ("36 hours before", "12-16 07:00"),
    ],
)
def test_deadlines_as_people_write_them(written: str, local: str):
    deadline = read_deadline(written, starts_at=STARTS, tz=TOKYO)
    assert deadline is not None
    assert f"{deadline.astimezone(TOKYO):%m-%d %H:%M}" == local


def test_no_deadline_is_the_start():
    assert read_deadline("  ", starts_at=STARTS, tz=TOKYO) is None


@pytest.mark.parametrize(
    ("written", "no"),
    [
        ("そのうち", DeadlineUnreadable),
        ("2日前 25:00", DeadlineUnreadable),
        ("3時間前 18:00", DeadlineUnreadable),
        ("0日前 19:00", DeadlineAfterStart),
        ("12/18 10:00", DeadlineAfterStart),
        ("12/15(水)", WeekdayMismatch),
    ],
)
def test_what_cannot_be_a_deadline_is_told(written: str, no: type[Exception]):
    with pytest.raises(no):
        read_deadline(written, starts_at=STARTS, tz=TOKYO)


def test_a_deadline_keeps_its_wall_time_over_the_end_of_summer_time():
    berlin = ZoneInfo("Europe/Berlin")
    starts_at = datetime(2026, 10, 26, 18, tzinfo=UTC)  # the day after the clocks went back
    deadline = read_deadline("2日前 18:00", starts_at=starts_at, tz=berlin)
    assert deadline == datetime(2026, 10, 24, 16, tzinfo=UTC)


def test_the_deadline_is_the_first_moment_too_late():
    terms = Terms(answers_close_at=STARTS)
    check_may_apply("会", terms, role_ids=(), now=STARTS - timedelta(seconds=1), tz=TOKYO)
    with pytest.raises(DeadlinePassed) as no:
        check_may_apply("会", terms, role_ids=(), now=STARTS, tz=TOKYO)
    assert "2026年12月17日（木）19:00" in text_of(no.value).to("ja")


def test_one_of_the_roles_is_enough_and_staff_need_none():
    terms = Terms(role_ids=(7, 8), answers_close_at=STARTS - days(1))
    late = STARTS - timedelta(hours=1)
    check_may_apply("会", terms, role_ids=None, now=late, tz=TOKYO)
    open_terms = Terms(role_ids=(7, 8))
    check_may_apply("会", open_terms, role_ids=(1, 8), now=late, tz=TOKYO)
    with pytest.raises(RoleMissing):
        check_may_apply("会", open_terms, role_ids=(1, 2), now=late, tz=TOKYO)


async def test_after_the_deadline_people_can_leave_but_not_come(meetings: Meetings):
    event = await meetings.announce(venue=2, deadline="2日前 18:00")
    await meetings.answer(event, 11, VENUE)
    await meetings.answer(event, 12, VENUE)
    await meetings.answer(event, 13, VENUE)
    meetings.hands.set(datetime(2026, 12, 15, 9, tzinfo=UTC))
    for choice in (VENUE, ONLINE, MAYBE):
        with pytest.raises(DeadlinePassed):
            await meetings.answer(event, 20, choice)
    with pytest.raises(DeadlinePassed):
        await meetings.answer(event, 11, ONLINE)
    assert not (await meetings.answer(event, 11, VENUE)).changed, "the same answer again is no application"
    await meetings.answer(event, 11, DECLINED)
    assert await meetings.seated(event) == [12, 13], "the line still moves up"


async def test_only_those_with_a_role_apply_and_whoever_lost_it_can_leave(meetings: Meetings):
    event = await meetings.announce(venue=2, role_ids=(77,))
    hub, community = meetings.hub, meetings.community_id

    async def press(person: int, choice: Choice, *roles: int):
        return await hub.rsvps.rsvp(community, person, f"参加者{person}", event.id, choice, role_ids=roles)

    with pytest.raises(RoleMissing):
        await press(11, VENUE, 5)
    await press(12, VENUE, 5, 77)
    await press(12, DECLINED)
    assert await meetings.at(event, Mode.VENUE, Place.CANCELLED) == [12]


async def test_shortly_before_the_start_the_line_stands_still_and_a_press_takes_the_seat(meetings: Meetings):
    event = await meetings.announce(venue=1, hall_only=True)
    for person in (11, 12, 13):
        await meetings.answer(event, person, VENUE)
    assert [person for person, _ in await meetings.planned("event.line_stopped")] == [12, 13]
    meetings.hands.set(event.starts_at - timedelta(hours=3))
    await meetings.answer(event, 11, DECLINED)
    assert await meetings.seated(event) == [], "nobody moves up any more"
    assert await meetings.planned("event.promoted") == []
    await meetings.answer(event, 13, VENUE)
    assert await meetings.seated(event) == [13]
    await meetings.answer(event, 20, VENUE)
    assert await meetings.seated(event) == [13]
    assert await meetings.waiting(event) == [12, 20]


async def test_a_minute_earlier_the_line_still_moves(meetings: Meetings):
    event = await meetings.announce(venue=1, hall_only=True)
    for person in (11, 12):
        await meetings.answer(event, person, VENUE)
    meetings.hands.set(event.starts_at - timedelta(hours=3, minutes=1))
    await meetings.answer(event, 11, DECLINED)
    assert await meetings.seated(event) == [12]


async def test_the_hour_of_standing_still_is_the_communitys_to_choose(meetings: Meetings):
    await meetings.hub.communities.change(meetings.community_id, promotion_stops_hours=24)
    event = await meetings.announce(venue=1, hall_only=True)
    for person in (11, 12):
        await meetings.answer(event, person, VENUE)
    meetings.hands.set(event.starts_at - timedelta(hours=23))
    await meetings.answer(event, 11, DECLINED)
    assert await meetings.seated(event) == []
