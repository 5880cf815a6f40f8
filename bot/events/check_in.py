"""When people can check in to a meeting. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.events.rules import Event, EventState

CHECK_IN_OPENS = timedelta(minutes=30)
"""So long before the start somebody stands at the door."""


def opens_at(event: Event) -> datetime:
    """The first moment to check in; the last one is the end of the meeting."""
    return event.starts_at - CHECK_IN_OPENS


def is_check_in_time(event: Event, now: datetime) -> bool:
    """Whether somebody who comes can check in now."""
    return event.state is EventState.ANNOUNCED and opens_at(event) <= now < event.ends_at
