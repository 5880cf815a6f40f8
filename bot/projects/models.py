"""Tables of projects. None of them knows who wrote a seed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import NEVER_REUSED, Base, RowId, UtcDateTime


class ProjectRow(Base):
    """A project from the question to its first owner to what came of it.

    ``owner_id`` is somebody who said yes; ``asked_id`` is who is asked at the moment, by the question number
    ``asks``; ``declined_at``: the last one who was asked said no, and nobody was asked since.
    ``surroundings`` is what the card showed of others at the last look (revisions of seeds, sectors of
    people), so that a change there is noticed; no text, no name. ``outcome`` and ``reason``: how it ended.
    """

    __tablename__ = "projects"
    __table_args__ = (Index("ix_projects_community_id_state", "community_id", "state"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    state: Mapped[str] = mapped_column(String(16))
    name: Mapped[str]
    purpose: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    asked_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    asks: Mapped[int] = mapped_column(default=0, server_default="0")
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    declined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    surroundings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None]
    links: Mapped[list[str]] = mapped_column(JSON, default=list)
    reason: Mapped[str | None]


class ProjectSeedRow(Base):
    """A seed that a project came from or works on."""

    __tablename__ = "project_seeds"

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    seed_id: Mapped[int] = mapped_column(ForeignKey("seeds.id"), primary_key=True, index=True)
    linked_on: Mapped[date]


class ProjectPersonRow(Base):
    """Somebody who takes part, the owner included."""

    __tablename__ = "project_people"

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True, index=True)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProjectMilestoneRow(Base):
    """A point of the roadmap; what it says is its version number ``version``."""

    __tablename__ = "project_milestones"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class ProjectMilestoneVersionRow(Base):
    """What a milestone said from ``written_at`` on, and in which role somebody wrote it. Only added to."""

    __tablename__ = "project_milestone_versions"
    __table_args__ = (UniqueConstraint("milestone_id", "version"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("project_milestones.id"))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    title: Mapped[str]
    due_on: Mapped[date | None]
    role: Mapped[str] = mapped_column(String(16))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProjectCommentRow(Base):
    """What somebody who takes part says about a milestone."""

    __tablename__ = "project_comments"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("project_milestones.id"), index=True)
    text: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProjectMemoRow(Base):
    """How a project is getting on: what happened, what comes next."""

    __tablename__ = "project_memos"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    happened: Mapped[str]
    next_steps: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
