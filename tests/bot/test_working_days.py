"""Working days: Monday to Friday without Japan's public holidays, the turn of the year and closed days."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot import own_process, public_holidays
from bot.public_holidays import PublicHolidays
from bot.working_days import is_working_day, next_working_day, working_days_after, working_days_before

TOKYO = ZoneInfo("Asia/Tokyo")
DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))
CLOSED = st.frozensets(DAYS, max_size=20)


async def test_japans_holidays_of_this_year_and_the_next() -> None:
    found = await PublicHolidays().around(date(2026, 11, 27), TOKYO)
    assert {date(2026, 9, 21), date(2026, 9, 22), date(2026, 9, 23), date(2027, 1, 1)} <= found
    assert date(2026, 11, 24) not in found
    assert {day.year for day in found} == {2026, 2027}


async def test_they_are_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calendar = PublicHolidays()
    first = await calendar.around(date(2026, 5, 1), TOKYO)
    monkeypatch.setattr(public_holidays, "_look_up", None)
    assert await calendar.around(date(2026, 12, 31), TOKYO) == first


async def test_other_zones_have_none() -> None:
    assert not await PublicHolidays().around(date(2026, 5, 1), ZoneInfo("Europe/Berlin"))


async def test_without_the_library_there_are_none_and_the_next_time_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar = PublicHolidays()
    with monkeypatch.context() as broken:
        broken.setattr(own_process.sys, "executable", "/bin/false")
        assert not await calendar.around(date(2026, 5, 1), TOKYO)
    assert await calendar.around(date(2026, 5, 1), TOKYO)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 11, 27), 3, date(2026, 12, 2)),  # Friday -> Wednesday
        (date(2026, 9, 18), 3, date(2026, 9, 28)),  # Silver week: 19-23 are free
        (date(2026, 12, 28), 3, date(2027, 1, 6)),  # the turn of the year
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # asked on a Saturday
    ],
)
async def test_three_working_days(start: date, count: int, expected: date) -> None:
    assert working_days_after(start, count, await PublicHolidays().around(start, TOKYO)) == expected


def test_the_communitys_closed_days_do_not_count() -> None:
    assert next_working_day(date(2026, 12, 1), {date(2026, 12, 2)}) == date(2026, 12, 3)


def test_a_year_of_closed_days_ends_somewhere() -> None:
    closed = {date(2026, 1, 1) + timedelta(days=ahead) for ahead in range(800)}
    assert next_working_day(date(2026, 1, 5), closed) == date(2026, 1, 6)


@given(day=DAYS, count=st.integers(1, 15), closed=CLOSED)
def test_exactly_so_many_working_days_lie_between(day: date, count: int, closed: frozenset[date]) -> None:
    end = working_days_after(day, count, closed)
    between = [day + timedelta(days=ahead) for ahead in range(1, (end - day).days + 1)]
    assert sum(is_working_day(each, closed) for each in between) == count
    assert is_working_day(end, closed)
    assert working_days_before(end, count, closed) <= day or is_working_day(day, closed)
