"""Series of meetings with their sessions, and drafts that are announced by themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def new_columns() -> dict[str, tuple[sa.Column, ...]]:
    """Made anew at every call: a column belongs to one table only."""
    return {
        "events": (
            sa.Column("series_id", row_id, nullable=True),
            sa.Column("session_number", sa.Integer(), nullable=True),
        ),
        "event_drafts": (
            sa.Column("series_id", row_id, nullable=True),
            sa.Column("announce_at", moment, nullable=True),
        ),
    }


def author_may_be_missing(may_be: bool) -> None:
    """SQLite makes the table anew for it; the ids of drafts that are gone must not come back all the same."""
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    of_drafts = "sqlite_sequence WHERE name = 'event_drafts'"
    last = connection.scalar(sa.text(f"SELECT seq FROM {of_drafts}")) if is_sqlite else None  # noqa: S608
    with op.batch_alter_table("event_drafts", table_kwargs={"sqlite_autoincrement": True}) as drafts:
        drafts.alter_column("author_id", existing_type=row_id, nullable=may_be)
    if last is not None:
        connection.execute(sa.text(f"DELETE FROM {of_drafts}"))  # noqa: S608
        connection.execute(
            sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('event_drafts', :last)"), {"last": last}
        )


def upgrade() -> None:
    for table, columns in new_columns().items():
        for column in columns:
            op.add_column(table, column)
    author_may_be_missing(True)
    op.create_index(
        "ix_event_drafts_announce_at",
        "event_drafts",
        ["announce_at"],
        sqlite_where=sa.text("announce_at IS NOT NULL"),
        postgresql_where=sa.text("announce_at IS NOT NULL"),
    )
    op.create_table(
        "event_series",
        sa.Column("id", row_id, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("rrule", sa.String(), nullable=True),
        sa.Column("plan", sa.JSON(), nullable=True),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=True),
        sa.Column("draft_days", sa.Integer(), nullable=True),
        sa.Column("announce", sa.String(), nullable=True),
        sa.Column("created_by_id", row_id, nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_event_series_community_id"),
        sa.ForeignKeyConstraint(["created_by_id"], ["members.id"], name="fk_event_series_created_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event_series"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_series_community_id", "event_series", ["community_id"], unique=False)
    op.create_index("ix_event_series_created_by_id", "event_series", ["created_by_id"], unique=False)
    op.create_table(
        "series_sessions",
        sa.Column("id", row_id, nullable=False),
        sa.Column("series_id", row_id, nullable=False),
        sa.Column("original_day", sa.String(), nullable=True),
        sa.Column("starts_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("doors_at", moment, nullable=True),
        sa.Column("is_moved", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("draft_id", row_id, nullable=True),
        sa.Column("event_id", row_id, nullable=True),
        sa.ForeignKeyConstraint(["series_id"], ["event_series.id"], name="fk_series_sessions_series_id"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["event_drafts.id"], name="fk_series_sessions_draft_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_series_sessions_event_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_series_sessions"),
        sa.UniqueConstraint("series_id", "original_day", name="uq_series_sessions_series_id_original_day"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_series_sessions_series_id_starts_at", "series_sessions", ["series_id", "starts_at"], unique=False
    )
    op.create_index("ix_series_sessions_draft_id", "series_sessions", ["draft_id"], unique=False)
    op.create_index("ix_series_sessions_event_id", "series_sessions", ["event_id"], unique=False)


def downgrade() -> None:
    """Drafts without an author go: the version before knows none."""
    op.drop_table("series_sessions")
    op.drop_table("event_series")
    op.drop_index("ix_event_drafts_announce_at", "event_drafts")
    op.execute("DELETE FROM event_drafts WHERE author_id IS NULL")
    author_may_be_missing(False)
    for table, columns in new_columns().items():
        for column in columns:
            op.drop_column(table, column.name)
