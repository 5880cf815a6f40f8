"""Whole copies of a SQLite file, and putting one in the place of another. SQLite itself does both.

The online backup interface (https://sqlite.org/backup.html) also takes what still stands in the WAL, while
others go on reading and writing.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.db_file import damages_of, open_existing

PAGES_PER_STEP = 256
"""One mebibyte; between two steps somebody may ask to stop."""
COMPANIONS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database under the same name."""


class Damaged(Exception):
    """What was read is no sound database; the message says what SQLite found."""


class InUse(Exception):
    """Another process has the database open."""


class Stopped(Exception):
    """Somebody asked to stop before the copy was complete."""


def copy_whole(source: Path, target: Path, *, is_stopped: Callable[[], bool] = lambda: False) -> None:
    """Make ``target`` (a new file of mode 0600) a sound copy of the database as it is now, on the disk.

    Whatever goes wrong, no ``target`` is left behind. Raises `Damaged`, `Stopped`, `sqlite3.Error` or
    `OSError`; `FileExistsError` when there is a ``target`` already.
    """
    with closing(open_existing(source)) as connection:
        copy_from(connection, target, is_stopped=is_stopped)


def copy_from(
    source: sqlite3.Connection, target: Path, *, is_stopped: Callable[[], bool] = lambda: False
) -> None:
    """`copy_whole` of a database that is already open."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        _copy(source, target, is_stopped)
        check(target, is_stopped=is_stopped)
        sync(target)
    except BaseException:
        remove(target)
        raise


def check(file: Path, *, is_stopped: Callable[[], bool] = lambda: False) -> None:
    """Read every page and every reference; raises `Damaged` or `Stopped`."""
    found = damages_of(file, is_stopped=is_stopped)
    if is_stopped():
        raise Stopped
    if found:
        raise Damaged(found[0])


@contextmanager
def alone(file: Path) -> Iterator[sqlite3.Connection]:
    """The one connection to a database; until the block ends nobody else can read or write it.

    A process that keeps the file open holds a lock on it as long as the journal is a WAL, and leaving the WAL
    needs all locks: that is how a running bot is noticed. Raises `InUse`, or `Damaged` for no database.
    """
    with closing(open_existing(file)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise InUse from error
            raise
        except sqlite3.DatabaseError as error:
            raise Damaged(str(error)) from error
        yield connection


def pour(source: Path, into: sqlite3.Connection) -> None:
    """Replace everything in a database with the content of another file, in one transaction of its own."""
    with closing(open_existing(source)) as connection:
        connection.backup(into)


def remove(file: Path) -> None:
    """Delete a database with what SQLite keeps beside it; what is not there is no error."""
    for path in (file, *companions(file)):
        path.unlink(missing_ok=True)


def companions(file: Path) -> tuple[Path, ...]:
    return tuple(file.with_name(file.name + suffix) for suffix in COMPANIONS)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk before anything relies on it."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy(source: sqlite3.Connection, target: Path, is_stopped: Callable[[], bool]) -> None:
    def look_up(_status: int, _left: int, _total: int) -> None:
        if is_stopped():
            raise Stopped

    with closing(open_existing(target)) as new:
        # One look at the data for all steps: otherwise every write of others starts the copy anew.
        source.execute("BEGIN")
        try:
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(new, pages=PAGES_PER_STEP, progress=look_up)
        finally:
            source.execute("ROLLBACK")
        new.execute("PRAGMA journal_mode = DELETE")  # one file, without a WAL beside it
