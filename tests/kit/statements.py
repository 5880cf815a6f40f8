"""Statements that are compiled once in a worker, and not once for every database of a test.

SQLAlchemy keeps them for each engine, which suits a process with one database; every test opens a new one and
would compile all its statements again. What the bot executes stays the same.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.util import LRUCache

_compiled: LRUCache[Any, Any] = LRUCache(2_000)


class SharingDialect(SQLiteDialect_aiosqlite):
    """The dialect of every `sqlite+aiosqlite` URL; two of them are one key among the compiled statements."""

    supports_statement_cache = True  # SQLAlchemy asks each class for its own word

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """SQLAlchemy's hook for dialects, called for every engine that is made."""
        engine.update_execution_options(compiled_cache=_compiled)


def share_compiled_statements() -> None:
    """From now on in this process; call it before the first engine is made."""
    registry.register("sqlite.aiosqlite", __name__, SharingDialect.__name__)
