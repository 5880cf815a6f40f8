"""What searching is measured against: the plainest search that finds the same."""

from __future__ import annotations

import sqlite3
from time import perf_counter


class LookThrough:
    """One LIKE over all folded texts, without an index; a page of eight, and how many there are."""

    def __init__(self, file: str, community_id: int) -> None:
        self._connection = sqlite3.connect(file)
        self._community_id = community_id

    def close(self) -> None:
        self._connection.close()

    def seconds(self, word: str) -> float:
        start = perf_counter()
        found = self._connection.execute(
            "SELECT id FROM seeds JOIN seed_index ON seed_index.rowid = seeds.id"
            " WHERE community_id = ? AND readers = 'everyone' AND published_at IS NOT NULL"
            " AND (plain_title LIKE '%' || ? || '%' OR plain_text LIKE '%' || ? || '%') ORDER BY id DESC",
            (self._community_id, word, word),
        ).fetchall()
        assert len(found[:8]) > 0
        return perf_counter() - start
