"""Discord's own events of the server."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.clock import format_span
from bot.i18n import C_, _n
from bot.sandbox.page.views.eyes import Eyes
from bot.sandbox.page.views.markdown import read
from bot.sandbox.scenes import TOKYO

STATES = {
    1: C_("server event", "Planned"),
    2: C_("server event", "Now"),
    3: C_("server event", "Over"),
    4: C_("server event", "Cancelled"),
}


def server_events(eyes: Eyes) -> list[dict[str, Any]]:
    """What stands in the server's list of events, the soonest first."""
    events = eyes.backend.get_guild(eyes.guild.id).scheduled_events.values()
    return [_event(eyes, each) for each in sorted(events, key=lambda each: each.scheduled_start_time)]


def _event(eyes: Eyes, event: Any) -> dict[str, Any]:
    starts = datetime.fromisoformat(event.scheduled_start_time)
    ends = datetime.fromisoformat(event.scheduled_end_time) if event.scheduled_end_time else None
    count = len(event.user_ids)
    return {
        "id": str(event.id),
        "name": event.name,
        "when": format_span(starts, ends, TOKYO, eyes.town.lang),
        "where": (event.entity_metadata or {}).get("location", ""),
        "description": read(event.description or "", eyes.names),
        "status": eyes.words(STATES[int(event.status)]),
        "count": eyes.words(_n("{count} interested", "{count} interested", count=count)),
        "interested": eyes.person.id in event.user_ids,
    }
