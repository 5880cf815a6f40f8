"""Whether somebody may answer a meeting now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.events.rules import Choice, ModeNotOffered, NoSuchEvent, Place, check_open
from bot.events.standing import LockedEvent, Look
from bot.events.terms import check_may_apply
from bot.events.views import event_view


def check_answerable(seen: Look, choice: Choice, now: datetime, *, is_staff: bool) -> None:
    """Raises the `UserError` of a closed, cancelled or unknown meeting, or of a way it does not offer."""
    check_visible(seen.event, is_staff=is_staff)
    check_open(event_view(seen.event, seen.standing.seats), now)
    if choice.mode and choice.mode not in seen.standing.seats:
        raise ModeNotOffered(title=seen.event.row.title)


def check_applies(seen: Look, choice: Choice, role_ids: Collection[int], now: datetime) -> None:
    """Applying has its terms; leaving has none, nor has taking the free seat that one waits for."""
    if choice is Choice.DECLINED:
        return
    held = seen.standing.mine.get(choice.mode) if choice.mode else None
    if held in (Place.CONFIRMED, Place.WAITLISTED, Place.REQUESTED):
        return
    row = seen.event.row
    check_may_apply(row.title, seen.event.terms, role_ids=role_ids, now=now, tz=ZoneInfo(row.timezone))


def check_visible(event: LockedEvent, *, is_staff: bool) -> None:
    """A rehearsal is unknown to all but staff (`NoSuchEvent`)."""
    if event.row.is_rehearsal and not is_staff:
        raise NoSuchEvent
