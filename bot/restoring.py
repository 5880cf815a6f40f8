"""Putting a backup in the place of the SQLite file. Everything is prepared beside it and swapped at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import migrating
from bot.backups import copying
from bot.backups.copying import Damaged, InUse
from bot.backups.service import Backups
from bot.clock import Clock
from bot.health.heartbeat import last_beat
from bot.settings import Settings

ALIVE = timedelta(minutes=1)
"""A bot whose last heartbeat is younger may be running."""
STAGED = ".restoring"
"""The prepared file, in the folder of the database, so that its rename is one step."""
UNKNOWN_IDS = 10_000
"""How many ids are left out where the replaced file does not say which ones were given."""


class RestoreRefused(Exception):
    """Nothing was changed; the message is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. ``replaced``: where the former file is; ``overdue``: notices past their time."""

    database: Path
    file: Path
    replaced: Path | None
    was_damaged: bool
    schema: str
    migrated_to: str
    overdue: int

    def report(self) -> list[str]:
        """Lines for the operator: what was done, and what to do next."""
        lines = [f"restored: {self.file} -> {self.database}"]
        if self.schema != self.migrated_to:
            lines.append(f"database schema: {self.schema} -> {self.migrated_to}")
        if self.replaced is not None:
            damaged = ", damaged as it is" if self.was_damaged else ""
            lines.append(f"what was there before is kept{damaged}: {self.replaced}")
        lines.append("Answers given after the backup was made are not in it: please tell the office.")
        lines.append(
            "Whoever had pressed [Forget me] since then is in it again and has to press it once more."
        )
        if self.overdue:
            lines.append(
                f"{self.overdue} notices fell due after the backup was made. Those that are still true leave "
                "at the start, also where they had arrived already; the office can cancel them in /outbox."
            )
        lines.append("next: start the bot, then look at /desk and /outbox")
        return lines


def restore(settings: Settings, clock: Clock, file: Path) -> Restored:
    """Make ``file`` the database, brought to the schema of this version, and keep what was there.

    A kill at any moment leaves either the old database or the new one. A bot that has the database open is
    noticed by its lock (see `copying.alone`), and where the file is too damaged for that by its heartbeat.

    Raises `RestoreRefused`; then the database is as it was.
    """
    database = settings.database_file
    if database is None:
        raise RestoreRefused(
            "PostgreSQL is restored with its own tool: pg_restore --clean --dbname=NAME FILE"
        )
    _look_at(file, database, Backups(settings, clock).folder)
    staged, now = database.with_name(database.name + STAGED), clock()
    try:
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        copying.remove(staged)
        schema = _stage(file, staged)
        if schema != migrating.head_revision():
            migrating.migrate(f"sqlite+aiosqlite:///{staged}")
        copying.check(staged)
        overdue = _overdue(staged, now)
        replaced, was_damaged = _swap(staged, database, Backups(settings, clock), now)
    except InUse as error:
        raise RestoreRefused(
            f"{database} is in use by a running bot; please stop it first, then run this again."
        ) from error
    except migrating.MigrationFailed as error:
        raise RestoreRefused(f"{file} could not be brought to this version: {error}") from error
    except (Damaged, sqlite3.Error, OSError) as error:
        raise RestoreRefused(f"{file} was not restored: {error}. The database is as it was.") from error
    finally:
        copying.remove(staged)
    return Restored(database, file, replaced, was_damaged, schema, migrating.head_revision(), overdue)


def _look_at(file: Path, database: Path, backups: Path | None) -> None:
    try:
        with file.open("rb") as stream:
            is_sqlite = stream.read(16) == b"SQLite format 3\0"
    except OSError as error:
        raise RestoreRefused(
            f"{file} cannot be read ({error.strerror}); expected a backup, such as those in {backups}."
        ) from error
    if not is_sqlite:
        raise RestoreRefused(f"{file} is no SQLite database; expected a file that bot backup made.")
    if database.exists() and database.samefile(file):
        raise RestoreRefused(f"{file} is the database itself; expected one of its backups.")


def _stage(file: Path, staged: Path) -> str:
    """A checked copy of the backup; its schema."""
    try:
        copying.copy_whole(file, staged)
    except (Damaged, sqlite3.DatabaseError) as error:
        raise RestoreRefused(f"{file} is damaged ({error}); expected another backup.") from error
    with closing(sqlite3.connect(staged)) as connection:
        try:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            found = None
    if found is None:
        raise RestoreRefused(f"{file} is no database of this bot; expected a file that bot backup made.")
    if (schema := str(found[0])) not in migrating.known_revisions():
        raise RestoreRefused(
            f"{file} has schema {schema}, and this version knows up to {migrating.head_revision()}; expected "
            "the version of the bot that wrote it, or a newer one."
        )
    return schema


def _overdue(staged: Path, now: datetime) -> int:
    at = f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    with closing(sqlite3.connect(staged)) as connection:
        query = (
            "SELECT count(*) FROM deliveries WHERE state IN ('planned', 'sending') AND due_at <= ?"
            " AND (expires_at IS NULL OR expires_at > ?)"
        )
        return int(connection.execute(query, (at, at)).fetchone()[0])


def _swap(staged: Path, database: Path, backups: Backups, now: datetime) -> tuple[Path | None, bool]:
    """Where the former database is kept now (None: there was none), and whether it was damaged."""
    if not database.exists():
        _leave_out_ids(staged, None)
        _move(staged, database)
        return None, False
    replaced = backups.place_for_replaced()
    try:
        with copying.alone(database) as present:
            copying.copy_from(present, replaced)
            _leave_out_ids(staged, present)
            copying.pour(staged, present)
        return replaced, False
    except Damaged:
        beat = last_beat(database.parent)
        if beat is not None and timedelta(0) <= now - beat < ALIVE:
            raise InUse from None
    _keep_as_it_is(database, replaced)
    _leave_out_ids(staged, None)
    for companion in copying.companions(database):
        companion.unlink(missing_ok=True)  # another file's WAL must never meet the new database
    _move(staged, database)
    return replaced, True


def _leave_out_ids(staged: Path, present: sqlite3.Connection | None) -> None:
    """Ids given after the backup stand on buttons in Discord, and must not mean something new."""
    given = {} if present is None else _last_ids(present)
    with closing(sqlite3.connect(staged)) as connection, connection:
        kept = _last_ids(connection)
        connection.execute("DELETE FROM sqlite_sequence")
        for table, own in kept.items():
            last = max(own, given[table]) if table in given else own + UNKNOWN_IDS
            connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))


def _last_ids(connection: sqlite3.Connection) -> dict[str, int]:
    """The last id that was given in each table whose ids are never used again."""
    tables = {
        name: 0
        for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        if "AUTOINCREMENT" in (sql or "")
    }
    return (
        tables | dict(connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
        if tables
        else {}
    )


def _keep_as_it_is(database: Path, replaced: Path) -> None:
    for path, kept in zip(
        (database, *copying.companions(database)),
        (replaced, *copying.companions(replaced)),
        strict=True,
    ):
        if path.exists():
            kept.write_bytes(path.read_bytes())
            kept.chmod(0o600)
            copying.sync(kept)
    copying.sync(replaced.parent)


def _move(staged: Path, database: Path) -> None:
    copying.sync(staged)
    staged.replace(database)
    copying.sync(database.parent)
