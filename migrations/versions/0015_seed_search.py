"""The index of seeds, and the words that mean the same in a search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ON_SQLITE = """
CREATE VIRTUAL TABLE seed_index USING fts5(
    title, whole, plain_title UNINDEXED, plain_text UNINDEXED,
    tokenize = "ascii tokenchars '_'", detail = column, columnsize = 0, prefix = 1
)
"""
_ON_POSTGRESQL = """
CREATE TABLE seed_index (
    rowid BIGINT PRIMARY KEY REFERENCES seeds (id) ON DELETE CASCADE,
    title TSVECTOR NOT NULL, whole TSVECTOR NOT NULL, plain_title TEXT NOT NULL, plain_text TEXT NOT NULL
);
CREATE INDEX ix_seed_index_title ON seed_index USING gin (title);
CREATE INDEX ix_seed_index_whole ON seed_index USING gin (whole)
"""


def upgrade() -> None:
    op.create_table(
        "seed_synonyms",
        sa.Column("id", row_id, primary_key=True),
        sa.Column("community_id", sa.BigInteger(), sa.ForeignKey("communities.id"), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
    )
    op.create_index("ix_seed_synonyms_community_id", "seed_synonyms", ["community_id"])
    statements = _ON_SQLITE if op.get_bind().dialect.name == "sqlite" else _ON_POSTGRESQL
    for statement in statements.split(";"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("seed_index")
    op.drop_table("seed_synonyms")
