"""The calendar entry of a mail, read by two libraries that did not write it for each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject
from icalendar import Calendar

from bot.outbox.mail.calendar import invitation_file
from bot.outbox.mail.mailboxes import mailbox
from bot.outbox.notice import Invitation
from tests.bot.outbox.mail.post import INVITATION, START

US = mailbox("hub@city.example", "みどり市の集い")
HANA = mailbox("hana@mail.example", "はな")


def file(invitation: Invitation = INVITATION, attendee: Any = HANA) -> bytes:
    return invitation_file(invitation, US, attendee, lang="ja", now=START)


def by_icalendar(content: bytes) -> tuple[Any, Any]:
    calendar: Any = Calendar.from_ical(content)
    [entry] = calendar.walk("VEVENT")
    return calendar, entry


def test_icalendar_reads_it():
    calendar, entry = by_icalendar(file())
    assert calendar["METHOD"] == "REQUEST"
    assert (entry["UID"], entry["SEQUENCE"]) == ("event-12@socialhub-bot", 3)
    assert entry["DTSTAMP"].dt == START
    assert entry["DTSTART"].dt == INVITATION.starts_at
    assert entry["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert entry["DTEND"].dt - entry["DTSTART"].dt == timedelta(minutes=90)
    assert (entry["SUMMARY"], entry["LOCATION"]) == ("情報交換会", "みどり市民センター")
    assert entry["DESCRIPTION"] == "2階の会議室です\n\n持ち物はありません"
    assert entry["STATUS"] == "CONFIRMED"
    assert entry["ORGANIZER"] == "mailto:hub@city.example"
    assert entry["ATTENDEE"] == "mailto:hana@mail.example"
    assert dict(entry["ATTENDEE"].params) == {
        "CN": "はな",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "FALSE",
    }


def test_vobject_reads_it():
    calendar: Any = vobject.readOne(file().decode())
    entry = calendar.vevent
    assert calendar.method.value == "REQUEST"
    assert (entry.uid.value, entry.sequence.value) == ("event-12@socialhub-bot", "3")
    assert entry.dtstart.value == INVITATION.starts_at
    assert entry.dtend.value == INVITATION.ends_at
    assert entry.summary.value == "情報交換会"
    assert entry.location.value == "みどり市民センター"
    assert entry.attendee.value == "mailto:hana@mail.example"
    assert entry.attendee.params["PARTSTAT"] == ["ACCEPTED"]
    assert entry.organizer.value == "mailto:hub@city.example"


def test_a_cancellation_takes_the_same_entry_out():
    off = replace(INVITATION, is_off=True, sequence=4, location="", description=())
    calendar, entry = by_icalendar(file(off))
    assert calendar["METHOD"] == "CANCEL"
    assert (entry["UID"], entry["SEQUENCE"], entry["STATUS"]) == ("event-12@socialhub-bot", 4, "CANCELLED")
    assert "LOCATION" not in entry
    assert vobject.readOne(file(off).decode()).method.value == "CANCEL"  # pyright: ignore[reportAttributeAccessIssue,reportOptionalMemberAccess]


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Europe/Berlin", "America/New_York", "UTC"])
def test_the_moment_is_right_in_every_zone(zone: str):
    for month in (1, 7, 10, 11):
        starts_at = datetime(2026, month, 1, 10, 0, tzinfo=UTC)
        there = replace(
            INVITATION, timezone=zone, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
        )
        _calendar, entry = by_icalendar(file(there))
        assert entry["DTSTART"].dt == starts_at
        read: Any = vobject.readOne(file(there).decode())
        assert read.vevent.dtstart.value == starts_at


def test_typed_words_make_no_lines_of_their_own():
    nasty = 'x"\r\nATTENDEE:mailto:e@v.example\x00; , \\ \u2028'
    content = file(
        replace(INVITATION, summary=nasty, location=nasty, description=(nasty,)),
        mailbox("a..b@docomo.example", nasty.replace("\r\n", " ").replace("\x00", "")),
    )
    _calendar, entry = by_icalendar(content)
    assert entry["ATTENDEE"] == "mailto:%22a..b%22@docomo.example"
    assert b"\x00" not in content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
