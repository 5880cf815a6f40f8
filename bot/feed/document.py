"""The calendar file (RFC 5545, RFC 7986): the same meetings give the same bytes.

DTSTAMP is when an entry changed last: it is kept from the file before as long as the rest of the entry is the
same. What is only for those who come (link, room, contact) is in no `Event`, and so never in here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event as Entry

from bot.events.calendar import start_entry
from bot.events.rules import EventState
from bot.feed.rules import Shown
from bot.i18n import _
from bot.ical import clean, time_zone
from bot.members.rules import Community

REFRESH = timedelta(hours=1)


def document(community: Community, shown: Sequence[Shown], now: datetime, before: bytes | None) -> bytes:
    """The calendar of a community in its own language; ``before`` is the file as it stands now, if any."""
    calendar = Calendar()
    calendar.add("prodid", f"-//socialhub-bot//{community.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("name", clean(community.name))
    calendar.add("x-wr-calname", clean(community.name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for zone in _zones(community, shown, now):
        calendar.add_component(zone)
    known = _entries(before)
    for each in shown:
        calendar.add_component(_stamped(_entry(each, community.language), each.stamp, known, now))
    return calendar.to_ical()


def _entry(shown: Shown, lang: str) -> Entry:
    event = shown.event
    cancelled = event.state is EventState.CANCELLED
    entry = start_entry(event)
    title = _("Cancelled: {title}", title=event.title).to(lang) if cancelled else event.title
    entry.add("summary", clean(title))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    places = (event.venue, _("Online").to(lang) if event.online else None)
    entry.add("location", clean(" / ".join(place for place in places if place)))
    entry.add("description", clean("\n\n".join(_description(shown, lang))))
    if shown.link:
        entry.add("url", shown.link)
    return entry


def _description(shown: Shown, lang: str) -> Iterable[str]:
    if shown.event.state is EventState.CANCELLED:
        yield _("Reason: {reason}", reason=shown.event.cancel_reason or "").to(lang)
        return
    if shown.event.description:
        yield shown.event.description
    if shown.link:
        yield _("To apply, press a button on the announcement in Discord: {link}", link=shown.link).to(lang)


def _stamped(entry: Entry, stamp: datetime, known: dict[str, Any], now: datetime) -> Entry:
    old = known.get(str(entry["uid"]))
    if old is not None:
        old_stamp = old.pop("dtstamp", None)
        stamp = old_stamp.dt if old_stamp and old.to_ical() == entry.to_ical() else now
    entry.add("dtstamp", stamp.astimezone(UTC))
    return entry


def _entries(before: bytes | None) -> dict[str, Any]:
    """The entries of a file that we wrote, by their UID; of anything else none."""
    if before is None:
        return {}
    try:
        return {str(entry["uid"]): entry for entry in Calendar.from_ical(before).walk("VEVENT")}
    except (ValueError, KeyError, AttributeError, IndexError):
        return {}


def _zones(community: Community, shown: Sequence[Shown], now: datetime) -> Iterable[Any]:
    """Every zone once, from the first year to the last that it is needed for."""
    years: dict[str, set[int]] = {community.timezone: {now.year}}
    for each in shown:
        years.setdefault(each.event.timezone, set()).add(each.event.starts_at.year)
    for name, needed in sorted(years.items()):
        yield time_zone(ZoneInfo(name).key, min(needed), max(needed))
