"""Probono: offers, needs, suggestions with their steps and milestones, hearings, words, targets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", row_id, primary_key=True)


def _community() -> sa.Column[int]:
    return sa.Column("community_id", sa.BigInteger(), sa.ForeignKey("communities.id"), nullable=False)


def _loose(name: str, table: str) -> sa.Column[int]:
    return sa.Column(name, row_id, sa.ForeignKey(f"{table}.id", ondelete="SET NULL"))


def _of(name: str, table: str) -> sa.Column[int]:
    return sa.Column(name, row_id, sa.ForeignKey(f"{table}.id"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "probono_settings",
        sa.Column(
            "community_id",
            sa.BigInteger(),
            sa.ForeignKey("communities.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("thread_channel_id", sa.BigInteger()),
    )
    op.create_table(
        "probono_skill_links",
        _id(),
        _community(),
        sa.Column("skill", sa.String(40), nullable=False),
        sa.Column("other", sa.String(40), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.UniqueConstraint(
            "community_id", "skill", "other", name="uq_probono_skill_links_community_id_skill_other"
        ),
    )
    op.create_table(
        "probono_skill_words",
        _id(),
        _community(),
        sa.Column("skill", sa.String(40), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("is_added", sa.Boolean(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.UniqueConstraint(
            "community_id", "skill", "word", name="uq_probono_skill_words_community_id_skill_word"
        ),
    )
    op.create_table(
        "probono_targets",
        _id(),
        _community(),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "community_id", "fiscal_year", "figure", name="uq_probono_targets_community_id_fiscal_year_figure"
        ),
    )
    op.create_table(
        "probono_offers",
        _id(),
        _community(),
        _loose("member_id", "members"),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("organisation", sa.String()),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("small_only", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("skills_confirmed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("available_from", sa.Date()),
        sa.Column("available_until", sa.Date()),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("rhythm", sa.String(16), nullable=False),
        sa.Column("resting_until", sa.Date()),
        sa.Column("asked_hold_at", moment),
        sa.Column("held_at", moment, nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("ended_at", moment),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_probono_offers_community_id_state", "probono_offers", ["community_id", "state"])
    op.create_index("ix_probono_offers_member_id", "probono_offers", ["member_id"])
    op.create_table(
        "probono_needs",
        _id(),
        _community(),
        _loose("member_id", "members"),
        _loose("seed_id", "seeds"),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("needed_by", sa.String(), nullable=False),
        sa.Column("wants_call", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("contact", sa.String()),
        sa.Column("title", sa.String()),
        sa.Column("organisation", sa.String()),
        sa.Column("about", sa.String()),
        sa.Column("hides_organisation", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("field", sa.String()),
        sa.Column("size", sa.String()),
        sa.Column("sector", sa.String(16)),
        sa.Column("kind", sa.String(16)),
        sa.Column("goal", sa.String()),
        sa.Column("deliverable", sa.String()),
        sa.Column("first_step", sa.String()),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("skills_confirmed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("hours", sa.Integer()),
        sa.Column("mode", sa.String(16)),
        sa.Column("area", sa.String()),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        sa.Column("people", sa.Integer(), server_default="1", nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("closed_reason", sa.String()),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("opened_at", moment),
        sa.Column("ended_at", moment),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("renewed_at", moment),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_probono_needs_community_id_state", "probono_needs", ["community_id", "state"])
    op.create_index("ix_probono_needs_member_id", "probono_needs", ["member_id"])
    op.create_index("ix_probono_needs_seed_id", "probono_needs", ["seed_id"])
    op.create_table(
        "probono_hearings",
        _id(),
        _community(),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sector", sa.String(16), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("note", sa.String()),
        _loose("need_id", "probono_needs"),
        _loose("offer_id", "probono_offers"),
        sa.Column("created_at", moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_probono_hearings_community_id_heard_on", "probono_hearings", ["community_id", "heard_on"]
    )
    op.create_index("ix_probono_hearings_need_id", "probono_hearings", ["need_id"])
    op.create_index("ix_probono_hearings_offer_id", "probono_hearings", ["offer_id"])
    op.create_table(
        "probono_suggestions",
        _id(),
        _community(),
        _of("need_id", "probono_needs"),
        _of("offer_id", "probono_offers"),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("is_small", sa.Boolean(), nullable=False),
        sa.Column("came_forward", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), server_default=sa.false(), nullable=False),
        _loose("approved_by_id", "members"),
        sa.Column("asks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asked_at", moment),
        sa.Column("answer_due_at", moment),
        sa.Column("answered_at", moment),
        sa.Column("volunteer_yes_at", moment),
        sa.Column("organisation_yes_at", moment),
        sa.Column("introduced_at", moment),
        sa.Column("thread_id", sa.BigInteger()),
        sa.Column("meets_at", moment),
        sa.Column("goal", sa.String()),
        sa.Column("schedule", sa.String()),
        sa.Column("volunteer_agreed_at", moment),
        sa.Column("organisation_agreed_at", moment),
        sa.Column("hours", sa.Integer()),
        sa.Column("volunteer_again", sa.String(16)),
        sa.Column("organisation_again", sa.String(16)),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("renewed_at", moment),
        sa.Column("ended_at", moment),
        sa.UniqueConstraint("need_id", "offer_id", name="uq_probono_suggestions_need_id_offer_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_probono_suggestions_approved_by_id", "probono_suggestions", ["approved_by_id"])
    op.create_index(
        "ix_probono_suggestions_community_id_state", "probono_suggestions", ["community_id", "state"]
    )
    op.create_index("ix_probono_suggestions_offer_id", "probono_suggestions", ["offer_id"])
    op.create_table(
        "probono_milestones",
        _id(),
        _of("suggestion_id", "probono_suggestions"),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_done", sa.Boolean(), server_default=sa.false(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_probono_milestones_suggestion_id", "probono_milestones", ["suggestion_id"])
    op.create_table(
        "probono_steps",
        _id(),
        _of("suggestion_id", "probono_suggestions"),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("step", sa.String(24), nullable=False),
        sa.Column("party", sa.String(16), nullable=False),
        sa.Column("way", sa.String(16)),
        sa.Column("given_on", sa.Date()),
        _loose("recorded_by_id", "members"),
        sa.Column("at", moment, nullable=False),
    )
    op.create_index("ix_probono_steps_recorded_by_id", "probono_steps", ["recorded_by_id"])
    op.create_index("ix_probono_steps_suggestion_id", "probono_steps", ["suggestion_id"])


def downgrade() -> None:
    op.drop_table("probono_steps")
    op.drop_table("probono_milestones")
    op.drop_table("probono_suggestions")
    op.drop_table("probono_hearings")
    op.drop_table("probono_needs")
    op.drop_table("probono_offers")
    op.drop_table("probono_targets")
    op.drop_table("probono_skill_words")
    op.drop_table("probono_skill_links")
    op.drop_table("probono_settings")
