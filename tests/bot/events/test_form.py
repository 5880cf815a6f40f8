"""The form of a meeting: what people write, and what it means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.dates import WeekdayMismatch
from bot.errors import UserError
from bot.events.form import (
    CapacityUnreadable,
    EventForm,
    LinkUnreadable,
    PlaceMissing,
    TitleMissing,
    link_and_words,
    read_form,
    split_capacity,
)

NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")
GOOD = EventForm(
    title="12月の情報交換会",
    when="12/17(木) 19:00〜20:30 開場18:30",
    venue="みなと市民センター 3階 会議室2 / 定員20",
    online="https://meeting.example/j/123?pwd=abc 定員80",
    description="テーマ: 地域の居場所",
)


def read(**boxes: str):
    return read_form(replace(GOOD, **boxes), now=NOW, tz=TOKYO)


def test_a_filled_form_means_what_it_says():
    plan = read()
    assert plan.title == "12月の情報交換会"
    assert plan.starts_at == datetime(2026, 12, 17, 10, tzinfo=UTC)
    assert plan.ends_at == datetime(2026, 12, 17, 11, 30, tzinfo=UTC)
    assert plan.doors_at == datetime(2026, 12, 17, 9, 30, tzinfo=UTC)
    assert (plan.venue, plan.venue_capacity) == ("みなと市民センター 3階 会議室2", 20)
    assert (plan.online_link, plan.online_capacity) == ("https://meeting.example/j/123?pwd=abc", 80)


@pytest.mark.parametrize(
    ("written", "place", "seats"),
    [
        ("市民センター 3階 / 定員20", "市民センター 3階", 20),
        ("市民センター 3階（定員２０名）", "市民センター 3階", 20),
        ("市民センター、20名", "市民センター", 20),
        ("市民センター 先着15人", "市民センター", 15),
        ("市民センター\n30", "市民センター", 30),
        ("市民センター／４０", "市民センター", 40),
        ("Town hall, room 3, 20 seats", "Town hall, room 3", 20),
        ("Town hall, capacity: 20", "Town hall", 20),
        ("市民センター 3階 会議室2", "市民センター 3階 会議室2", None),
        ("第2会議室", "第2会議室", None),
        ("中央公民館 201", "中央公民館 201", None),
        ("", "", None),
    ],
)
def test_a_place_and_its_seats_share_a_box(written: str, place: str, seats: int | None):
    assert split_capacity(written) == (place, seats)


@pytest.mark.parametrize(
    ("written", "link", "seats"),
    [
        ("https://meeting.example/j/99", "https://meeting.example/j/99", None),
        ("Zoom: https://meeting.example/j/99 / 50", "https://meeting.example/j/99", 50),
        ("https://meeting.example/j/99\n定員80名", "https://meeting.example/j/99", 80),
        ("定員80\nhttps://meeting.example/20人?a=1", "https://meeting.example/20人?a=1", 80),
    ],
)
def test_a_link_keeps_its_digits(written: str, link: str, seats: int | None):
    plan = read(online=written)
    assert (link_and_words(plan.online_link or "")[0], plan.online_capacity) == (link, seats)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("https://meeting.example/j/99 定員80", ""),
        ("Zoom: https://meeting.example/j/99 / 50", "Zoom"),
        (
            "https://meeting.example/j/99\nミーティングID: 123 456\nパスコード: abc\n定員80",
            "ミーティングID: 123 456 パスコード: abc",
        ),
        ("定員80名 パスコード 0042 https://meeting.example/j/99", "パスコード 0042"),
    ],
)
def test_what_stands_beside_a_link_is_not_lost(written: str, words: str):
    plan = read(online=written)
    assert link_and_words(plan.online_link or "") == ("https://meeting.example/j/99", words)


@pytest.mark.parametrize(
    ("boxes", "error"),
    [
        ({"title": "  "}, TitleMissing),
        ({"venue": "", "online": ""}, PlaceMissing),
        ({"venue": "市民センター 定員0"}, CapacityUnreadable),
        ({"venue": "市民センター 定員99999"}, CapacityUnreadable),
        ({"online": "Zoom"}, LinkUnreadable),
        ({"online": "ftp://meeting.example/x"}, LinkUnreadable),
        ({"online": "https:///x"}, LinkUnreadable),
        ({"online": "https://[meeting"}, LinkUnreadable),
        ({"when": "12/17(金) 19:00"}, WeekdayMismatch),
    ],
)
def test_what_cannot_be_read_is_told(boxes: dict[str, str], error: type[UserError]):
    with pytest.raises(error):
        read(**boxes)


def test_one_of_venue_and_online_is_enough():
    assert read(online="").online_link is None
    assert read(venue="").venue is None


def test_without_an_end_a_meeting_lasts_ninety_minutes():
    plan = read(when="12/17 19:00")
    assert plan.ends_at - plan.starts_at == timedelta(minutes=90)


def test_a_form_survives_its_dictionary():
    form = replace(GOOD, welcome=("listening",), ring="here", fee="無料")
    assert EventForm.from_dict(form.to_dict()) == form
    assert EventForm.from_dict({**form.to_dict(), "box_of_a_later_version": "x"}) == form


@given(st.builds(EventForm, st.text(), st.just(GOOD.when), st.text(), st.text(), st.text()))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(form: EventForm):
    try:
        plan = read_form(form, now=NOW, tz=TOKYO)
    except UserError as refusal:
        sentence = refusal.sentence
    else:
        sentence = plan.venue or plan.online_link
    assert sentence
