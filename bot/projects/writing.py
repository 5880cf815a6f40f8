"""Changing a project inside somebody's transaction: its row, what belongs to it, its posted card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.orm import aliased

from bot.clock import to_local
from bot.db import AnyRow, Tx, insert_into
from bot.outbox.notice import channel
from bot.outbox.service import Outbox
from bot.projects.models import (
    ProjectMilestoneRow,
    ProjectMilestoneVersionRow,
    ProjectPersonRow,
    ProjectRow,
    ProjectSeedRow,
)
from bot.projects.queries import readable_seeds, surroundings
from bot.projects.refusals import NoSuchSeed
from bot.projects.rules import MilestoneState, ProjectRole, ProjectState, subject_of
from bot.projects.telling import CARD


async def change(tx: Tx, outbox: Outbox, community_id: int, project_id: int, **values: Any) -> None:
    """Write ``values`` into a locked project (none: something beside it changed); its card will show it."""
    await tx.execute(
        update(ProjectRow)
        .where(ProjectRow.id == project_id)
        .values(revision=ProjectRow.revision + 1, surroundings=await surroundings(tx, project_id), **values)
    )
    # seeds step the same card on without knowing its number
    await outbox.touch_next(tx, community_id, subject_of(project_id))


async def post_card(tx: Tx, outbox: Outbox, row: AnyRow, now: datetime) -> None:
    """A card where there is none and none is on its way; ``row`` is as it was before the last `change`."""
    subject = subject_of(row.id)
    posting = await outbox.posting_of(tx, row.community_id, subject)
    if (posting is not None and not posting.gone) or await outbox.card_is_coming(
        tx, row.community_id, subject
    ):
        return
    await outbox.give_up_cards(tx, row.community_id, subject, now=now)
    place = row.archive_channel_id or row.announce_channel_id
    assert place is not None, "no press gets here before the setup"
    await outbox.enqueue(
        tx,
        community_id=row.community_id,
        kind=CARD,
        subject=subject,
        to_place=channel(place),
        due_at=now,
        dedupe_key=f"{CARD}:{row.id}:{row.revision + 1}",
        now=now,
    )


async def check_linkable(tx: Tx, community_id: int, seed_id: int) -> None:
    """Raises `NoSuchSeed` unless it is a seed of the community that everybody can read."""
    if not await readable_seeds(tx, community_id, seed_id=seed_id):
        raise NoSuchSeed


async def link_seed(tx: Tx, row: AnyRow, seed_id: int, now: datetime) -> bool:
    """Remember that the project works on that seed; False when it was known."""
    found = await tx.execute(
        insert_into(tx.dialect.name, ProjectSeedRow)
        .values(project_id=row.id, seed_id=seed_id, linked_on=to_local(now, ZoneInfo(row.timezone)).date())
        .on_conflict_do_nothing()
    )
    return bool(found.rowcount)


async def seed_ids_of(tx: Tx, project_id: int) -> Sequence[int]:
    """The seeds of a project, in the order of their ids."""
    found = await tx.scalars(
        select(ProjectSeedRow.seed_id)
        .where(ProjectSeedRow.project_id == project_id)
        .order_by(ProjectSeedRow.seed_id)
    )
    return found.all()


async def free_seeds_of(tx: Tx, project_id: int) -> Sequence[int]:
    """Those of its seeds on which no other project works at the moment."""
    other = aliased(ProjectSeedRow)
    busy = (
        select(other.seed_id)
        .join(ProjectRow, ProjectRow.id == other.project_id)
        .where(other.project_id != project_id, ProjectRow.state == ProjectState.RUNNING.value)
    )
    found = await tx.scalars(
        select(ProjectSeedRow.seed_id)
        .where(ProjectSeedRow.project_id == project_id, ProjectSeedRow.seed_id.not_in(busy))
        .order_by(ProjectSeedRow.seed_id)
    )
    return found.all()


async def add_milestone(
    tx: Tx, project_id: int, title: str, due_on: date | None, role: ProjectRole, author_id: int, now: datetime
) -> int:
    """A new milestone with its first version."""
    milestone_id = await tx.scalar(
        insert(ProjectMilestoneRow).values(project_id=project_id).returning(ProjectMilestoneRow.id)
    )
    assert milestone_id is not None
    await tx.execute(
        insert(ProjectMilestoneVersionRow).values(
            milestone_id=milestone_id,
            version=1,
            state=MilestoneState.OPEN.value,
            title=title,
            due_on=due_on,
            role=role.value,
            author_id=author_id,
            written_at=now,
        )
    )
    return milestone_id


async def join(tx: Tx, project_id: int, member_id: int, now: datetime) -> bool:
    found = await tx.execute(
        insert_into(tx.dialect.name, ProjectPersonRow)
        .values(project_id=project_id, member_id=member_id, joined_at=now)
        .on_conflict_do_nothing()
    )
    return bool(found.rowcount)
