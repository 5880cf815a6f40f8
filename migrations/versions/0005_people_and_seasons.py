"""Settings for meetings that come again, people who have no Discord, and regular meetings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def new_columns() -> dict[str, tuple[sa.Column, ...]]:
    """Made anew at every call: a column belongs to one table only."""
    return {
        "communities": (
            sa.Column("archive_channel_id", sa.BigInteger(), nullable=True),
            sa.Column("draft_days", sa.Integer(), server_default="21", nullable=False),
            sa.Column("promotion_stops_hours", sa.Integer(), server_default="3", nullable=False),
            sa.Column("crossposts", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("mirrors_events", sa.Boolean(), server_default=sa.true(), nullable=False),
        ),
        "members": (
            sa.Column("from_elsewhere", sa.Boolean(), nullable=True),
            sa.Column("mail_address", sa.String(), nullable=True),
        ),
        "events": (sa.Column("is_regular", sa.Boolean(), server_default=sa.true(), nullable=False),),
    }


def upgrade() -> None:
    for table, columns in new_columns().items():
        for column in columns:
            op.add_column(table, column)


def downgrade() -> None:
    for table, columns in new_columns().items():
        for column in columns:
            op.drop_column(table, column.name)
