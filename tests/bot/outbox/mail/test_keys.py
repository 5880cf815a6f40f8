"""What a mail is known again by cannot be made by anybody else, and survives what mail servers do to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from bot.outbox.mail.keys import MailKeys

KEYS = MailKeys("k" * 40)
OTHERS = MailKeys("l" * 40)
SENDER = "hub@city.example"
MADE = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@given(number=st.integers(1, 10**12))
def test_what_was_made_is_read_again(number: int):
    assert KEYS.read_message_id(KEYS.message_id(number, "city.example")) == number
    assert KEYS.read_envelope(KEYS.envelope(number, SENDER)) == number


def test_a_message_id_is_found_among_others_and_in_any_case():
    ours = KEYS.message_id(12, "city.example")
    forged = OTHERS.message_id(13, "city.example")
    references = f"<other@mail.example>\r\n {forged}\r\n {ours.upper()} <more@mail.example>"
    assert KEYS.read_message_id(references) == 12


def test_an_envelope_is_read_in_any_case_and_with_brackets():
    address = KEYS.envelope(12, SENDER)
    assert address.startswith("hub+b12.")
    assert KEYS.read_envelope(f"<{address.upper()}>") == 12


def test_nothing_is_read_from_what_somebody_else_made():
    ours = KEYS.message_id(12, "city.example")
    mark = ours.partition(".")[2].partition("@")[0]
    for forged in (
        OTHERS.message_id(12, "city.example"),
        ours.replace("d12.", "d13."),
        ours.replace(mark, mark[:-1]),
        ours.replace(mark, ("b" if mark[0] == "a" else "a") + mark[1:]),
        ours.replace("d12.", "d012."),
        "",
        "<d12.@city.example>",
        "<d99999999999999999999.aaaaaaaaaaaaaaaaaaaa@city.example>",
    ):
        assert KEYS.read_message_id(forged) is None, forged
    assert KEYS.read_envelope(OTHERS.envelope(12, SENDER)) is None
    assert KEYS.read_envelope(SENDER) is None


def test_one_mark_is_no_use_for_another_purpose():
    mark = KEYS.message_id(12, "city.example").partition(".")[2].partition("@")[0]
    assert KEYS.read_envelope(f"hub+b12.{mark}@city.example") is None


@pytest.mark.parametrize("name", ["x" * 60, '"a..b"'])
def test_a_sender_without_room_for_the_number_stays_as_it_is(name: str):
    assert KEYS.envelope(12, f"{name}@city.example") == f"{name}@city.example"


def test_the_part_before_the_at_sign_stays_within_the_limit():
    for length in range(1, 64):
        assert len(KEYS.envelope(10**12, f"{'x' * length}@city.example").partition("@")[0]) <= 64


def test_a_code_has_six_digits_and_is_that_of_its_row_and_second():
    codes = {KEYS.code(row_id, MADE) for row_id in range(1, 301)}
    assert all(len(code) == 6 and code.isdecimal() for code in codes)
    assert len(codes) > 290
    assert KEYS.code(1, MADE) == KEYS.code(1, MADE.astimezone(timezone(timedelta(hours=9))))
    assert KEYS.code(1, MADE) == KEYS.code(1, MADE.replace(microsecond=999_999))
    assert KEYS.code(1, MADE) != KEYS.code(1, MADE + timedelta(seconds=1))
    assert KEYS.code(1, MADE) != OTHERS.code(1, MADE)
