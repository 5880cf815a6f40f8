"""What people write in /setup about times and days."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from bot.clock import UnknownZone
from bot.errors import UserError
from bot.i18n import text_of
from bot.members.rules import ClosedDaysUnreadable
from bot.members.schedule import (
    MOST_MINUTES,
    HourUnreadable,
    MinutesUnreadable,
    WrongWeekday,
    read_closed_days,
    read_hour,
    read_minutes,
    read_zone,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("18:00", "18:00"),
        ("9:05", "09:05"),
        ("18時", "18:00"),
        ("１８：３０", "18:30"),
        ("午後6時半", "18:30"),
        ("6pm", "18:00"),
        ("0:00", "00:00"),
    ],
)
def test_hours(written: str, meant: str) -> None:
    assert read_hour(written) == meant


@pytest.mark.parametrize("written", ["", "夕方", "25:00", "18:61", "12/17 18:00", "18:00-19:00", "18"])
def test_hours_that_cannot_be_read(written: str) -> None:
    with pytest.raises(HourUnreadable):
        read_hour(written)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("15", 15),
        ("90分", 90),
        ("３時間前", 180),
        ("1時間半", 90),
        ("1.5 hours", 90),
        ("1 hour 30 min", 90),
        ("3h", 180),
        ("168 hours", MOST_MINUTES),
    ],
)
def test_lengths(written: str, minutes: int) -> None:
    assert read_minutes(written) == minutes


@pytest.mark.parametrize("written", ["", "0", "すこし前", "前", "-5", "169 hours", "99999", "15 apples"])
def test_lengths_that_cannot_be_read(written: str) -> None:
    with pytest.raises(MinutesUnreadable):
        read_minutes(written)


def test_closed_days() -> None:
    written = "2027-01-02\n\n 12/29 \n令和8年12月30日\n12月31日（木）\n1/3\n12/29"
    assert read_closed_days(written, today=TODAY) == (
        date(2026, 12, 29),
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 2),
        date(2027, 1, 3),
    )
    assert read_closed_days(" \n", today=TODAY) == ()


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("12/29\n年末", ClosedDaysUnreadable),
        ("2/30", ClosedDaysUnreadable),
        ("12/29 19:00", ClosedDaysUnreadable),
        ("12/29〜1/3", ClosedDaysUnreadable),
        ("12/30(木)", WrongWeekday),
        ("\n".join(["12/29"] * 367), ClosedDaysUnreadable),
    ],
)
def test_closed_days_that_cannot_be_read(written: str, error: type[UserError]) -> None:
    with pytest.raises(error) as refusal:
        read_closed_days(written, today=TODAY)
    assert text_of(refusal.value).to("en")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        (" europe/berlin ", "Europe/Berlin"),
        ("america/new york", "America/New_York"),
        ("JST", "Asia/Tokyo"),
        ("日本時間", "Asia/Tokyo"),
    ],
)
def test_zones(written: str, key: str) -> None:
    assert read_zone(written) == key


@pytest.mark.parametrize("written", ["", "Asia", "Asia/Minato", "../etc/passwd", "Asia/Tokyo\0"])
def test_zones_that_do_not_exist(written: str) -> None:
    with pytest.raises(UnknownZone):
        read_zone(written)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_nothing_typed_is_a_fault(written: str) -> None:
    """Every text is either read or refused with a sentence; another error would be an apology."""
    for read in (read_hour, read_minutes, read_zone, lambda text: read_closed_days(text, today=TODAY)):
        with contextlib.suppress(UserError):
            read(written)
