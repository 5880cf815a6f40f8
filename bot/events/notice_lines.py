"""The lines and buttons that several notices of a meeting have in common."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import Span, format_time
from bot.events.rules import Choice, Event, Mode, Personal
from bot.i18n import C_, Text, _
from bot.outbox.notice import Action


def when_line(event: Event) -> Text:
    return _("When: {span}", span=Span(event.starts_at, event.ends_at, event.tz))


def doors_line(doors_at: datetime, tz: ZoneInfo) -> Text:
    """Only the hour: the day stands beside it."""
    return _("Doors open: {time}", time=format_time(doors_at, tz, "en"))


def facts_for(mine: Personal) -> tuple[Text, ...]:
    """Time and place as somebody who comes needs them; the link is one press away, never in the text."""
    event, place = mine.event, mine.confirmed
    lines = [when_line(event)]
    if place and place.mode is Mode.VENUE:
        lines.append(_("Where: {venue}", venue=event.venue or ""))
        if event.doors_at:
            lines.append(doors_line(event.doors_at, event.tz))
        if mine.room:
            lines.append(_("How to find the room: {room}", room=mine.room))
    if place and place.mode is Mode.ONLINE:
        lines.append(_("Where: online. The button below shows your link."))
    if mine.contact:
        lines.append(_("Contact on the day: {contact}", contact=mine.contact))
    return tuple(lines)


def coming_actions(mine: Personal, *, declined: str = Choice.DECLINED.value) -> tuple[Action, ...]:
    """[Details] and [Can't come]; ``declined:sure`` gives the seat on without asking once more."""
    event_id = mine.event.id
    online = mine.confirmed is not None and mine.confirmed.mode is Mode.ONLINE
    label = _("Show the link") if online else _("Details and link")
    return (
        Action("event", event_id, "details", label, "primary"),
        Action("rsvp", event_id, declined, _("Can't come / withdraw")),
    )


def check_in_action(event_id: int) -> Action:
    """[Check in]; who answers it is a matter of `cogs.attendance`."""
    return Action("checkin", event_id, "open", _("Check in"), "success")


def mode_name(mode: Mode) -> Text:
    return _("Venue") if mode is Mode.VENUE else _("Online")


def answer_label(mode: Mode) -> Text:
    """The words on the button for that way to come."""
    return _("At the venue") if mode is Mode.VENUE else C_("button", "Online")
