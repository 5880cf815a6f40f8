"""Mail: wishes of people, consent, codes, tokens, what came back, broadcasts; who sends a delivery."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLANNED = sa.text("state = 'planned'")
SENDING = sa.text("state = 'sending'")


def _id() -> sa.Column[int]:
    return sa.Column("id", row_id, primary_key=True)


def _community() -> sa.Column[int]:
    return sa.Column("community_id", sa.BigInteger(), sa.ForeignKey("communities.id"), nullable=False)


def _person() -> sa.Column[int]:
    """The key of a table with one row for each person."""
    return sa.Column("member_id", row_id, sa.ForeignKey("members.id"), primary_key=True, autoincrement=False)


def _member() -> sa.Column[int]:
    return sa.Column("member_id", row_id, sa.ForeignKey("members.id"), nullable=False)


def _loose(name: str, table: str) -> sa.Column[int]:
    return sa.Column(name, row_id, sa.ForeignKey(f"{table}.id", ondelete="SET NULL"))


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{columns[0]}", table, list(columns))


def _partial(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "deliveries", columns, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    op.add_column("communities", sa.Column("office_mail", sa.String()))
    op.add_column("communities", sa.Column("postal_address", sa.String()))
    op.add_column("deliveries", sa.Column("lane", sa.String(8), server_default="discord", nullable=False))
    op.add_column("deliveries", sa.Column("via", sa.String(8)))
    op.drop_index("ix_deliveries_due", "deliveries")
    op.drop_index("ix_deliveries_lease", "deliveries")
    _partial("ix_deliveries_due", ["lane", "due_at"], PLANNED)
    _partial("ix_deliveries_lease", ["lane", "lease_until"], SENDING)
    _wishes()
    _mail()
    op.create_table(
        "broadcasts",
        _id(),
        _community(),
        _loose("author_id", "members"),
        _loose("event_id", "events"),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("channel_id", sa.BigInteger()),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("by_dm", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("leaves_at", moment),
        sa.Column("sent_at", moment),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sqlite_autoincrement=True,
    )
    for column in ("author_id", "changed_at", "community_id", "event_id"):
        _index("broadcasts", column)


def _wishes() -> None:
    op.create_table(
        "member_ways",
        _person(),
        sa.Column("topic", sa.String(16), primary_key=True),
        sa.Column("via", sa.String(8), nullable=False),
        _community(),
    )
    _index("member_ways", "community_id", "topic")
    op.create_table(
        "member_wishes",
        _person(),
        _community(),
        sa.Column("leads_off", sa.JSON(), nullable=False),
        sa.Column("quiet_from", sa.String(5)),
        sa.Column("quiet_until", sa.String(5)),
        sa.Column("timezone", sa.String(64)),
        sa.Column("digest_until", moment),
    )
    _index("member_wishes", "community_id")
    op.create_table(
        "mail_subscriptions",
        _person(),
        _community(),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("confirmed_at", moment),
        sa.Column("ended_at", moment),
        sa.Column("reason", sa.String(32)),
        sa.Column("suspended_until", moment),
    )
    _index("mail_subscriptions", "community_id")


def _mail() -> None:
    op.create_table(
        "mail_tokens",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        _community(),
        _member(),
        sa.Column("issued_at", moment, nullable=False),
    )
    op.create_table(
        "mail_codes",
        _id(),
        _community(),
        _member(),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("ended_at", moment),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mail_bounces",
        _id(),
        _community(),
        _member(),
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("is_hard", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(16)),
        sa.Column("at", moment, nullable=False),
        sa.UniqueConstraint("delivery_id", name="uq_mail_bounces_delivery_id"),
    )
    _returned()
    for table, columns in (
        ("mail_tokens", ("community_id", "issued_at", "member_id")),
        ("mail_codes", ("address", "community_id", "made_at", "member_id")),
        ("mail_bounces", ("at", "community_id", "member_id")),
        ("mail_answers", ("community_id", "ended_by_id", "member_id", "received_at")),
        ("mail_seen", ("seen_at",)),
    ):
        for column in columns:
            _index(table, column)


def _returned() -> None:
    op.create_table(
        "mail_answers",
        _id(),
        _community(),
        _member(),
        sa.Column("subject", sa.String(100)),
        sa.Column("choice", sa.String(16)),
        sa.Column("excerpt", sa.String(500)),
        sa.Column("is_proven", sa.Boolean(), nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("ended_at", moment),
        sa.Column("end", sa.String(16)),
        _loose("ended_by_id", "members"),
    )
    op.create_table(
        "mail_seen",
        sa.Column("key_hash", sa.String(64), primary_key=True),
        sa.Column("seen_at", moment, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("broadcasts")
    for table in ("mail_seen", "mail_answers", "mail_bounces", "mail_codes", "mail_tokens"):
        op.drop_table(table)
    op.drop_table("mail_subscriptions")
    op.drop_table("member_wishes")
    op.drop_table("member_ways")
    # What waits for mail goes by Discord, the only way that the older version knows; but not a code.
    op.execute(sa.text("DELETE FROM deliveries WHERE kind LIKE 'mail.%' AND state IN ('planned', 'sending')"))
    op.drop_index("ix_deliveries_lease", "deliveries")
    op.drop_index("ix_deliveries_due", "deliveries")
    op.drop_column("deliveries", "via")
    op.drop_column("deliveries", "lane")
    _partial("ix_deliveries_due", ["due_at"], PLANNED)
    _partial("ix_deliveries_lease", ["lease_until"], SENDING)
    op.drop_column("communities", "postal_address")
    op.drop_column("communities", "office_mail")
