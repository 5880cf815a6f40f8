"""Rules become the right days: compared with a slow look at every single day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from bot.clock import NoSuchLocalTime
from bot.series.recurrence import DAY_CODES, Hours, Recurrence

EVENING = Hours(19 * 60, 20 * 60 + 30, 18 * 60 + 30)
BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")

dates = st.dates(date(2023, 1, 1), date(2030, 12, 31))


def every_day(since: date, until: date) -> list[date]:
    return [since + timedelta(days=count) for count in range((until - since).days + 1)]


def is_nth(day: date, number: int) -> bool:
    if number == -1:
        return (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1 == number


@given(
    dates,
    st.integers(0, 700),
    st.sampled_from([1, 2, 3, 4, 5, -1]),
    st.integers(0, 6),
    st.sampled_from([1, 2]),
)
@settings(max_examples=150, deadline=None)
def test_an_ordinal_weekday(since: date, length: int, number: int, weekday: int, interval: int) -> None:
    until = since + timedelta(days=length)
    every = f";INTERVAL={interval}" if interval > 1 else ""
    kept = Recurrence(EVENING, since, f"FREQ=MONTHLY{every};BYDAY={number:+}{DAY_CODES[weekday]}")
    expected = [
        day
        for day in every_day(since, until)
        if day.weekday() == weekday
        and is_nth(day, number)
        and ((day.year - since.year) * 12 + day.month - since.month) % interval == 0
    ]
    assert list(kept.regular_days(since, until)) == expected


@given(dates, st.integers(0, 700), st.sampled_from([1, 15, 28, 29, 30, 31, -1]))
@settings(max_examples=100, deadline=None)
def test_a_day_of_the_month_and_the_months_without_it(since: date, length: int, wanted: int) -> None:
    until = since + timedelta(days=length)
    kept = Recurrence(EVENING, since, f"FREQ=MONTHLY;BYMONTHDAY={wanted}")
    days = every_day(since, until)
    is_last = {day: (day + timedelta(days=1)).day == 1 for day in days}
    expected = [day for day in days if (is_last[day] if wanted == -1 else day.day == wanted)]
    assert list(kept.regular_days(since, until)) == expected
    whole = [
        day
        for day in days
        if day.day == 1 and (day + timedelta(days=31)).replace(day=1) <= until + timedelta(days=1)
    ]
    lacking = [
        first for first in whole if not any((d.year, d.month) == (first.year, first.month) for d in expected)
    ]
    assert kept.months_without(since, until) == lacking


@given(dates, st.integers(0, 200), st.sets(st.integers(0, 6), min_size=1), st.sampled_from([1, 2]))
@settings(max_examples=100, deadline=None)
def test_weekdays(begins: date, length: int, weekdays: set[int], interval: int) -> None:
    until = begins + timedelta(days=length)
    every = f";INTERVAL={interval}" if interval > 1 else ""
    codes = ",".join(DAY_CODES[day] for day in sorted(weekdays))
    kept = Recurrence(EVENING, begins, f"FREQ=WEEKLY{every};BYDAY={codes}")
    monday = begins - timedelta(days=begins.weekday())
    expected = [
        day
        for day in every_day(begins, until)
        if day.weekday() in weekdays and (day - monday).days // 7 % interval == 0
    ]
    assert list(kept.regular_days(begins, until)) == expected


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_deviations(data: st.DataObject) -> None:
    """Breaks, moves and extras, against sets of days."""
    since, until = date(2026, 12, 1), date(2027, 11, 30)
    regular = [day for day in every_day(since, until) if day.weekday() == 2]
    first = data.draw(st.sampled_from(regular))
    last = first + timedelta(days=data.draw(st.integers(0, 40)))
    moved = data.draw(st.sampled_from(regular))
    to = moved + timedelta(days=data.draw(st.integers(1, 6)))
    extra = data.draw(st.dates(since, until))
    kept = Recurrence(
        EVENING,
        since,
        "FREQ=WEEKLY;BYDAY=WE",
        breaks=((first, last),),
        moves=((moved, to, Hours(600, 660)),),
        extras=((extra, EVENING),),
    )
    expected = sorted([d for d in regular if d != moved and not first <= d <= last] + [to, extra])
    found = kept.occurrences(since, until)
    assert [each.day for each in found] == expected
    assert {each.original for each in found if each.original} == {
        d for d in regular if d == moved or not first <= d <= last
    }


@pytest.mark.parametrize(
    ("rrule", "since", "until", "days", "without"),
    [
        (
            "FREQ=MONTHLY;BYDAY=+5TH",
            "2026-12-01",
            "2027-05-31",
            ["2026-12-31", "2027-04-29"],
            ["01", "02", "03", "05"],
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=31",
            "2027-01-01",
            "2027-06-30",
            ["2027-01-31", "2027-03-31", "2027-05-31"],
            ["02", "04", "06"],
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=29",
            "2028-01-01",
            "2028-03-31",
            ["2028-01-29", "2028-02-29", "2028-03-29"],
            [],
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=29", "2027-01-01", "2027-03-31", ["2027-01-29", "2027-03-29"], ["02"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2027-03-15", "2027-04-30", ["2027-03-31", "2027-04-30"], []),
        ("FREQ=MONTHLY;BYDAY=+3TH", "2027-03-31", "2027-04-30", ["2027-04-15"], []),
    ],
)
def test_months_that_lack_the_day_are_named(
    rrule: str, since: str, until: str, days: list[str], without: list[str]
) -> None:
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    kept = Recurrence(EVENING, first, rrule)
    assert [day.isoformat() for day in kept.regular_days(first, last)] == days
    assert [f"{month:%m}" for month in kept.months_without(first, last)] == without


def test_wall_times_stay_when_summer_time_begins_and_ends() -> None:
    kept = Recurrence(EVENING, date(2027, 3, 1), "FREQ=MONTHLY;BYDAY=-1SU")
    starts = [
        each.hours.on(each.day, BERLIN)[0] for each in kept.occurrences(date(2027, 3, 1), date(2027, 11, 30))
    ]
    assert [start.astimezone(BERLIN).hour for start in starts] == [19] * 9
    assert starts[0] == datetime(2027, 3, 28, 17, tzinfo=UTC), "the evening of the change is summer time"
    assert starts[7] == datetime(2027, 10, 31, 18, tzinfo=UTC), (
        "the evening of the change back is winter time"
    )
    assert {start.astimezone(TOKYO).hour for start in starts} == {2, 3}, "elsewhere the hour differs"


def test_a_wall_time_that_the_clocks_jump_over_is_refused_and_a_double_one_is_the_first() -> None:
    night = Hours(2 * 60 + 30, 4 * 60)
    with pytest.raises(NoSuchLocalTime):
        night.on(date(2027, 3, 28), BERLIN)
    with pytest.raises(NoSuchLocalTime):
        Hours(60, 2 * 60 + 30).on(date(2027, 3, 28), BERLIN)
    assert night.on(date(2027, 10, 31), BERLIN)[0] == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_times_after_midnight_belong_to_the_day_before() -> None:
    late = Hours(23 * 60, 25 * 60)
    starts_at, ends_at, _doors = late.on(date(2027, 3, 31), TOKYO)
    assert (starts_at.astimezone(TOKYO).day, ends_at.astimezone(TOKYO).day) == (31, 1)
