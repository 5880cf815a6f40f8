"""Projects: from seeds, with an owner, people, a roadmap, memos and what came of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", row_id, primary_key=True)


def _person(name: str) -> sa.Column[int]:
    return sa.Column(name, row_id, sa.ForeignKey("members.id", ondelete="SET NULL"))


def upgrade() -> None:
    op.create_table(
        "projects",
        _id(),
        sa.Column("community_id", sa.BigInteger(), sa.ForeignKey("communities.id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        _person("owner_id"),
        _person("asked_id"),
        sa.Column("asks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asked_at", moment),
        sa.Column("declined_at", moment),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("surroundings", sa.JSON(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("started_at", moment),
        sa.Column("ended_at", moment),
        sa.Column("outcome", sa.String()),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_projects_community_id_state", "projects", ["community_id", "state"])
    op.create_index("ix_projects_owner_id", "projects", ["owner_id"])
    op.create_index("ix_projects_asked_id", "projects", ["asked_id"])
    op.create_table(
        "project_seeds",
        sa.Column("project_id", row_id, sa.ForeignKey("projects.id"), primary_key=True),
        sa.Column("seed_id", row_id, sa.ForeignKey("seeds.id"), primary_key=True),
        sa.Column("linked_on", sa.Date(), nullable=False),
    )
    op.create_index("ix_project_seeds_seed_id", "project_seeds", ["seed_id"])
    op.create_table(
        "project_people",
        sa.Column("project_id", row_id, sa.ForeignKey("projects.id"), primary_key=True),
        sa.Column("member_id", row_id, sa.ForeignKey("members.id"), primary_key=True),
        sa.Column("joined_at", moment, nullable=False),
    )
    op.create_index("ix_project_people_member_id", "project_people", ["member_id"])
    op.create_table(
        "project_milestones",
        _id(),
        sa.Column("project_id", row_id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_project_milestones_project_id", "project_milestones", ["project_id"])
    op.create_table(
        "project_milestone_versions",
        _id(),
        sa.Column("milestone_id", row_id, sa.ForeignKey("project_milestones.id"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("role", sa.String(16), nullable=False),
        _person("author_id"),
        sa.Column("written_at", moment, nullable=False),
        sa.UniqueConstraint(
            "milestone_id", "version", name="uq_project_milestone_versions_milestone_id_version"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_project_milestone_versions_author_id", "project_milestone_versions", ["author_id"])
    op.create_table(
        "project_comments",
        _id(),
        sa.Column("milestone_id", row_id, sa.ForeignKey("project_milestones.id"), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        _person("author_id"),
        sa.Column("written_at", moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_project_comments_milestone_id", "project_comments", ["milestone_id"])
    op.create_index("ix_project_comments_author_id", "project_comments", ["author_id"])
    op.create_table(
        "project_memos",
        _id(),
        sa.Column("project_id", row_id, sa.ForeignKey("projects.id"), nullable=False),
        sa.Column("happened", sa.String(), nullable=False),
        sa.Column("next_steps", sa.String(), nullable=False),
        _person("author_id"),
        sa.Column("written_at", moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_project_memos_project_id", "project_memos", ["project_id"])
    op.create_index("ix_project_memos_author_id", "project_memos", ["author_id"])


def downgrade() -> None:
    for table in (
        "project_memos",
        "project_comments",
        "project_milestone_versions",
        "project_milestones",
        "project_people",
        "project_seeds",
        "projects",
    ):
        op.drop_table(table)
