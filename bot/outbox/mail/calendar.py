"""The calendar entry that goes with a mail (RFC 5545 and 5546): it is in the reader's calendar at once."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.i18n import Text
from bot.ical import clean, time_zone
from bot.outbox.mail.mailboxes import Mailbox
from bot.outbox.notice import Invitation

FILENAME = "invite.ics"


def method(invitation: Invitation) -> str:
    """What the file and its MIME part both name: REQUEST, or CANCEL to take the entry out again."""
    return "CANCEL" if invitation.is_off else "REQUEST"


def invitation_file(
    invitation: Invitation, organizer: Mailbox, attendee: Mailbox, *, lang: str, now: datetime
) -> bytes:
    """A calendar with this one entry, for one attendee who has said yes already.

    ``now`` (aware) becomes DTSTAMP. The answer is not asked for again (RSVP=FALSE): who declines all the
    same sends a mail to the organizer.
    """
    from icalendar import Calendar, Event  # 15 MB that most of the bot's life does without

    tz = ZoneInfo(invitation.timezone)
    starts_at, ends_at = invitation.starts_at.astimezone(tz), invitation.ends_at.astimezone(tz)
    entry = Event()
    entry.add("uid", invitation.uid)
    entry.add("sequence", invitation.sequence)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", starts_at)
    entry.add("dtend", ends_at)
    entry.add("summary", _said(invitation.summary, lang))
    if place := _said(invitation.location, lang):
        entry.add("location", place)
    if words := "\n\n".join(_said(line, lang) for line in invitation.description):
        entry.add("description", words)
    entry.add("status", "CANCELLED" if invitation.is_off else "CONFIRMED")
    entry.add("organizer", _person(organizer))
    entry.add("attendee", _person(attendee, role="REQ-PARTICIPANT", partstat="ACCEPTED", rsvp="FALSE"))
    calendar = Calendar()
    calendar.add("prodid", f"-//socialhub-bot//{clean(organizer.display_name)}//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", method(invitation))
    calendar.add_component(time_zone(invitation.timezone, starts_at.year, ends_at.year))
    calendar.add_component(entry)
    return calendar.to_ical()


def _said(words: Text | str, lang: str) -> str:
    return clean(words.to(lang) if isinstance(words, Text) else words)


def _person(mailbox: Mailbox, **more: str):  # noqa: ANN202  (a class that is loaded only where it is needed)
    from icalendar import vCalAddress, vText

    person = vCalAddress("mailto:" + quote(mailbox.addr_spec, safe="@+!$&'*/=~"))
    if name := clean(mailbox.display_name).replace('"', "'"):
        person.params["CN"] = vText(name)
    for key, value in more.items():
        person.params[key.upper()] = vText(value)
    return person
