"""The public calendar: right for two readers, written only when something changed, and never in the way."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.events.models import EventRow
from bot.events.rules import Choice, Event
from bot.feed import files
from bot.members.models import CommunityRow
from tests.bot.feed.stage import Calendar, calendar_in, read_both
from tests.kit.meetings import COMMUNITY, LINK, NOON, days

BERLIN = ZoneInfo("Europe/Berlin")


async def change(calendar: Calendar, event: Event, **columns: object) -> None:
    """What a change of a meeting writes, whoever makes it."""
    raised = {"revision": EventRow.revision + 1, "calendar_sequence": EventRow.calendar_sequence + 1}
    async with calendar.meetings.hub.db.transaction() as tx:
        await tx.execute(update(EventRow).where(EventRow.id == event.id).values(**raised, **columns))


async def test_it_holds_what_everybody_may_know(calendar: Calendar) -> None:
    event = await calendar.announce(description="困りごとを話します。", room="南口から右", contact="内線4711")
    assert await calendar.write() == 1
    (entry,) = calendar.read()
    assert entry["uid"] == f"{event.calendar_uid}@socialhub-bot"
    assert (entry["summary"], entry["status"], entry["sequence"]) == ("12月の情報交換会", "CONFIRMED", 0)
    assert entry["location"] == "みなと市民センター 3階 / オンライン"
    assert (entry["start"], entry["end"]) == (event.starts_at, event.ends_at)
    assert entry["stamp"] == NOON
    assert entry["description"].startswith("困りごとを話します。")
    assert f"https://discord.com/channels/{COMMUNITY}/" in entry["description"]
    raw = calendar.path.read_bytes().replace(b"\r\n ", b"").decode()
    for secret in (LINK, "南口から右", "内線4711"):
        assert secret not in raw
    await change(calendar, event, description=LINK)
    await calendar.write()
    assert LINK in calendar.path.read_bytes().replace(b"\r\n ", b"").decode(), "it would be found"


async def test_rehearsals_sensitive_meetings_and_unposted_cards_are_not_in_it(calendar: Calendar) -> None:
    hub = calendar.meetings.hub
    await calendar.announce(is_sensitive=True)
    draft = await hub.drafts.rehearse(COMMUNITY, 1, "事務局")
    await hub.events.announce(COMMUNITY, draft.id)
    await hub.dispatcher.tick()
    await calendar.meetings.announce(title="まだ出ていない会")
    await calendar.write()
    assert calendar.read() == []
    await hub.dispatcher.tick()
    await calendar.write()
    assert [entry["summary"] for entry in calendar.read()] == ["まだ出ていない会"]


async def test_it_is_written_only_when_something_in_it_changed(calendar: Calendar) -> None:
    event = await calendar.announce()
    other = await calendar.announce(title="もう一つの会", when="2026-12-18 19:00-20:30")
    await calendar.write()
    first, before = calendar.path.stat().st_ino, calendar.path.read_bytes()
    calendar.meetings.hands.move(days(1))
    await calendar.meetings.answer(event, 1, Choice.VENUE)
    assert await calendar.write() == 0
    assert (calendar.path.stat().st_ino, calendar.path.read_bytes()) == (first, before)
    await change(calendar, event, title="別の題")
    assert await calendar.write() == 1
    changed, same = calendar.read()
    assert (changed["summary"], changed["sequence"], changed["stamp"]) == ("別の題", 1, NOON + days(1))
    assert (same["uid"], same["stamp"]) == (f"{other.calendar_uid}@socialhub-bot", NOON)
    after_restart = calendar_in(
        calendar.folder, str(calendar.meetings.hub.settings.database_url), NOON + days(2)
    )
    assert await after_restart.write() == 0, "what stands there is read first"
    await after_restart.meetings.hub.close()


async def test_cancelled_meetings_say_so_until_everybody_has_read_it(calendar: Calendar) -> None:
    event = await calendar.announce()
    await calendar.write()
    calendar.meetings.hands.move(days(1))
    await calendar.meetings.hub.events.cancel(COMMUNITY, event.id, "台風のため")
    await calendar.write()
    (entry,) = calendar.read()
    assert (entry["status"], entry["summary"]) == ("CANCELLED", "【中止】12月の情報交換会")
    assert (entry["sequence"], entry["stamp"], entry["description"]) == (
        1,
        NOON + days(1),
        "理由：台風のため",
    )
    calendar.meetings.hands.set(event.ends_at + days(31))
    await calendar.write()
    assert calendar.read() == []


async def test_what_is_over_stays_for_a_year(calendar: Calendar) -> None:
    event = await calendar.announce()
    calendar.meetings.hands.set(event.ends_at + days(364))
    await calendar.write()
    assert len(calendar.read()) == 1
    calendar.meetings.hands.move(days(2))
    await calendar.write()
    assert calendar.read() == []


@pytest.mark.parametrize(
    ("when", "starts_at"),
    [
        ("2027-03-27 19:00-20:30", datetime(2027, 3, 27, 18, tzinfo=UTC)),
        ("2027-03-28 19:00-20:30", datetime(2027, 3, 28, 17, tzinfo=UTC)),
        ("2027-10-30 19:00-20:30", datetime(2027, 10, 30, 17, tzinfo=UTC)),
        ("2027-10-31 19:00-20:30", datetime(2027, 10, 31, 18, tzinfo=UTC)),
    ],
)
async def test_berlin_is_right_on_both_sides_of_summer_time(
    calendar: Calendar, when: str, starts_at: datetime
) -> None:
    """Both readers take the zone from the VTIMEZONE that the file brings along."""
    await calendar.meetings.hub.communities.change(COMMUNITY, timezone="Europe/Berlin")
    await calendar.announce(title="vorher", when="2026-12-17 19:00-20:30")
    await calendar.announce(when=when)
    await calendar.write()
    _before, entry = calendar.read()
    assert entry["start"] == starts_at
    assert entry["start"].astimezone(BERLIN).hour == 19
    assert calendar.path.read_text().count("BEGIN:VTIMEZONE") == 1


async def test_long_japanese_texts_are_folded_between_characters(calendar: Calendar) -> None:
    long = "困りごとを持ち寄り、みんなで話し合う会です。" * 60
    await calendar.announce(title="情" * 100, description=f"{long}\r\n,;\\ \x07\n終わり")
    await calendar.write()
    (entry,) = calendar.read()
    assert entry["summary"] == "情" * 100
    assert entry["description"].startswith(long)
    assert "\x07" not in entry["description"]


async def test_it_is_readable_for_a_web_server_and_nothing_half_written_stays(calendar: Calendar) -> None:
    before = os.umask(0o077)
    try:
        await calendar.announce()
        await calendar.write()
    finally:
        os.umask(before)
    assert calendar.path.stat().st_mode & 0o777 == 0o644
    assert calendar.folder.stat().st_mode & 0o777 == 0o755
    assert [path.name for path in calendar.folder.iterdir()] == [f"{COMMUNITY}.ics"]


async def test_a_disk_that_fails_is_a_line_and_stops_nothing(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await calendar.announce()
    await calendar.write()
    old = calendar.path.read_bytes()

    def full(_file: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(files.os, "fsync", full)
        await calendar.announce(title="もう一つの会")
        with caplog.at_level(logging.ERROR, "bot"):
            assert await calendar.write() == 0
            assert await calendar.write() == 0
    assert len(caplog.records) == 1, "not a line at every look"
    assert calendar.path.read_bytes() == old
    assert len(list(calendar.folder.iterdir())) == 1
    assert "calendar_feed" in await calendar.lines()
    assert await calendar.meetings.hub.mirrors.bring_up_to_date() == 0
    calendar.meetings.hands.move(timedelta(minutes=11))
    assert await calendar.write() == 1
    assert "calendar_feed" not in await calendar.lines()
    assert len(calendar.read()) == 2


async def test_what_somebody_deleted_or_spoilt_is_written_anew_within_an_hour(calendar: Calendar) -> None:
    await calendar.announce()
    await calendar.write()
    good = calendar.path.read_bytes()
    for spoil in (calendar.path.unlink, lambda: calendar.path.write_bytes(b"\xff spoilt")):
        spoil()
        await calendar.meetings.hub.look_around()
        assert await calendar.write() == 1
        assert calendar.path.read_bytes() == good


async def test_a_server_without_the_bot_has_no_public_calendar(calendar: Calendar) -> None:
    await calendar.announce()
    await calendar.write()
    async with calendar.meetings.hub.db.transaction() as tx:
        await tx.execute(update(CommunityRow).values(removed_at=NOON))
    await calendar.write()
    assert list(calendar.folder.iterdir()) == []
    assert await calendar.write() == 0


async def test_without_a_folder_nothing_is_written(calendar: Calendar, tmp_path: Path) -> None:
    calendar.meetings.hub.feed._folder = None
    await calendar.announce()
    assert await calendar.write() == 0
    assert not calendar.folder.exists()


def test_control_the_readers_find_a_difference() -> None:
    with pytest.raises(AssertionError):
        read_both(b"BEGIN:VCALENDAR\r\n" + b"X-LONG:" + b"a" * 80 + b"\r\nEND:VCALENDAR\r\n")
