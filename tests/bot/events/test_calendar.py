"""The calendar file: what a phone needs to keep one entry, and nothing that breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from bot import ical
from bot.events.calendar import calendar_file
from bot.events.rules import Choice, EventState, Personal
from tests.bot.feed.stage import read_both
from tests.kit.meetings import LINK, Meetings

HOUR = timedelta(hours=1)
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
    ical.time_zone.cache_clear()
    for _ in range(5):
        read(mine)
    known = ical.time_zone.cache_info()
    assert (known.misses, known.hits) == (1, 4)


def test_the_changes_of_the_clock_stand_where_the_rfc_wants_them() -> None:
    """RFC 5545, 3.6.5: each in the local time that ends there, as in the example for New York."""
    changes: list[Any] = ical.time_zone("America/New_York", 2007, 2007).subcomponents
    starts = [
        (change.name, f"{change.DTSTART:%Y-%m-%d %H}", "rdate" in change)
        for change in changes
        if change.DTSTART.year == 2007
    ]
    assert sorted(starts) == [("DAYLIGHT", "2007-03-11 02", False), ("STANDARD", "2007-11-04 02", False)]


async def test_both_readers_read_every_hour_around_a_change_alike(mine: Personal) -> None:
    for month, day in ((3, 28), (10, 31)):
        for hour in range(24):
            starts = datetime(2027, month, day, hour, tzinfo=UTC)
            moved = replace(mine.event, timezone="Europe/Berlin", starts_at=starts, ends_at=starts + HOUR)
            if starts.astimezone(moved.tz).fold or (starts + HOUR).astimezone(moved.tz).fold:
                continue  # an hour that comes twice cannot be named in a calendar file
            (entry,) = read_both(calendar_file(replace(mine, event=moved), "みなと", "ja", NOW))
            assert (entry["start"], entry["end"]) == (starts, starts + HOUR)


async def test_a_cancelled_meeting_takes_itself_out_and_says_nothing_else(mine: Personal) -> None:
    off = replace(mine.event, state=EventState.CANCELLED, cancel_reason="台風のため", calendar_sequence=1)
    whole, entry = read(replace(mine, event=off))
    assert (whole["method"], entry["status"], entry["sequence"]) == ("PUBLISH", "CANCELLED", 1)
    assert str(entry["description"]) == "理由：台風のため"
    raw = calendar_file(replace(mine, event=off), "みなと市民ハブ", "ja", NOW).replace(b"\r\n ", b"")
    assert LINK.encode() not in raw
    assert LINK.encode() in calendar_file(mine, "みなと市民ハブ", "ja", NOW).replace(b"\r\n ", b"")
