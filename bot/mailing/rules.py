"""The reminder plan: which reminders a person or a thread gets, and when. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.i18n import C_, Text
from bot.members.rules import Leads
from bot.members.wish_rules import QuietHours

EARLY_ANSWER = timedelta(days=10)
"""Only who answered earlier than this before the start is asked again a week ahead."""


class Lead(StrEnum):
    """The occasions on which the bot reminds, oldest first."""

    WEEK = "week"
    NUDGE = "nudge"
    EVE = "eve"
    VENUE_SOON = "venue_soon"
    ONLINE_SOON = "online_soon"

    @property
    def label(self) -> Text:
        return _LEAD_LABELS[self]


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder and the moment (aware UTC) at which it leaves."""

    lead: Lead
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """When one person wants reminders: not these leads, and not in these hours of that zone."""

    leads_off: frozenset[str]
    quiet: QuietHours
    tz: ZoneInfo


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


def as_wished(
    planned: Iterable[Planned], hours: Hours, *, starts_at: datetime, now: datetime
) -> list[Planned]:
    """The same plan for one person: without what they do without, and outside of their quiet hours.

    What would have to leave before ``now`` to keep them is left where it was: late at night is better than
    not at all.
    """
    wished = []
    for item in planned:
        if item.lead.value in hours.leads_off:
            continue
        due = hours.quiet.shifted(item.due_at, starts_at, hours.tz)
        wished.append(Planned(item.lead, due if now < due else item.due_at))
    return wished


def is_superseded(
    lead: Lead,
    others: Iterable[Lead],
    *,
    starts_at: datetime,
    tz: ZoneInfo,
    leads: Leads,
    now: datetime,
    hours: Hours | None = None,
) -> bool:
    """Whether a newer lead of the same person is due as well, as after a downtime: only that one goes out.

    ``hours``: what this person wishes. A lead that they do without supersedes nothing, and of two that their
    quiet hours bring to one moment the later one goes out.
    """
    planned = [Planned(each, due_at(each, starts_at, tz, leads)) for each in Lead if each in {lead, *others}]
    if hours is not None:
        planned = [
            Planned(item.lead, hours.quiet.shifted(item.due_at, starts_at, hours.tz))
            for item in planned
            if item.lead is lead or item.lead.value not in hours.leads_off
        ]
    mine = next(item for item in planned if item.lead is lead)
    newer = planned[planned.index(mine) + 1 :] if hours is not None else []
    return any(mine.due_at < other.due_at <= now for other in planned) or any(
        other.due_at == mine.due_at for other in newer
    )


_LEAD_LABELS = {
    Lead.WEEK: C_("lead", "7 days before"),
    Lead.NUDGE: C_("lead", "2 days before, while I am not sure"),
    Lead.EVE: C_("lead", "The day before"),
    Lead.VENUE_SOON: C_("lead", "At the venue: shortly before"),
    Lead.ONLINE_SOON: C_("lead", "Online: shortly before"),
}
