"""A public calendar in a folder of the test, read by two libraries that know nothing of each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import vobject

from bot.clock import Hands
from bot.feed.files import path_of
from bot.hub import build_hub
from bot.settings import Settings
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import COMMUNITY, Meetings


@dataclass
class Calendar:
    """Meetings whose public calendar stands in ``folder``."""

    meetings: Meetings
    folder: Path

    async def announce(self, **boxes: Any) -> Any:
        event = await self.meetings.announce(**boxes)
        await self.meetings.hub.dispatcher.tick()
        return event

    async def write(self) -> int:
        return await self.meetings.hub.feed.bring_up_to_date()

    @property
    def path(self) -> Path:
        return path_of(self.folder, COMMUNITY)

    def read(self) -> list[dict[str, Any]]:
        return read_both(self.path.read_bytes())

    async def lines(self) -> list[str]:
        view = await self.meetings.hub.desk.lines(COMMUNITY)
        return [line.key for line in view.lines]


def calendar_in(folder: Path, database_url: str, start: datetime) -> Calendar:
    """Not set up yet; close ``.meetings.hub`` afterwards."""
    hands = Hands(start)
    settings = Settings(database_url=database_url, calendar_feed_dir=folder)
    meetings = Meetings(build_hub(settings, clock=hands), hands)
    meetings.hub.use_couriers({"discord": RecordingCourier()})
    return Calendar(meetings, folder)


def read_both(raw: bytes) -> list[dict[str, Any]]:
    """The entries of a file, the earliest first; fails where the two readers differ, or a line is too long."""
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    one = [_by_icalendar(entry) for entry in icalendar.Calendar.from_ical(raw).walk("VEVENT")]
    whole = vobject.readOne(raw.decode())
    other = [_by_vobject(entry) for entry in whole.contents.get("vevent", [])]
    assert one == other
    return one


def _by_icalendar(entry: Any) -> dict[str, Any]:
    return {
        "uid": str(entry["uid"]),
        "sequence": int(entry["sequence"]),
        "status": str(entry["status"]),
        "start": entry.decoded("dtstart").astimezone(UTC),
        "end": entry.decoded("dtend").astimezone(UTC),
        "stamp": entry.decoded("dtstamp").astimezone(UTC),
        "summary": str(entry["summary"]),
        "location": str(entry["location"]),
        "description": str(entry.get("description", "")),
    }


def _by_vobject(entry: Any) -> dict[str, Any]:
    return {
        "uid": entry.uid.value,
        "sequence": int(entry.sequence.value),
        "status": entry.status.value,
        "start": entry.dtstart.value.astimezone(UTC),
        "end": entry.dtend.value.astimezone(UTC),
        "stamp": entry.dtstamp.value.astimezone(UTC),
        "summary": entry.summary.value,
        "location": entry.location.value,
        "description": entry.description.value,
    }
