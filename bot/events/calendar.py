"""The calendar file (RFC 5545) that comes with an answer, made when it is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.events.form import link_and_words
from bot.events.rules import Event, EventState, Personal
from bot.i18n import Text, _

if TYPE_CHECKING:
    from icalendar import Event as CalendarEvent, Timezone

FILENAME = "event.ics"
MEDIA_TYPE = "text/calendar"


def calendar_file(mine: Personal, community_name: str, lang: str, now: datetime) -> bytes:
    """A calendar with this one event as METHOD:PUBLISH, for the person it was made for.

    The link is in it only for somebody confirmed online. ``UID`` never changes; ``SEQUENCE`` grows with
    the event's changes. ``now`` (aware) becomes DTSTAMP.
    """
    from icalendar import Calendar  # 15 MB that most of the bot's life does without

    event = mine.event
    entry = start_entry(event)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("summary", clean(event.title))
    entry.add("status", _status(mine))
    entry.add("location", clean(_location(mine, lang)))
    entry.add("description", clean("\n\n".join(part for part in _description(mine, lang) if part)))
    if mine.link and not _is_off(mine):
        entry.add("url", link_and_words(mine.link)[0])
    calendar = Calendar()
    calendar.add("prodid", f"-//socialhub-bot//{clean(community_name)}//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(time_zone(event.timezone, event.starts_at.year, event.starts_at.year))
    calendar.add_component(entry)
    return calendar.to_ical()


def start_entry(event: Event) -> CalendarEvent:
    """A VEVENT that calendars know again: ``UID`` never changes, ``SEQUENCE`` grows (the end counts)."""
    from icalendar import Event as CalendarEvent

    entry = CalendarEvent()
    entry.add("uid", f"{event.calendar_uid}@socialhub-bot")
    entry.add("sequence", event.calendar_sequence)
    entry.add("dtstart", event.starts_at.astimezone(event.tz))
    entry.add("dtend", event.ends_at.astimezone(event.tz))
    return entry


def _is_off(mine: Personal) -> bool:
    return mine.event.state is EventState.CANCELLED


def _status(mine: Personal) -> str:
    if _is_off(mine):
        return "CANCELLED"
    return "CONFIRMED" if mine.confirmed else "TENTATIVE"


def _location(mine: Personal, lang: str) -> str:
    if mine.link and not _is_off(mine):
        return link_and_words(mine.link)[0]
    return mine.event.venue or _("Online").to(lang)


def _description(mine: Personal, lang: str) -> tuple[str, ...]:
    if _is_off(mine):
        return (_("Reason: {reason}", reason=mine.event.cancel_reason or "").to(lang),)
    waits: Text | None = None
    if mine.confirmed is None and mine.waiting:
        waits = _("You are on the waiting list; this is not a seat yet.")
    room = _("How to find the room: {room}", room=mine.room) if mine.room else None
    contact = _("Contact on the day: {contact}", contact=mine.contact) if mine.contact else None
    spoken = tuple(text.to(lang) if text else "" for text in (waits, room, contact))
    return (*spoken, mine.link or "", mine.event.description)


def clean(text: str) -> str:
    """Without control characters, which icalendar writes into the file as they are."""
    return "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())


@lru_cache(maxsize=64)
def time_zone(name: str, first: int, last: int) -> Timezone:
    """The VTIMEZONE of a zone around these years; making one costs more than all the rest.

    icalendar gathers the changes of the clock as RDATEs, and a clock that goes forward does so at the new
    local time. Not every reader takes more than one RDATE, and RFC 5545 (3.6.5) wants the local time before
    the change: so each change stands alone, at that time.
    """
    from icalendar import Timezone

    gathered = Timezone.from_tzinfo(
        ZoneInfo(name), name, first_date=date(first - 1, 1, 1), last_date=date(last + 2, 1, 1)
    )
    zone = Timezone()
    zone.add("tzid", name)
    for observance in gathered.subcomponents:
        back = min(timedelta(), observance.TZOFFSETFROM - observance.TZOFFSETTO)
        rdates = observance.get("rdate")
        for start in (observance.DTSTART, *(each.dt for each in (rdates.dts if rdates else ()))):
            one = type(observance)()
            one.add("dtstart", start + back)
            for part in ("tzoffsetfrom", "tzoffsetto", "tzname"):
                one[part] = observance[part]
            zone.add_component(one)
    return zone
