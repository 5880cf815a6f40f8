"""What projects keep of a person: what they own, take part in, wrote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, or_, select, update

from bot.db import Base, Tx
from bot.i18n import C_, Text
from bot.members.models import CommunityRow
from bot.members.parts import Part, in_words, local_time
from bot.outbox.service import Outbox
from bot.projects.models import (
    ProjectCommentRow,
    ProjectMemoRow,
    ProjectMilestoneRow,
    ProjectMilestoneVersionRow,
    ProjectPersonRow,
    ProjectRow,
    ProjectSeedRow,
)
from bot.projects.writing import change

TABLES = (
    "projects",
    "project_seeds",
    "project_people",
    "project_milestones",
    "project_milestone_versions",
    "project_comments",
    "project_memos",
)


def projects_part(outbox: Outbox) -> Part:
    """Registered before seeds: projects refer to them.

    What a forgotten person wrote for a project stays as the project's own, without them; what they own stays
    without an owner, and a line tells the office.
    """

    async def forget(tx: Tx, member_id: int, now: datetime) -> None:
        await _forget(tx, outbox, member_id)

    return Part("projects", TABLES, _export, forget, _erase)


async def _export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
    told = {
        name.to(lang): await _rows(tx, query.where(column == member_id), texts, lang)
        for name, query, column, texts in _SHARES
    }
    return {name: rows for name, rows in told.items() if rows}


async def _rows(tx: Tx, query: Select[Any], texts: tuple[Text, ...], lang: str) -> list[dict[str, str]]:
    """What a query of `_of` found: the project, the texts under their names, and when."""
    return [
        in_words(
            lang,
            (C_("my data", "Project"), row.name),
            *zip(texts, row[3:], strict=True),
            (C_("my data", "When"), local_time(row.at, row.timezone, lang)),
        )
        for row in await tx.execute(query)
    ]


def _of(table: type[Base], at: Any, *texts: Any) -> Select[Any]:
    """The project, the moment, the zone and the texts of everything in that table, in its order."""
    query: Any = select(ProjectRow.name, at.label("at"), CommunityRow.timezone, *texts).join(
        CommunityRow, CommunityRow.id == ProjectRow.community_id
    )
    if table in (ProjectMilestoneVersionRow, ProjectCommentRow):
        query = query.join(ProjectMilestoneRow, ProjectMilestoneRow.project_id == ProjectRow.id)
        query = query.join(table, table.__table__.c.milestone_id == ProjectMilestoneRow.id)
    elif table is not ProjectRow:
        query = query.join(table, table.__table__.c.project_id == ProjectRow.id)
    return query.order_by(ProjectRow.id, at)


_SHARES: tuple[tuple[Text, Select[Any], Any, tuple[Text, ...]], ...] = (
    (C_("my data", "Projects I own"), _of(ProjectRow, ProjectRow.started_at), ProjectRow.owner_id, ()),
    (
        C_("my data", "Projects I am asked to take on"),
        _of(ProjectRow, ProjectRow.asked_at),
        ProjectRow.asked_id,
        (),
    ),
    (
        C_("my data", "Projects I take part in"),
        _of(ProjectPersonRow, ProjectPersonRow.joined_at),
        ProjectPersonRow.member_id,
        (),
    ),
    (
        C_("my data", "Memos I wrote"),
        _of(ProjectMemoRow, ProjectMemoRow.written_at, ProjectMemoRow.happened, ProjectMemoRow.next_steps),
        ProjectMemoRow.author_id,
        (C_("my data", "What happened"), C_("my data", "What comes next")),
    ),
    (
        C_("my data", "Milestones I wrote"),
        _of(
            ProjectMilestoneVersionRow,
            ProjectMilestoneVersionRow.written_at,
            ProjectMilestoneVersionRow.title,
        ),
        ProjectMilestoneVersionRow.author_id,
        (C_("my data", "Milestone"),),
    ),
    (
        C_("my data", "Comments I wrote on milestones"),
        _of(ProjectCommentRow, ProjectCommentRow.written_at, ProjectCommentRow.text),
        ProjectCommentRow.author_id,
        (C_("my data", "Comment"),),
    ),
)
"""What is handed out: its name, where it is found, which column says whose it is, the names of its texts."""


async def _forget(tx: Tx, outbox: Outbox, member_id: int) -> None:
    for row in (ProjectMilestoneVersionRow, ProjectCommentRow, ProjectMemoRow):
        await tx.execute(update(row).where(row.author_id == member_id).values(author_id=None))
    joined = select(ProjectPersonRow.project_id).where(ProjectPersonRow.member_id == member_id)
    concerned = await tx.execute(
        select(ProjectRow.id, ProjectRow.community_id)
        .where(
            or_(ProjectRow.owner_id == member_id, ProjectRow.asked_id == member_id, ProjectRow.id.in_(joined))
        )
        .order_by(ProjectRow.id)
    )
    rows = concerned.all()
    await tx.execute(delete(ProjectPersonRow).where(ProjectPersonRow.member_id == member_id))
    await tx.execute(update(ProjectRow).where(ProjectRow.owner_id == member_id).values(owner_id=None))
    await tx.execute(
        update(ProjectRow).where(ProjectRow.asked_id == member_id).values(asked_id=None, asked_at=None)
    )
    for row in rows:
        await change(tx, outbox, row.community_id, row.id)


async def _erase(tx: Tx, community_id: int) -> None:
    here = select(ProjectRow.id).where(ProjectRow.community_id == community_id)
    milestones = select(ProjectMilestoneRow.id).where(ProjectMilestoneRow.project_id.in_(here))
    for of_milestone in (ProjectCommentRow, ProjectMilestoneVersionRow):
        await tx.execute(delete(of_milestone).where(of_milestone.milestone_id.in_(milestones)))
    for of_project in (ProjectMilestoneRow, ProjectMemoRow, ProjectPersonRow, ProjectSeedRow):
        await tx.execute(delete(of_project).where(of_project.project_id.in_(here)))
    await tx.execute(delete(ProjectRow).where(ProjectRow.community_id == community_id))
