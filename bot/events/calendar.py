"""The calendar file (RFC 5545) that comes with an answer, made when it is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.events.form import link_and_words
from bot.events.rules import Mode, Personal
from bot.i18n import Text, _

if TYPE_CHECKING:
    from icalendar import Timezone

FILENAME = "event.ics"
MEDIA_TYPE = "text/calendar"


def calendar_file(mine: Personal, community_name: str, lang: str, now: datetime) -> bytes:
    """A calendar with this one event as METHOD:PUBLISH, for the person it was made for.

    The link is in it only for somebody confirmed online. ``UID`` never changes; ``SEQUENCE`` grows with
    the event's changes. ``now`` (aware) becomes DTSTAMP.
    """
    from icalendar import Calendar, Event  # 15 MB that most of the bot's life does without

    event = mine.event
    entry = Event()
    entry.add("uid", f"{event.calendar_uid}@socialhub-bot")
    entry.add("sequence", event.calendar_sequence)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", event.starts_at.astimezone(event.tz))
    entry.add("dtend", event.ends_at.astimezone(event.tz))
    entry.add("summary", _clean(event.title))
    entry.add("status", "CONFIRMED" if mine.confirmed else "TENTATIVE")
    entry.add("location", _clean(_location(mine, lang)))
    entry.add("description", _clean("\n\n".join(part for part in _description(mine, lang) if part)))
    if mine.link:
        entry.add("url", link_and_words(mine.link)[0])
    calendar = Calendar()
    calendar.add("prodid", f"-//socialhub-bot//{_clean(community_name)}//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_timezone(event.timezone, event.starts_at.year))
    calendar.add_component(entry)
    return calendar.to_ical()


def _location(mine: Personal, lang: str) -> str:
    if mine.confirmed is not None and mine.confirmed.mode is Mode.ONLINE:
        return link_and_words(mine.link or "")[0]
    return mine.event.venue or _("Online").to(lang)


def _description(mine: Personal, lang: str) -> tuple[str, ...]:
    waits: Text | None = None
    if mine.confirmed is None and mine.waiting:
        waits = _("You are on the waiting list; this is not a seat yet.")
    room = _("How to find the room: {room}", room=mine.room) if mine.room else None
    contact = _("Contact on the day: {contact}", contact=mine.contact) if mine.contact else None
    spoken = tuple(text.to(lang) if text else "" for text in (waits, room, contact))
    return (*spoken, mine.link or "", mine.event.description)


def _clean(text: str) -> str:
    """Without control characters, which icalendar writes into the file as they are."""
    return "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())


@lru_cache(maxsize=64)
def _timezone(name: str, year: int) -> Timezone:
    """The VTIMEZONE of a zone around a year; making one costs more than all the rest."""
    from icalendar import Timezone

    return Timezone.from_tzinfo(
        ZoneInfo(name), name, first_date=date(year - 1, 1, 1), last_date=date(year + 2, 1, 1)
    )
