"""The calendar file: what a phone needs to keep one entry, and nothing that breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from bot.events import calendar
from bot.events.calendar import calendar_file
from bot.events.rules import Choice, Personal
from tests.kit.meetings import LINK, Meetings

NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)


@pytest.fixture
async def mine(meetings: Meetings) -> Personal:
    event = await meetings.announce(online=1, room="南口から右", contact="内線4711")
    return (await meetings.answer(event, 11, Choice.ONLINE)).mine


def read(mine: Personal, name: str = "みなと市民ハブ", now: datetime = NOW) -> tuple[Any, Any]:
    whole = Calendar.from_ical(calendar_file(mine, name, "ja", now))
    (entry,) = whole.walk("VEVENT")
    return whole, entry


async def test_it_is_one_published_entry_in_the_zone_of_the_meeting(mine: Personal) -> None:
    whole, entry = read(mine)
    assert (whole["method"], whole["version"]) == ("PUBLISH", "2.0")
    assert entry.decoded("dtstart") == mine.event.starts_at
    assert entry.decoded("dtend") == mine.event.ends_at
    assert entry["dtstart"].params["TZID"] == "Asia/Tokyo"
    assert [str(zone["tzid"]) for zone in whole.walk("VTIMEZONE")] == ["Asia/Tokyo"]
    assert entry["status"] == "CONFIRMED"
    assert "attendee" not in entry, "PUBLISH names nobody (RFC 5546)"


async def test_the_uid_stays_and_the_sequence_follows_the_changes(mine: Personal) -> None:
    _, first = read(mine)
    changed = replace(
        mine.event, calendar_sequence=3, title="別の題", starts_at=mine.event.starts_at + timedelta(hours=1)
    )
    _, second = read(replace(mine, event=changed), now=NOW + timedelta(days=1))
    assert first["uid"] == second["uid"]
    assert str(first["uid"]).startswith(mine.event.calendar_uid)
    assert (first["sequence"], second["sequence"]) == (0, 3)


async def test_two_meetings_are_two_entries(meetings: Meetings) -> None:
    uids = {(await meetings.announce()).calendar_uid for _ in range(3)}
    assert len(uids) == 3


async def test_the_link_is_in_it_only_for_somebody_confirmed_online(
    meetings: Meetings, mine: Personal
) -> None:
    waiting = (await meetings.answer(mine.event, 12, Choice.ONLINE)).mine
    venue = (await meetings.answer(mine.event, 13, Choice.VENUE)).mine
    assert LINK in str(read(mine)[1]["description"])
    for other in (waiting, venue):
        assert LINK.encode() not in calendar_file(other, "みなと市民ハブ", "ja", NOW).replace(b"\r\n ", b"")
    assert read(waiting)[1]["status"] == "TENTATIVE"
    assert "キャンセル待ち" in str(read(waiting)[1]["description"])


async def test_what_people_typed_breaks_no_line(mine: Personal) -> None:
    """icalendar writes control characters as they are, and lines end where RFC 5545 says."""
    nasty = "題\x00\x07\x1b名\r\nBEGIN:VEVENT\r\nSUMMARY:偽\u2028;,\\"
    event = replace(mine.event, title=nasty, description=nasty * 20, venue=nasty)
    raw = calendar_file(replace(mine, event=event, room=nasty, contact=nasty), nasty, "ja", NOW)
    whole, entry = read(replace(mine, event=event), name=nasty)
    assert len(whole.walk("VEVENT")) == 1
    assert "偽" in str(entry["summary"])
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        assert not set(line) & (set(range(32)) - {9}), line


async def test_the_zone_is_worked_out_once_a_year(mine: Personal) -> None:
    """Made for each answer it would hold two hundred presses up for three seconds."""
    calendar.time_zone.cache_clear()
    for _ in range(5):
        read(mine)
    known = calendar.time_zone.cache_info()
    assert (known.misses, known.hits) == (1, 4)
