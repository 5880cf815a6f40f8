"""Files that hang on a message or a mail; a calendar file is shown as the date it holds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from bot.clock import format_date, format_span
from bot.sandbox.page.views.eyes import Eyes
from bot.sandbox.scenes import TOKYO

CALENDAR = (".ics",)
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
UNITS = ("B", "KB", "MB")

File = dict[str, Any]


def file(eyes: Eyes, name: str, octets: bytes, url: str) -> File:
    """One file with where to load it, and what its kind shows at once."""
    lower = name.lower()
    return {
        "name": name,
        "size": size(len(octets)),
        "url": url,
        "image": lower.endswith(PICTURES),
        "date": calendar_date(eyes, octets) if lower.endswith(CALENDAR) else None,
    }


def size(count: int) -> str:
    """``820 B``, ``14 KB``."""
    amount, unit = float(count), UNITS[0]
    for bigger in UNITS[1:]:
        if amount < 1000:
            break
        amount, unit = amount / 1000, bigger
    return f"{amount:.0f} {unit}"


def calendar_date(eyes: Eyes, octets: bytes) -> dict[str, str] | None:
    """Title, time and place of the first event in a calendar file (RFC 5545); None if it cannot be read."""
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(octets)
    except ValueError:
        return None
    event = next(iter(calendar.walk("VEVENT")), None)
    if event is None:
        return None
    return {
        "title": str(event.get("summary", "")),
        "when": _when(eyes, event),
        "where": str(event.get("location", "")),
    }


def _when(eyes: Eyes, event: Any) -> str:
    start, end = event.get("dtstart"), event.get("dtend")
    begins = start.dt if start is not None else None
    if isinstance(begins, datetime):
        ends = end.dt if end is not None else None
        return format_span(_aware(begins), _aware(ends) if ends else None, TOKYO, eyes.town.lang)
    if isinstance(begins, date):
        midnight = datetime(begins.year, begins.month, begins.day, tzinfo=TOKYO)
        return format_date(midnight, TOKYO, eyes.town.lang)
    return ""


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=TOKYO).astimezone(UTC) if moment.tzinfo is None else moment
