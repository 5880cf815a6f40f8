"""The meetings of the next two weeks, as everybody may know them."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Span
from bot.db import Tx
from bot.events.queries import events_between
from bot.events.rules import Event
from bot.events.standing import LockedEvent
from bot.events.views import event_view
from bot.i18n import C_, Text, _
from bot.mailing.digest_rules import Section
from bot.members.rules import Community
from bot.outbox.notice import Action

AHEAD = timedelta(days=14)
MOST = 10
MOST_BUTTONS = 3


async def coming_events(
    tx: Tx, community: Community, _since: datetime, _until: datetime, now: datetime
) -> Section | None:
    """Those that begin within fourteen days; a sensitive one without its title."""
    found = await events_between(tx, community.id, since=now, rehearsals=False, limit=MOST)
    events = [_view(event) for event in found if now < event.row.starts_at <= now + AHEAD]
    if not events:
        return None
    return Section(
        C_("digest", "Events of the next two weeks"),
        tuple(_line(event) for event in events),
        tuple(_door(event) for event in events[:MOST_BUTTONS]),
    )


def _view(event: LockedEvent) -> Event:
    return event_view(event, {})


def _line(event: Event) -> Text:
    span = Span(event.starts_at, event.ends_at, event.tz)
    if event.is_sensitive:
        return _("・{span}: an event (what it is about stands in the server)", span=span)
    if event.venue:
        return _("・{span}: {title} ({venue})", span=span, title=event.title, venue=event.venue)
    return _("・{span}: {title} (online)", span=span, title=event.title)


def _door(event: Event) -> Action:
    day = event.starts_at.astimezone(event.tz)
    return Action("event", event.id, "details", _("Details: {month}/{day}", month=day.month, day=day.day))
