"""Monday, nine o'clock, wherever the community is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st

from bot.desk.rules import Monday, next_monday

TOKYO, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_in_japan() -> None:
    nine = Monday(date(2026, 11, 9), utc(2026, 11, 9, 0), utc(2026, 11, 9, 15))
    assert next_monday(utc(2026, 11, 3), TOKYO, LONG_AGO) == nine
    assert next_monday(utc(2026, 11, 8, 14, 59), TOKYO, LONG_AGO) == nine


def test_today_until_it_ends_so_that_a_late_start_still_posts() -> None:
    assert next_monday(utc(2026, 11, 9, 14, 59), TOKYO, LONG_AGO).day == date(2026, 11, 9)
    assert next_monday(utc(2026, 11, 9, 15), TOKYO, LONG_AGO).day == date(2026, 11, 16)


def test_who_begins_on_a_monday_after_nine_waits_a_week() -> None:
    early, late = utc(2026, 11, 8, 23, 59), utc(2026, 11, 9, 0, 1)
    now = utc(2026, 11, 9, 6)
    assert next_monday(now, TOKYO, early).day == date(2026, 11, 9)
    assert next_monday(now, TOKYO, late).day == date(2026, 11, 16)


def test_nine_stays_nine_when_the_clocks_change() -> None:
    """In New York summer time ends on Sunday 1 November 2026 and begins on Sunday 14 March 2027."""
    assert next_monday(utc(2026, 10, 21), NEW_YORK, LONG_AGO).due_at == utc(2026, 10, 26, 13)
    assert next_monday(utc(2026, 10, 28), NEW_YORK, LONG_AGO).due_at == utc(2026, 11, 2, 14)
    assert next_monday(utc(2027, 3, 10), NEW_YORK, LONG_AGO).due_at == utc(2027, 3, 15, 13)


@given(
    st.integers(1, 35_000),
    st.sampled_from(["Asia/Tokyo", "America/New_York", "Europe/Berlin", "Pacific/Apia", "America/St_Johns"]),
)
def test_it_is_always_the_next_monday_morning(hours: int, name: str) -> None:
    now, tz = LONG_AGO + timedelta(days=7, hours=hours), ZoneInfo(name)
    monday = next_monday(now, tz, LONG_AGO)
    local = monday.due_at.astimezone(tz)
    assert (local.weekday(), local.hour, local.minute, local.date()) == (0, 9, 0, monday.day)
    assert now < monday.ends_at <= now + timedelta(days=7, hours=1)
    assert monday.ends_at.astimezone(tz).date() == monday.day + timedelta(days=1)
