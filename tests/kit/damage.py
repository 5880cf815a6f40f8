"""Damaging a SQLite file as a failing disk does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def damage_a_page(file: Path, table: str = "communities") -> int:
    """Overwrite the root page of a table with noise; the number of the page. Nobody may have the file open."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(file.read_bytes())
    content[(page - 1) * size : page * size] = b"\xa5" * size
    file.write_bytes(content)
    return page


def damage_the_header(file: Path) -> None:
    """Overwrite the hundred bytes by which SQLite knows its own files."""
    file.write_bytes(b"\xa5" * 100 + file.read_bytes()[100:])
