"""Looking at projects, and locking one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from bot.clock import shorten
from bot.db import AnyRow, Tx
from bot.members.models import CommunityRow, MemberRow
from bot.members.rules import Sector
from bot.projects.models import (
    ProjectMemoRow,
    ProjectMilestoneRow,
    ProjectMilestoneVersionRow,
    ProjectPersonRow,
    ProjectRow,
    ProjectSeedRow,
)
from bot.projects.refusals import NoSuchMilestone, NoSuchProject
from bot.projects.rules import (
    MilestoneState,
    ProjectRole,
    ProjectState,
    sectors_of,
)
from bot.projects.views import LinkedSeed, Memo, Milestone, Project, ProjectLine
from bot.seeds.models import SeedRow
from bot.seeds.queries import IS_PUBLIC

Owner = aliased(MemberRow, name="owner")
Asked = aliased(MemberRow, name="asked")

PROJECTS: Select[Any] = (
    select(
        *ProjectRow.__table__.c,
        Owner.display_name.label("owner"),
        Owner.discord_user_id.label("owner_user_id"),
        Owner.left_at.label("owner_left_at"),
        Asked.display_name.label("asked"),
        Asked.discord_user_id.label("asked_user_id"),
        CommunityRow.timezone,
        CommunityRow.announce_channel_id,
        CommunityRow.archive_channel_id,
    )
    .join(CommunityRow, CommunityRow.id == ProjectRow.community_id)
    .outerjoin(Owner, Owner.id == ProjectRow.owner_id)
    .outerjoin(Asked, Asked.id == ProjectRow.asked_id)
)

TITLE_SHOWN = 60


async def find_row(tx: Tx, community_id: int, project_id: int, *, lock: bool = False) -> AnyRow:
    """A row of `PROJECTS`; `NoSuchProject` for an unknown id and for one of another community.

    Whoever changes a project locks it and looks only afterwards: on PostgreSQL its row is locked, on SQLite
    the transaction itself is the lock.
    """
    if lock and tx.dialect.name != "sqlite":
        await tx.execute(select(ProjectRow.id).where(ProjectRow.id == project_id).with_for_update())
    query = PROJECTS.where(ProjectRow.id == project_id, ProjectRow.community_id == community_id)
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        raise NoSuchProject
    return row


async def project_of(tx: Tx, row: AnyRow) -> Project:
    """The view of a row of `PROJECTS`, with what stands in the other tables."""
    sectors = await _sectors(tx, row.id)
    return Project(
        id=row.id,
        community_id=row.community_id,
        state=ProjectState(row.state),
        name=row.name,
        purpose=row.purpose,
        owner=row.owner,
        has_owner=row.owner_id is not None,
        asked=row.asked,
        is_asking=row.asked_id is not None,
        declined_at=row.declined_at,
        people=sum(sectors.values()),
        sectors=sectors_of(sectors),
        seeds=await linked_seeds(tx, row.id),
        milestones=await milestones_of(tx, row.id),
        last_memo=await _last_memo(tx, row.id),
        outcome=row.outcome,
        links=tuple(row.links),
        reason=row.reason,
        revision=row.revision,
        started_at=row.started_at,
        ended_at=row.ended_at,
        timezone=row.timezone,
    )


async def load(tx: Tx, community_id: int, project_id: int) -> Project:
    return await project_of(tx, await find_row(tx, community_id, project_id))


async def role_of(tx: Tx, row: AnyRow, user_id: int, *, is_staff: bool) -> ProjectRole | None:
    """What somebody is in a project; the owner is the owner even where they work in the office."""
    if row.owner_user_id == user_id:
        return ProjectRole.OWNER
    if is_staff:
        return ProjectRole.OFFICE
    return ProjectRole.MEMBER if await takes_part(tx, row.id, user_id) else None


async def takes_part(tx: Tx, project_id: int, user_id: int) -> bool:
    found = await tx.scalar(
        select(ProjectPersonRow.member_id)
        .join(MemberRow, MemberRow.id == ProjectPersonRow.member_id)
        .where(ProjectPersonRow.project_id == project_id, MemberRow.discord_user_id == user_id)
    )
    return found is not None


async def _sectors(tx: Tx, project_id: int) -> dict[str | None, int]:
    """How many of those who take part and are still here come from each sector (None: never said)."""
    found = await tx.execute(
        select(MemberRow.sector, func.count())
        .join(ProjectPersonRow, ProjectPersonRow.member_id == MemberRow.id)
        .where(ProjectPersonRow.project_id == project_id, MemberRow.left_at.is_(None))
        .group_by(MemberRow.sector)
    )
    return {row[0]: row[1] for row in found}


async def linked_seeds(tx: Tx, project_id: int) -> tuple[LinkedSeed, ...]:
    """The seeds of a project that everybody may read at this moment."""
    found = await tx.execute(
        select(SeedRow.id, SeedRow.title, SeedRow.text)
        .join(ProjectSeedRow, ProjectSeedRow.seed_id == SeedRow.id)
        .where(ProjectSeedRow.project_id == project_id, IS_PUBLIC)
        .order_by(SeedRow.id)
    )
    return tuple(seed_from(row) for row in found)


def seed_from(row: AnyRow) -> LinkedSeed:
    """A seed by its title, or by its first line where it has none."""
    first = next((line for line in (row.text or "").splitlines() if line.strip()), "")
    return LinkedSeed(row.id, shorten(row.title or first, TITLE_SHOWN))


async def readable_seeds(
    tx: Tx, community_id: int, typed: str = "", *, seed_id: int | None = None, limit: int | None = None
) -> list[LinkedSeed]:
    """Seeds of the community that everybody may read, with ``typed`` in what is shown; newest first."""
    query = select(SeedRow.id, SeedRow.title, SeedRow.text).where(
        SeedRow.community_id == community_id, SeedRow.merged_into_id.is_(None), IS_PUBLIC
    )
    if seed_id is not None:
        query = query.where(SeedRow.id == seed_id)
    found = await tx.execute(query.order_by(SeedRow.id.desc()))
    wanted = typed.strip().casefold()
    seeds = [seed for row in found if wanted in f"#{(seed := seed_from(row)).id} {seed.title}".casefold()]
    return seeds[:limit]


MILESTONES = select(
    ProjectMilestoneRow.id,
    ProjectMilestoneRow.project_id,
    ProjectMilestoneRow.version,
    ProjectMilestoneVersionRow.title,
    ProjectMilestoneVersionRow.due_on,
    ProjectMilestoneVersionRow.state,
).join(
    ProjectMilestoneVersionRow,
    (ProjectMilestoneVersionRow.milestone_id == ProjectMilestoneRow.id)
    & (ProjectMilestoneVersionRow.version == ProjectMilestoneRow.version),
)


async def milestones_of(tx: Tx, project_id: int) -> tuple[Milestone, ...]:
    """The roadmap: by date, what has none last, each in the order in which it was added."""
    query = MILESTONES.where(ProjectMilestoneRow.project_id == project_id)
    due_on = ProjectMilestoneVersionRow.due_on
    found = await tx.execute(query.order_by(due_on.is_(None), due_on, ProjectMilestoneRow.id))
    return tuple(milestone_from(row) for row in found)


async def find_milestone(tx: Tx, community_id: int, milestone_id: int) -> AnyRow:
    """A row of `MILESTONES`; `NoSuchMilestone` also for one of another community."""
    query = MILESTONES.join(ProjectRow, ProjectRow.id == ProjectMilestoneRow.project_id).where(
        ProjectMilestoneRow.id == milestone_id, ProjectRow.community_id == community_id
    )
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        raise NoSuchMilestone
    return row


def milestone_from(row: AnyRow) -> Milestone:
    return Milestone(row.id, row.title, row.due_on, MilestoneState(row.state), row.version)


async def _last_memo(tx: Tx, project_id: int) -> Memo | None:
    found = await tx.execute(
        select(ProjectMemoRow.happened, ProjectMemoRow.next_steps, ProjectMemoRow.written_at)
        .where(ProjectMemoRow.project_id == project_id)
        .order_by(ProjectMemoRow.id.desc())
        .limit(1)
    )
    row = found.one_or_none()
    return Memo(*row) if row else None


async def listing(
    tx: Tx, community_id: int, *, with_proposed: bool, limit: int = 25
) -> Sequence[ProjectLine]:
    """Projects that go on first, then those that ended, the newest first; proposals for the office only."""
    goes_on = ProjectRow.state.in_((ProjectState.PROPOSED.value, ProjectState.RUNNING.value))
    shown = [] if with_proposed else [ProjectRow.started_at.is_not(None)]
    found = await tx.execute(
        select(ProjectRow.id, ProjectRow.name, ProjectRow.state)
        .where(ProjectRow.community_id == community_id, *shown)
        .order_by(goes_on.desc(), ProjectRow.id.desc())
        .limit(limit)
    )
    return [ProjectLine(row.id, row.name, ProjectState(row.state)) for row in found]


async def surroundings(tx: Tx, project_id: int) -> dict[str, Any]:
    """What the card shows of others, without a text or a name: revisions, sectors, how many people."""
    seeds = await tx.execute(
        select(SeedRow.id, SeedRow.revision, SeedRow.state)
        .join(ProjectSeedRow, ProjectSeedRow.seed_id == SeedRow.id)
        .where(ProjectSeedRow.project_id == project_id)
        .order_by(SeedRow.id)
    )
    sectors = await _sectors(tx, project_id)
    return {
        "seeds": [list(row) for row in seeds],
        "sectors": [sector.value for sector in Sector if sector.value in sectors],
        "people": sum(sectors.values()),
    }
