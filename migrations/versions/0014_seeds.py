"""Seeds: posted, looked through, supported, merged, followed, linked to meetings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", row_id, primary_key=True)


def upgrade() -> None:
    op.create_table(
        "seed_settings",
        sa.Column("community_id", sa.BigInteger(), sa.ForeignKey("communities.id"), primary_key=True),
        sa.Column("channel_id", sa.BigInteger()),
        sa.Column("trusted_role_id", sa.BigInteger()),
        sa.Column("dormant_months", sa.Integer(), server_default="6", nullable=False),
        sa.Column("worrying_words", sa.String()),
        sa.Column("help_lines", sa.String()),
        sa.Column("anonymous_closed_until", moment),
    )
    op.create_table(
        "seed_categories",
        _id(),
        sa.Column("community_id", sa.BigInteger(), sa.ForeignKey("communities.id"), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_other", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.UniqueConstraint("community_id", "name", name="uq_seed_categories_community_id_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "seeds",
        _id(),
        sa.Column("community_id", sa.BigInteger(), sa.ForeignKey("communities.id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("readers", sa.String(16), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("author_id", row_id, sa.ForeignKey("members.id", ondelete="SET NULL")),
        sa.Column("title", sa.String()),
        sa.Column("text", sa.String()),
        sa.Column("reason", sa.String()),
        sa.Column("is_urgent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("shown_to_staff_at", moment, nullable=False),
        sa.Column("published_at", moment),
        sa.Column("closed_at", moment),
        sa.Column("edited_on", sa.Date()),
        sa.Column("active_on", sa.Date(), nullable=False),
        sa.Column("dormancy_asked_on", sa.Date()),
        sa.Column("theme_proposed_on", sa.Date()),
        sa.Column("key_hash", sa.String(64)),
        sa.Column("wrong_keys", sa.Integer(), server_default="0", nullable=False),
        sa.Column("wrong_keys_hour", moment),
        sa.Column("sealed_link", sa.LargeBinary()),
        sa.Column("merged_into_id", row_id, sa.ForeignKey("seeds.id")),
        sa.Column("merged_from", sa.String(16)),
        sa.Column("merged_at", moment),
        sa.Column("parent_id", row_id, sa.ForeignKey("seeds.id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_seeds_community_id_state", "seeds", ["community_id", "state"])
    op.create_index("ix_seeds_merged_into_id", "seeds", ["merged_into_id"])
    op.create_index("ix_seeds_author_id", "seeds", ["author_id"])
    op.create_index("ix_seeds_parent_id", "seeds", ["parent_id"])
    _about_seeds()
    _about_people()


def _about_seeds() -> None:
    op.create_table(
        "seed_edits",
        sa.Column("seed_id", row_id, sa.ForeignKey("seeds.id"), primary_key=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("shown_at", moment, nullable=False),
    )
    op.create_table(
        "seed_ticks",
        sa.Column("seed_id", row_id, sa.ForeignKey("seeds.id"), primary_key=True),
        sa.Column("category_id", row_id, sa.ForeignKey("seed_categories.id"), primary_key=True),
    )
    op.create_index("ix_seed_ticks_category_id", "seed_ticks", ["category_id"])
    op.create_table(
        "seed_steps",
        _id(),
        sa.Column("seed_id", row_id, sa.ForeignKey("seeds.id"), nullable=False),
        sa.Column("what", sa.String(24), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("actor_id", row_id, sa.ForeignKey("members.id", ondelete="SET NULL")),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_seed_steps_seed_id", "seed_steps", ["seed_id"])
    op.create_index("ix_seed_steps_actor_id", "seed_steps", ["actor_id"])
    op.create_table(
        "seed_lines",
        _id(),
        sa.Column("seed_id", row_id, sa.ForeignKey("seeds.id"), nullable=False),
        sa.Column("is_answer", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("shown_at", moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_seed_lines_seed_id", "seed_lines", ["seed_id"])
    op.create_table(
        "seed_events",
        sa.Column("seed_id", row_id, sa.ForeignKey("seeds.id"), primary_key=True),
        sa.Column("event_id", row_id, sa.ForeignKey("events.id"), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("linked_on", sa.Date(), nullable=False),
    )
    op.create_index("ix_seed_events_event_id", "seed_events", ["event_id"])


def _about_people() -> None:
    op.create_table(
        "seed_supports",
        _id(),
        sa.Column("seed_id", row_id, sa.ForeignKey("seeds.id"), nullable=False),
        sa.Column("member_id", row_id, sa.ForeignKey("members.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("what", sa.String()),
        sa.Column("how", sa.String()),
        sa.Column("may_be_named", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("supported_on", sa.Date(), nullable=False),
        sa.Column("handled_at", moment),
        sa.Column("was_passed_on", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("was_helped", sa.Boolean()),
        sa.UniqueConstraint("seed_id", "member_id", "kind", name="uq_seed_supports_seed_id_member_id_kind"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_seed_supports_member_id", "seed_supports", ["member_id"])
    op.create_table(
        "seed_follows",
        _id(),
        sa.Column("member_id", row_id, sa.ForeignKey("members.id"), nullable=False),
        sa.Column("seed_id", row_id, sa.ForeignKey("seeds.id")),
        sa.Column("category_id", row_id, sa.ForeignKey("seed_categories.id")),
        sa.UniqueConstraint("member_id", "seed_id", name="uq_seed_follows_member_id_seed_id"),
        sa.UniqueConstraint("member_id", "category_id", name="uq_seed_follows_member_id_category_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_seed_follows_seed_id", "seed_follows", ["seed_id"])
    op.create_index("ix_seed_follows_category_id", "seed_follows", ["category_id"])
    op.create_table(
        "seed_wishes",
        sa.Column("member_id", row_id, sa.ForeignKey("members.id"), primary_key=True),
        sa.Column("news", sa.String(16), nullable=False),
    )
    op.create_table(
        "seed_reports",
        _id(),
        sa.Column("community_id", sa.BigInteger(), sa.ForeignKey("communities.id"), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("shown_at", moment, nullable=False),
        sa.Column("handled_at", moment),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_seed_reports_community_id", "seed_reports", ["community_id"])


def downgrade() -> None:
    for table in (
        "seed_reports",
        "seed_wishes",
        "seed_follows",
        "seed_supports",
        "seed_events",
        "seed_lines",
        "seed_steps",
        "seed_ticks",
        "seed_edits",
        "seeds",
        "seed_categories",
        "seed_settings",
    ):
        op.drop_table(table)
