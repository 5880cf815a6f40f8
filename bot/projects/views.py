"""What people see of projects: frozen views, without a word about who wrote a seed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.members.rules import Sector
from bot.projects.rules import MilestoneState, ProjectRole, ProjectState


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, as the press told it; ``is_staff`` was true at this press."""

    user_id: int
    name: str | None
    is_staff: bool = False


@dataclass(frozen=True, slots=True)
class LinkedSeed:
    """A seed that everybody may read, by number and title; who wrote it is in no view of a project."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A point of the roadmap as its newest version has it."""

    id: int
    title: str
    due_on: date | None
    state: MilestoneState
    version: int


@dataclass(frozen=True, slots=True)
class Version:
    """What a milestone said from then on, and who wrote it: a role, and a name where it is known."""

    number: int
    title: str
    due_on: date | None
    state: MilestoneState
    role: ProjectRole
    author: str | None
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    text: str
    author: str | None
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Memo:
    happened: str
    next_steps: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Project:
    """A project as its card shows it. ``people`` counts those who take part, ``sectors`` are theirs.

    ``owner`` is a name, or None where it is unknown; ``has_owner`` tells whether there is somebody.
    ``asked`` is the name of who is asked at the moment, for the office only. Moments are aware UTC.
    """

    id: int
    community_id: int
    state: ProjectState
    name: str
    purpose: str
    owner: str | None
    has_owner: bool
    asked: str | None
    is_asking: bool
    declined_at: datetime | None
    people: int
    sectors: tuple[Sector, ...]
    seeds: tuple[LinkedSeed, ...]
    milestones: tuple[Milestone, ...]
    last_memo: Memo | None
    outcome: str | None
    links: tuple[str, ...]
    reason: str | None
    revision: int
    started_at: datetime | None
    ended_at: datetime | None
    timezone: str

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def is_public(self) -> bool:
        """Somebody said yes to it, so everybody may know of it."""
        return self.started_at is not None


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project in a list."""

    id: int
    name: str
    state: ProjectState


@dataclass(frozen=True, slots=True)
class Panel:
    """A project as one reader sees it; ``role`` is None for somebody who does not take part."""

    project: Project
    role: ProjectRole | None
    takes_part: bool

    @property
    def leads(self) -> bool:
        return self.role in (ProjectRole.OWNER, ProjectRole.OFFICE)


@dataclass(frozen=True, slots=True)
class MilestonePanel:
    """One milestone with its versions, the newest first, and its comments, the oldest first."""

    project: Project
    milestone: Milestone
    versions: tuple[Version, ...]
    comments: tuple[Comment, ...]
    role: ProjectRole | None

    @property
    def leads(self) -> bool:
        return self.role in (ProjectRole.OWNER, ProjectRole.OFFICE)
