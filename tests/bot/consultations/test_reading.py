"""What staff write about a consultation is read as they meant it, or refused with a sentence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from bot.consultations.reading import personal_in, read_case, read_held_on
from bot.consultations.rules import NOTE_LENGTH, Case, Category, Channel
from bot.errors import UserError
from bot.seeds.concerns import Concern

TODAY = date(2026, 11, 27)
"""A Friday."""


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("", TODAY),
        ("  ", TODAY),
        ("今日", TODAY),
        ("昨日", date(2026, 11, 26)),
        ("おととい", date(2026, 11, 25)),
        ("Yesterday", date(2026, 11, 26)),
        ("11/20", date(2026, 11, 20)),
        ("１１／２０（金）", date(2026, 11, 20)),
        ("11/27", TODAY),
        ("11/28", date(2025, 11, 28)),  # the latest such day that has come
        ("12月3日", date(2025, 12, 3)),
        ("2026-04-01", date(2026, 4, 1)),
        ("令和8年4月1日(水)", date(2026, 4, 1)),
        ("金曜", TODAY),
        ("土曜日", date(2026, 11, 21)),
        ("Mon", date(2026, 11, 23)),
    ],
)  # fmt: skip
def test_a_day_is_the_latest_that_was_meant(written: str, day: date) -> None:
    assert read_held_on(written, today=TODAY) == day


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("そのうち", "DayUnreadable"),
        ("19:00", "DayUnreadable"),
        ("11/20 19:00", "DayUnreadable"),
        ("11/20 11/21", "DayUnreadable"),
        ("来週", "DayUnreadable"),
        ("11/31", "NoSuchDay"),
        ("2025-02-29", "NoSuchDay"),
        ("11/20（土）", "OtherWeekday"),
        ("明日", "NotYet"),
        ("2026-11-28", "NotYet"),
    ],
)
def test_what_is_no_day_that_has_come_is_refused(written: str, name: str) -> None:
    with pytest.raises(UserError) as refusal:
        read_held_on(written, today=TODAY)
    assert type(refusal.value).__name__ == name


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 364))
def test_a_day_without_its_year_comes_back_within_a_year(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    if (day.month, day.day) == (2, 29):
        return
    assert read_held_on(f"{day.month}/{day.day}", today=today) == day


def test_a_case_needs_a_category_and_keeps_their_order() -> None:
    case = read_case(
        held_on="11/20", channel="phone", categories=["tax", "accounting", "tax"], note="  ", today=TODAY
    )
    assert case == Case(date(2026, 11, 20), Channel.PHONE, (Category.ACCOUNTING, Category.TAX))
    for categories, note, name in (([], "", "NoCategory"), (["tax"], "x" * (NOTE_LENGTH + 1), "NoteTooLong")):
        with pytest.raises(UserError) as refusal:
            read_case(held_on="", channel="phone", categories=categories, note=note, today=TODAY)
        assert type(refusal.value).__name__ == name


def test_what_leads_to_a_person_is_pointed_out_and_what_it_was_about_is_not() -> None:
    assert personal_in("0450000000 に折り返す。haru@mail.example も。") == [Concern.PHONE, Concern.MAIL]
    assert personal_in("依存症の当事者の会を立ち上げたい") == []
    assert personal_in(None) == []
