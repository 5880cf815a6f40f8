"""What is true of projects: states, roles, decisions. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.clock import to_local, to_utc
from bot.i18n import C_, Text, _, _n, joined
from bot.members.rules import Sector
from bot.projects.refusals import IsOver, JoinFirst, LeadersOnly, NotAccepted, NothingWritten, TooLong

NAME_LENGTH = 80
PURPOSE_LENGTH = 500
STEP_LENGTH = 100
MEMO_LENGTH = 800
COMMENT_LENGTH = 400
OUTCOME_LENGTH = 1000
MOST_LINKS = 5
MOST_MILESTONES = 20
MOST_SEEDS = 10
"""A card stays readable on a phone."""

SILENCE = timedelta(days=14)
"""So long an answer is waited for, before the office is told."""
TOO_NEW = timedelta(days=14)
"""A project that has just begun is not asked how it is getting on."""
NO_MEMO_FOR = timedelta(days=61)
"""Two months."""
MEMO_HOUR = 10
"""On the first of the month, in the community's wall time."""
ASKED_WITHIN = timedelta(days=7)
"""After a downtime the question for a memo still goes out so much later."""
ENOUGH_SECTORS = 3


class ProjectState(StrEnum):
    PROPOSED = "proposed"
    RUNNING = "running"
    FINISHED = "finished"
    DROPPED = "dropped"

    @property
    def label(self) -> Text:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    ProjectState.PROPOSED: C_("project", "waiting for an owner's yes"),
    ProjectState.RUNNING: C_("project", "under way"),
    ProjectState.FINISHED: C_("project", "finished"),
    ProjectState.DROPPED: C_("project", "ended early"),
}


class MilestoneState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> Text:
        return _MILESTONE_LABELS[self]


_MILESTONE_LABELS = {
    MilestoneState.OPEN: C_("milestone", "open"),
    MilestoneState.DONE: C_("milestone", "done"),
    MilestoneState.DROPPED: C_("milestone", "dropped"),
}


class ProjectRole(StrEnum):
    """In which role somebody acts on a project; the versions of milestones keep it."""

    OWNER = "owner"
    OFFICE = "office"
    MEMBER = "member"

    @property
    def label(self) -> Text:
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    ProjectRole.OWNER: C_("project role", "owner"),
    ProjectRole.OFFICE: C_("project role", "office"),
    ProjectRole.MEMBER: C_("project role", "member"),
}


def subject_of(project_id: int) -> str:
    """The name of a project in the outbox and among the postings."""
    return f"project:{project_id}"


def read_text(typed: str, most: int) -> str:
    """What somebody wrote, without blank edges; raises `NothingWritten` or `TooLong`."""
    text = typed.strip()
    if not text:
        raise NothingWritten
    if len(text) > most:
        raise TooLong(most=most)
    return text


def read_line(typed: str, most: int) -> str:
    """The same on one line."""
    return read_text(" ".join(typed.split()), most)


def check_running(state: ProjectState, name: str) -> None:
    """Raises `NotAccepted` or `IsOver`."""
    if state is ProjectState.PROPOSED:
        raise NotAccepted(name=name)
    if state is not ProjectState.RUNNING:
        raise IsOver(name=name)


def check_not_over(state: ProjectState, name: str) -> None:
    """Raises `IsOver`."""
    if state in (ProjectState.FINISHED, ProjectState.DROPPED):
        raise IsOver(name=name)


def check_leads(role: ProjectRole | None) -> ProjectRole:
    """The role of an owner or of the office; raises `LeadersOnly` for anybody else."""
    if role is None or role is ProjectRole.MEMBER:
        raise LeadersOnly
    return role


def check_takes_part(role: ProjectRole | None) -> ProjectRole:
    """Raises `JoinFirst` for somebody who neither takes part nor works in the office."""
    if role is None:
        raise JoinFirst
    return role


def sectors_of(told: Iterable[str | None]) -> tuple[Sector, ...]:
    """The sectors of the people who take part, each once; who never said it counts as none."""
    named = {value for value in told if value}
    return tuple(sector for sector in Sector if sector.value in named)


def sectors_text(sectors: tuple[Sector, ...]) -> Text:
    """How many sectors take part, counted and never claimed; the tick from three on."""
    if not sectors:
        return _("Nobody has told their sector yet")
    said = _n(
        "{count} sector takes part: {sectors}",
        "{count} sectors take part: {sectors}",
        count=len(sectors),
        sectors=joined(*(sector.label for sector in sectors)),
    )
    return _("✓ {sectors}", sectors=said) if len(sectors) >= ENOUGH_SECTORS else said


def memo_due_at(now: datetime, tz: ZoneInfo) -> datetime:
    """The first of the month at ten, wall time: the one that comes within a day, else the last one."""
    ahead = to_local(now, tz) + timedelta(days=1)
    due_at = _first_of(ahead, tz)
    if due_at <= now + timedelta(days=1):
        return due_at
    return _first_of(ahead.replace(day=1) - timedelta(days=1), tz)


def _first_of(day: datetime, tz: ZoneInfo) -> datetime:
    return to_utc(day.replace(day=1, hour=MEMO_HOUR, minute=0, second=0, microsecond=0, tzinfo=None), tz)


def is_asked_for_memo(started_at: datetime, due_at: datetime, now: datetime) -> bool:
    """Whether the question of that first of the month (still) goes out to a project."""
    return started_at <= due_at - TOO_NEW and now <= due_at + ASKED_WITHIN
