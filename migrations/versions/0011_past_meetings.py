"""Meetings that were held before the bot, by the date and start in the list that they came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INDEX = "uq_events_community_id_import_key"


def upgrade() -> None:
    op.add_column("events", sa.Column("import_key", sa.String(), nullable=True))
    op.create_index(INDEX, "events", ["community_id", "import_key"], unique=True)


def downgrade() -> None:
    op.drop_index(INDEX, "events")
    op.drop_column("events", "import_key")
