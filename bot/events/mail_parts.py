"""What the notices of a meeting say by mail, where there are no buttons: time, place or link, how to cancel.

A mail goes to one person alone, so the link of somebody who comes online stands in it.
"""

from __future__ import annotations

from bot.events.form import link_and_words
from bot.events.notice_lines import doors_line, when_line
from bot.events.rules import Choice, Event, Mode, Personal
from bot.i18n import Text, _
from bot.outbox.notice import Invitation, MailPart

CALENDAR_DOMAIN = "socialhub-bot"


def calendar_uid(event: Event) -> str:
    """The name by which calendars know a meeting again; it never changes (RFC 5545, 3.8.4.7)."""
    return f"{event.calendar_uid}@{CALENDAR_DOMAIN}"


def cancel_line() -> Text:
    """How somebody who comes takes it back by mail."""
    return _("If you cannot come, please reply to this mail with the one word “absent”.")


def coming(mine: Personal, *more: Text) -> MailPart:
    """For somebody who holds a seat: the three lines, then ``more``, the room and whom to call."""
    paragraphs = list(more)
    if mine.confirmed and mine.confirmed.mode is Mode.VENUE and mine.event.doors_at:
        paragraphs.append(doors_line(mine.event.doors_at, mine.event.tz))
    return MailPart(
        first=(when_line(mine.event), _where(mine), cancel_line()),
        paragraphs=(*paragraphs, *_for_those_who_come(mine)),
        invitation=invitation(mine),
    )


def standing(mine: Personal, *more: Text) -> MailPart:
    """As it stands for this person now: with a seat, in a line, or not at all."""
    if mine.confirmed:
        return coming(mine, *more)
    lines = tuple(
        _("You are number {number} on the waiting list.", number=place.number) for place in mine.waiting
    )
    first = (when_line(mine.event), *lines[:1], *((cancel_line(),) if mine.waiting else ()))
    return MailPart(first=first, paragraphs=more, answers=() if mine.waiting else offered(mine.event))


def asking(event: Event, *more: Text) -> MailPart:
    """For somebody who has not decided: when and where it is, and the words to answer with."""
    where = _("Where: {venue}", venue=event.venue) if event.venue else _("Where: online")
    return MailPart(first=(when_line(event), where), paragraphs=more, answers=offered(event))


def off(event: Event, *more: Text) -> MailPart:
    """It does not take place, or not for this person: out of the calendar with it."""
    return MailPart(first=(when_line(event),), paragraphs=more, invitation=_entry(event, is_off=True))


def offered(event: Event) -> tuple[str, ...]:
    """The words of an answer: the modes of this meeting, and that one cannot come."""
    return (*(mode.value for mode in event.seats), Choice.DECLINED.value)


def invitation(mine: Personal) -> Invitation:
    """The entry for the calendar of somebody who comes."""
    place = link_and_words(mine.link)[0] if mine.link else mine.event.venue or _("Online")
    return _entry(mine.event, place=place, description=(*_for_those_who_come(mine), mine.event.description))


def _entry(
    event: Event, *, place: Text | str = "", description: tuple[Text | str, ...] = (), is_off: bool = False
) -> Invitation:
    """``sequence`` is the revision of the meeting: it grows with every answer, so the newest mail wins."""
    return Invitation(
        uid=calendar_uid(event),
        sequence=event.revision,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        timezone=event.timezone,
        # a calendar shows its entries on the locked screen
        summary=_("An event you signed up for") if event.is_sensitive else event.title,
        location=place,
        description=() if event.is_sensitive else tuple(line for line in description if line),
        is_off=is_off,
    )


def _where(mine: Personal) -> Text:
    if mine.link:
        return _("Where: online, {link}", link=link_and_words(mine.link)[0])
    if mine.confirmed and mine.confirmed.mode is Mode.ONLINE:
        return _("Where: online. The link follows as soon as there is one.")
    return _("Where: {venue}", venue=mine.event.venue or "")


def _for_those_who_come(mine: Personal) -> tuple[Text, ...]:
    lines = []
    if mine.confirmed and mine.confirmed.mode is Mode.VENUE and mine.room:
        lines.append(_("How to find the room: {room}", room=mine.room))
    if mine.contact:
        lines.append(_("Contact on the day: {contact}", contact=mine.contact))
    words = link_and_words(mine.link)[1] if mine.link else ""
    return (*lines, *((_("For the connection: {words}", words=words),) if words else ()))
