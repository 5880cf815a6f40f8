"""What a calendar program answers to an invitation (iMIP: METHOD:REPLY, RFC 5546 and 6047)."""

from __future__ import annotations

import re
from typing import Any

from bot.mailing.inbox.letter import Letter, address_in, text_of
from bot.mailing.inbox.rules import CalendarReply, Proofs

_KINDS = frozenset({"text/calendar", "application/ics"})
_METHOD = re.compile(r"(?im)^METHOD\s*:\s*REPLY\s*$")
_MOST_SIGNS = 100_000


def read_calendar_reply(letter: Letter, proofs: Proofs) -> CalendarReply | None:
    """The answer of the one attendee, or None where the mail holds none.

    Proven by the Message-ID that it answers, or by the address of the organiser, which was made for one mail.
    """
    for part in letter.parts():
        if part.get_content_type() in _KINDS:
            text = text_of(part)[:_MOST_SIGNS]
            if _METHOD.search(text) and (meeting := _meeting_in(text)) is not None:
                return _reply(letter, meeting, text, proofs)
    return None


def _meeting_in(text: str) -> Any:
    from icalendar import Calendar

    try:
        found = Calendar.from_ical(text).walk("VEVENT")
    except Exception:  # noqa: BLE001  (whatever a calendar program may write)
        return None
    return found[0] if len(found) == 1 else None


def _reply(letter: Letter, meeting: Any, text: str, proofs: Proofs) -> CalendarReply | None:
    attendee = meeting.get("ATTENDEE")
    uid = str(meeting.get("UID") or "").strip()
    if isinstance(attendee, list) or attendee is None or not uid:
        return None
    params = getattr(attendee, "params", {})
    delivery_id = next(
        (
            found
            for header in letter.headers("In-Reply-To", "References")
            if (found := proofs.read_message_id(header)) is not None
        ),
        None,
    )
    if delivery_id is None:
        made_for = [*letter.addresses("To", "Delivered-To", "X-Original-To")]
        made_for += [each] if (each := address_in(str(meeting.get("ORGANIZER") or ""))) else []
        delivery_id = next(
            (found for address in made_for if (found := proofs.read_envelope(address)) is not None), None
        )
    return CalendarReply(
        uid=uid[:255],
        partstat=str(params.get("PARTSTAT", "NEEDS-ACTION")).upper(),
        attendee=address_in(str(attendee)),
        delivery_id=delivery_id,
        from_address=letter.sender(),
    )
