"""The index of all seeds: what `bigrams` makes of their texts, kept beside the table ``seeds``.

On SQLite an FTS5 table (``rowid`` is the seed's id), on PostgreSQL a table with ``tsvector`` and GIN. It
holds seeds of every state; whoever asks joins ``seeds`` and decides there who may see what. It is made with
the tables (`create`) and by a migration, and is no table of the models: alembic does not compare it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    cast,
    column,
    delete,
    event as sa_event,
    false,
    func,
    insert,
    literal_column,
    or_,
    select,
    table,
    text,
    true,
)
from sqlalchemy.types import UserDefinedType

from bot.bigrams import fold, indexed, is_exact, needed
from bot.db import Tx
from bot.seeds.models import SeedRow

NAME = "seed_index"
INDEX = table(
    NAME, column("rowid"), column("title"), column("whole"), column("plain_title"), column("plain_text")
)
"""``title`` and ``whole`` (title and text) are tokens that are looked up, the plain ones are folded texts."""

# The ascii tokeniser takes every sign beyond ASCII for a letter, also those younger than its tables. Which
# tokens stand in a column is enough: where they stand is decided by looking at the plain text.
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


def create(connection: Connection) -> None:
    """Make the empty index beside the table of seeds."""
    statements = _ON_SQLITE if connection.dialect.name == "sqlite" else _ON_POSTGRESQL
    for statement in statements.split(";"):
        connection.execute(text(statement))


def compared(name: str | None, kind: str, _parents: object = None) -> bool:
    """For alembic's ``include_name``: everything but the index and the tables that FTS5 keeps below it."""
    return not (kind == "table" and name is not None and (name == NAME or name.startswith(f"{NAME}_")))


@sa_event.listens_for(SeedRow.__table__, "after_create")
def _with_the_seeds(_table: Table, connection: Connection, **_: Any) -> None:
    create(connection)


async def index_seed(tx: Tx, seed_id: int, title: str | None, body: str | None) -> None:
    """Put a seed into the index, or anew after it was edited; what it said before is gone."""
    await unindex_seed(tx, seed_id)
    plain = {"plain_title": fold(title or ""), "plain_text": fold(body or "")}
    kept = " ".join if tx.dialect.name == "sqlite" else _as_vector
    tokens = {"title": indexed(plain["plain_title"]), "whole": indexed("\n".join(plain.values()))}
    await tx.execute(
        insert(INDEX).values(rowid=seed_id, **plain, **{name: kept(found) for name, found in tokens.items()})
    )


async def unindex_seed(tx: Tx, seed_id: int) -> None:
    """Take a seed out of the index; after `Database.wipe` no file holds anything of it."""
    gone = await tx.execute(delete(INDEX).where(INDEX.c.rowid == seed_id))
    if gone.rowcount:
        await _forget_for_good(tx)


async def unindex_community(tx: Tx, community_id: int) -> None:
    """Take all seeds of a community out; to be called before their rows go."""
    here = select(SeedRow.id).where(SeedRow.community_id == community_id)
    await tx.execute(delete(INDEX).where(INDEX.c.rowid.in_(here)))
    await _forget_for_good(tx)


async def _forget_for_good(tx: Tx) -> None:
    """FTS5 only notes that a row is gone and keeps its words until the pieces of its index are made one."""
    if tx.dialect.name == "sqlite":
        await tx.execute(text("INSERT INTO seed_index (seed_index) VALUES ('optimize')"))


def _as_vector(grams: Iterable[str]) -> ColumnElement[Any]:
    return func.array_to_tsvector(func.string_to_array(" ".join(grams), " "))


def standing_in(
    dialect: str, words: Iterable[Iterable[str]], *, title_only: bool = False
) -> ColumnElement[bool]:
    """Seeds in which, of every word, at least one spelling stands as a part (all folded)."""
    where = ("plain_title",) if title_only else ("plain_title", "plain_text")
    conditions = [_one_of(dialect, list(spellings), where) for spellings in words]
    parts = [sure for _wanted, sure in conditions if sure is not None]
    if looked_up := [wanted for wanted, _sure in conditions if wanted]:
        sentence = _BOTH[dialect].join(looked_up)
        parts.insert(0, _lookup(dialect, "title" if title_only else "whole", sentence))
    return and_(true(), *parts)


def having(dialect: str, gram: str) -> ColumnElement[bool]:
    """Seeds with this token."""
    return _lookup(dialect, "whole", _quoted(dialect, gram))


_BOTH = {"sqlite": " AND ", "postgresql": " & "}
_EITHER = {"sqlite": " OR ", "postgresql": " | "}


def _one_of(
    dialect: str, spellings: list[str], where: Iterable[str]
) -> tuple[str, ColumnElement[bool] | None]:
    """What is looked up for one word, and the condition that is left where tokens alone could err."""
    tokens = [needed(spelling) for spelling in spellings]
    wanted = ""
    if all(tokens):
        each = (f"({_BOTH[dialect].join(_quoted(dialect, token) for token in one)})" for one in tokens)
        wanted = f"({_EITHER[dialect].join(each)})"
    if all(map(is_exact, spellings)):
        return wanted, None
    place_of = func.instr if dialect == "sqlite" else func.strpos
    sure = [place_of(INDEX.c[name], one) > 0 for one in spellings for name in where]
    return wanted, or_(false(), *sure)


def _quoted(dialect: str, token: str) -> str:
    """One token as both search languages take it; nothing that people type is ever a word of theirs."""
    plain, star = token.removesuffix("*"), token.endswith("*")
    if dialect == "sqlite":
        return f'"{plain}"{" *" if star else ""}'
    return f"'{plain}'{':*' if star else ''}"


def _lookup(dialect: str, where: str, sentence: str) -> ColumnElement[bool]:
    if dialect == "sqlite":
        return literal_column(NAME).bool_op("MATCH")(f"{where} : ({sentence})")
    return INDEX.c[where].bool_op("@@")(cast(sentence, _TsQuery()))


class _TsQuery(UserDefinedType[str]):
    """PostgreSQL's type, named here because its dialect costs 4 MB of memory where it is not used."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "TSQUERY"
