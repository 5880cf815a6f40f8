"""The outbox: what has to be told, and where cards stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "courier_pauses",
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.PrimaryKeyConstraint("way", name="pk_courier_pauses"),
    )
    op.create_table(
        "postings",
        sa.Column("id", row_id, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("shown_revision", sa.Integer(), nullable=False),
        sa.Column("wanted_revision", sa.Integer(), nullable=False),
        sa.Column("next_edit_at", moment, nullable=True),
        sa.Column("changes_at", moment, nullable=True),
        sa.Column("gone_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_postings_community_id"),
        sa.PrimaryKeyConstraint("id", name="pk_postings"),
        sa.UniqueConstraint("community_id", "subject", name="uq_postings_subject"),
    )
    op.create_index(
        "ix_postings_changing",
        "postings",
        ["changes_at"],
        unique=False,
        sqlite_where=sa.text("changes_at IS NOT NULL"),
        postgresql_where=sa.text("changes_at IS NOT NULL"),
    )
    op.create_index(
        "ix_postings_stale",
        "postings",
        ["next_edit_at"],
        unique=False,
        sqlite_where=sa.text(
            "wanted_revision > shown_revision AND message_id IS NOT NULL AND gone_at IS NULL"
        ),
        postgresql_where=sa.text(
            "wanted_revision > shown_revision AND message_id IS NOT NULL AND gone_at IS NULL"
        ),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", row_id, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("member_id", row_id, nullable=True),
        sa.Column("place", sa.String(length=100), nullable=True),
        sa.Column("sealed", sa.String(length=100), nullable=True),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("args", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=True),
        sa.Column("dedupe_key", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=64), nullable=True),
        sa.Column("doubtful_since", moment, nullable=True),
        sa.Column("lease_until", moment, nullable=True),
        sa.Column("way", sa.String(length=16), nullable=True),
        sa.Column("parent_id", row_id, nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("awaits_press", sa.Boolean(), nullable=False),
        sa.Column("shown_at", moment, nullable=True),
        sa.Column("tell_staff_at", moment, nullable=True),
        sa.Column("staff_told_at", moment, nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name="fk_deliveries_community_id"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_deliveries_member_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["deliveries.id"], name="fk_deliveries_parent_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("community_id", "dedupe_key", name="uq_deliveries_dedupe_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.create_index(
        "ix_deliveries_lease",
        "deliveries",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index("ix_deliveries_parent", "deliveries", ["parent_id"], unique=False)
    op.create_index(
        "ix_deliveries_planned",
        "deliveries",
        ["subject"],
        unique=False,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.create_index(
        "ix_deliveries_trouble",
        "deliveries",
        ["community_id", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('failed', 'unknown')"),
        postgresql_where=sa.text("state IN ('failed', 'unknown')"),
    )
    op.create_index(
        "ix_deliveries_unread",
        "deliveries",
        ["member_id"],
        unique=False,
        sqlite_where=sa.text("awaits_press"),
        postgresql_where=sa.text("awaits_press"),
    )
    op.create_index(
        "ix_deliveries_urgent",
        "deliveries",
        ["tell_staff_at"],
        unique=False,
        sqlite_where=sa.text("tell_staff_at IS NOT NULL"),
        postgresql_where=sa.text("tell_staff_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("deliveries")
    op.drop_table("postings")
    op.drop_table("courier_pauses")
