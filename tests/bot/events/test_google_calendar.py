"""The link for Google Calendar: short enough for a button, right in time, and without anything secret."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.events.google_calendar import URL_LENGTH, google_link
from bot.events.rules import Event, EventState, NamesShown
from tests.kit.meetings import LINK, Meetings


def asked(event: Event, lang: str = "ja") -> dict[str, str]:
    parts = urlsplit(google_link(event, lang))
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "calendar.google.com", "/calendar/render")
    return {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}


def made(title: str, description: str, venue: str | None, *, online: bool = True) -> Event:
    starts = datetime(2026, 12, 17, 10, tzinfo=UTC)
    return Event(
        1, 1, EventState.ANNOUNCED, title, description, starts, starts, None, "Asia/Tokyo", venue, online,
        None, None, (), NamesShown.OFFICE, False, None, 1, "uid", 0, {},
    )  # fmt: skip


async def test_it_says_what_everybody_may_know(meetings: Meetings) -> None:
    event = await meetings.announce(description="困りごとを話します。", room="南口から右", contact="内線4711")
    assert asked(event) == {
        "action": "TEMPLATE",
        "text": "12月の情報交換会",
        "dates": "20261217T100000Z/20261217T113000Z",
        "location": "みなと市民センター 3階 / オンライン",
        "details": "困りごとを話します。",
    }
    for secret in (LINK, "南口から右", "内線4711"):
        assert secret not in str(asked(event))
    assert LINK[:40] in str(asked(replace(event, title="", description=LINK))), "it would be found"


@pytest.mark.parametrize(("month", "dates"), [(3, "20260329T010000Z"), (10, "20261025T010000Z")])
def test_the_hour_is_right_on_the_days_when_the_clock_changes(month: int, dates: str) -> None:
    day, hour = (29, 3) if month == 3 else (25, 2)
    local = datetime(2026, month, day, hour, tzinfo=ZoneInfo("Europe/Berlin"), fold=1)
    event = replace(made("x", "", "y"), starts_at=local.astimezone(UTC), ends_at=local.astimezone(UTC))
    assert asked(event)["dates"] == f"{dates}/{dates}"


@given(st.text(max_size=300), st.text(max_size=300), st.none() | st.text(min_size=1, max_size=200))
def test_it_never_grows_longer_than_a_button_takes(title: str, description: str, venue: str | None) -> None:
    link = google_link(made(title, description, venue), "ja")
    assert len(link) <= URL_LENGTH
    assert link.isascii()


def test_two_hundred_japanese_signs_fit_too() -> None:
    link = google_link(made("情" * 200, "報" * 4000, "館" * 200), "ja")
    assert len(link) <= URL_LENGTH
    assert parse_qs(urlsplit(link).query)["text"][0].startswith("情情情")
