"""The SQLite file itself: can it be used at all, and is it whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.troubles import Trouble, trouble_of

STEPS_BETWEEN_LOOKS = 50_000
"""Virtual machine instructions of SQLite, about a millisecond."""
LOOKS_AT_START = 1_000
"""Of the above: about a second, because a start that fails has to fail soon."""

FOUND_AT_MOST = 3
WAIT_SECONDS = 2.0


def complaint_about(file: Path) -> str | None:
    """Why the bot cannot start on this file, in one line for the operator; None: it can, or there is none.

    Looks at the pages for about a second; a large file is looked at whole by `bot doctor` only.
    """
    if not file.exists():
        return None
    looks = iter(range(LOOKS_AT_START))
    try:
        with closing(open_existing(file)) as connection:
            connection.execute("BEGIN IMMEDIATE")  # on a read-only file SQLite lets even this pass
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute(f"PRAGMA user_version = {version}")
            connection.execute("ROLLBACK")
            found = _damages(connection, "quick_check", gives_up=lambda: next(looks, None) is None)
    except (sqlite3.Error, OSError) as error:
        return _complaint(file, trouble_of(error), str(error))
    return _complaint(file, Trouble.DAMAGED, found[0]) if found else None


def damages_of(file: Path, *, is_stopped: Callable[[], bool] = lambda: False) -> list[str]:
    """What is wrong inside the file: pages, indexes, and rows that refer to nothing; empty: it is whole.

    A flipped bit inside somebody's text is seen by nobody. Blocks: about a second per 100 MB. Once
    ``is_stopped`` it gives up and tells what it found so far. What hinders the look is raised.
    """
    try:
        with closing(open_existing(file)) as connection:
            found = _damages(connection, "integrity_check", gives_up=is_stopped)
            if is_stopped():
                return found
            lost = {str(row[0]) for row in connection.execute("PRAGMA foreign_key_check")}
    except sqlite3.Error as error:
        if trouble_of(error) is not Trouble.DAMAGED:
            raise
        return [str(error)]
    return found + [f"rows of {table} refer to nothing" for table in sorted(lost)]


def open_existing(file: Path) -> sqlite3.Connection:
    """For reading and writing; a file that is not there is an error, not a new database."""
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT_SECONDS, isolation_level=None
    )


def _damages(connection: sqlite3.Connection, check: str, *, gives_up: Callable[[], bool]) -> list[str]:
    connection.set_progress_handler(gives_up, STEPS_BETWEEN_LOOKS)
    try:
        rows = connection.execute(f"PRAGMA {check}({FOUND_AT_MOST})").fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            return []  # what was looked at was whole
        raise
    finally:
        connection.set_progress_handler(None, 0)
    return [] if rows == [("ok",)] else [str(row[0]).replace("\n", " ") for row in rows]


def _complaint(file: Path, trouble: Trouble | None, found: str) -> str:
    match trouble:
        case Trouble.DAMAGED:
            expected = (
                "a whole SQLite database. Please run: bot restore FILE, with the newest file of the backups "
                "folder; the damaged file is kept"
            )
        case Trouble.READ_ONLY:
            expected = "a file and a folder that this user can write"
        case Trouble.DISK_FULL | Trouble.DISK_ERROR:
            expected = "a disk with room that takes what is written"
        case _:
            expected = "a database that answers and that no other program has locked"
    return f"DATABASE_URL: read {file} ({found}); expected {expected}."
