"""Quiet hours and ways: what holds for every person, hour and zone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.mailing.rules import Hours, Lead, Planned, as_wished
from bot.members.wish_rules import (
    CHOICES,
    ONLY_ON_WISH,
    QuietHours,
    Reach,
    Topic,
    Via,
    is_declined,
    personal_ways,
)

HOURS = st.integers(0, 23).map(time)
ZONES = st.sampled_from(["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
TOKYO = ZoneInfo("Asia/Tokyo")


@given(HOURS, HOURS, MOMENTS, ZONES)
def test_a_moment_is_quiet_exactly_between_the_two_hours(starts, ends, moment, zone) -> None:
    quiet, tz = QuietHours(starts, ends), ZoneInfo(zone)
    window = quiet.around(moment, tz)
    if not quiet.is_on:
        assert window is None
    elif window is not None:
        begin, end = window
        assert begin <= moment < end
        assert end - begin <= timedelta(hours=25)


@given(MOMENTS)
def test_in_a_zone_without_summer_time_the_window_is_the_wall_clocks(moment) -> None:
    hour = moment.astimezone(TOKYO).hour
    assert (QuietHours().around(moment, TOKYO) is not None) == (hour >= 21 or hour < 8)


@given(HOURS, HOURS, MOMENTS, st.integers(1, 72 * 60), ZONES)
def test_a_shifted_reminder_is_outside_or_before_and_never_past_the_start(
    starts, ends, due, minutes, zone
) -> None:
    quiet, tz = QuietHours(starts, ends), ZoneInfo(zone)
    start = due + timedelta(minutes=minutes)
    moved = quiet.shifted(due, start, tz)
    assert moved < start
    window = quiet.around(due, tz)
    if window is None:
        assert moved == due
    else:
        assert moved == (window[1] if window[1] < start else window[0])


def test_the_day_begins_before_the_quiet_hours_end_so_it_is_said_the_evening_before() -> None:
    starts = datetime(2026, 12, 16, 22, 30, tzinfo=UTC)  # 7:30 in Japan
    moved = QuietHours().shifted(starts - timedelta(hours=3), starts, TOKYO)
    assert moved.astimezone(TOKYO).strftime("%d %H:%M") == "16 21:00"
    late = starts + timedelta(hours=2)
    assert QuietHours().shifted(starts - timedelta(hours=3), late, TOKYO).astimezone(TOKYO).hour == 8


def test_what_would_have_to_leave_before_now_stays_where_it_is() -> None:
    now = datetime(2026, 12, 16, 13, tzinfo=UTC)  # 22:00
    starts = datetime(2026, 12, 16, 22, tzinfo=UTC)  # 7:00
    due = starts - timedelta(hours=3)
    hours = Hours(frozenset(), QuietHours(), TOKYO)
    assert as_wished([Planned(Lead.VENUE_SOON, due)], hours, starts_at=starts, now=now) == [
        Planned(Lead.VENUE_SOON, due)
    ]


def test_leads_that_somebody_does_without_are_left_out() -> None:
    now = datetime(2026, 12, 1, tzinfo=UTC)
    due = datetime(2026, 12, 16, 9, tzinfo=UTC)
    plan = [Planned(Lead.WEEK, due - timedelta(days=6)), Planned(Lead.EVE, due)]
    hours = Hours(frozenset({"week"}), QuietHours(), TOKYO)
    assert as_wished(plan, hours, starts_at=due + timedelta(days=1), now=now) == [Planned(Lead.EVE, due)]


@given(
    st.sampled_from(Topic),
    st.one_of(st.none(), st.sampled_from(Via)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_ways_are_ones_that_exist_the_wished_one_first(topic, chosen, account, dm, mail) -> None:
    ways = personal_ways(topic, chosen, Reach(account, dm, mail))
    assert len(ways) == len(set(ways))
    assert "mail" not in ways or mail
    assert "dm" not in ways or (account and dm)
    if ways and chosen in (Via.DM, Via.MAIL) and len(ways) == 2:
        assert ways[0] == chosen.value
    if is_declined(topic, chosen):
        assert ways == ()
    if topic in ONLY_ON_WISH:
        assert ways in ((), (chosen.value,) if chosen else ())


def test_what_concerns_ones_own_seat_cannot_be_switched_off() -> None:
    assert Via.OFF not in CHOICES[Topic.CHANGES]
    assert personal_ways(Topic.CHANGES, Via.OFF, Reach(True, True, False)) == ("dm",)


@pytest.mark.parametrize("topic", [topic for topic in Topic if topic is not Topic.CHANGES])
def test_everything_else_can(topic: Topic) -> None:
    assert Via.OFF in CHOICES[topic]
    assert personal_ways(topic, Via.OFF, Reach(True, True, True)) == ()
