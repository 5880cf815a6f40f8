"""The reminder plan: which reminders a person or a thread gets, and when. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.members.rules import Leads

EARLY_ANSWER = timedelta(days=10)
"""Only who answered earlier than this before the start is asked again a week ahead."""


class Lead(StrEnum):
    """The occasions on which the bot reminds, oldest first."""

    WEEK = "week"
    NUDGE = "nudge"
    EVE = "eve"
    VENUE_SOON = "venue_soon"
    ONLINE_SOON = "online_soon"


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder and the moment (aware UTC) at which it leaves."""

    lead: Lead
    due_at: datetime


def due_at(lead: Lead, starts_at: datetime, tz: ZoneInfo, leads: Leads) -> datetime:
    """When a lead of a meeting falls due, in UTC. Hours of the day are the community's wall time."""
    match lead:
        case Lead.WEEK:
            return _days_before(starts_at, tz, 7, leads.week)
        case Lead.NUDGE:
            return _days_before(starts_at, tz, 2, leads.eve)
        case Lead.EVE:
            return _days_before(starts_at, tz, 1, leads.eve)
        case Lead.VENUE_SOON:
            return starts_at - timedelta(minutes=leads.venue_minutes)
        case Lead.ONLINE_SOON:
            return starts_at - timedelta(minutes=leads.online_minutes)


def _days_before(starts_at: datetime, tz: ZoneInfo, days: int, hour: str) -> datetime:
    day = starts_at.astimezone(tz).date() - timedelta(days=days)
    return datetime.combine(day, time.fromisoformat(hour), tz).astimezone(starts_at.tzinfo)


def plan(
    wanted: Iterable[Lead], *, starts_at: datetime, tz: ZoneInfo, leads: Leads, answered_at: datetime
) -> list[Planned]:
    """Those of the ``wanted`` leads that still lie ahead of an answer given at ``answered_at``."""
    planned = [Planned(lead, due_at(lead, starts_at, tz, leads)) for lead in wanted]
    return [
        item
        for item in planned
        if answered_at < item.due_at < starts_at
        and (item.lead is not Lead.WEEK or answered_at < starts_at - EARLY_ANSWER)
    ]


def is_superseded(
    lead: Lead, others: Iterable[Lead], *, starts_at: datetime, tz: ZoneInfo, leads: Leads, now: datetime
) -> bool:
    """Whether a newer lead of the same person is due as well, as after a downtime: only that one goes out."""
    mine = due_at(lead, starts_at, tz, leads)
    return any(mine < due_at(other, starts_at, tz, leads) <= now for other in others if other is not lead)
