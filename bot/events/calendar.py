"""The calendar file (RFC 5545) that comes with an answer, made when it is asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.events.form import link_and_words
from bot.events.rules import Event, EventState, Personal
from bot.i18n import Text, _
from bot.ical import clean, time_zone

if TYPE_CHECKING:
    from icalendar import Event as CalendarEvent

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
