"""Backups of the database: made, counted, cleared away. Everything here blocks; call it in a thread."""

from __future__ import annotations

import asyncio
import logging
import shlex
import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.backups import copying
from bot.backups.copying import Damaged, Stopped
from bot.backups.keeping import Backup, Purpose, name_of, name_of_replaced, read_name, to_keep
from bot.clock import Clock
from bot.settings import Settings

_log = logging.getLogger(__name__)

__all__ = ["OLD_AFTER", "Backup", "BackupFailed", "Backups", "Purpose"]

DUE_AFTER = timedelta(hours=23)
"""A little less than a day, because the hour at which it is looked at drifts."""
OLD_AFTER = timedelta(days=2)
UNFINISHED = ".part"
UNFINISHED_KEPT_FOR = timedelta(hours=1)
"""What a killed process left half done; a copy of a community's database takes seconds."""


class BackupFailed(Exception):
    """No backup was made; the message is one line for the operator."""


class Backups:
    """The backups of one database. Making this object touches no file."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._clock = clock
        self._url = settings.database_url
        self._database = settings.database_file
        self._folder = settings.backup_dir or (self._database.parent / "backups" if self._database else None)
        self._stopped = threading.Event()

    @property
    def makes_them(self) -> bool:
        """Whether the bot makes the backups itself, as it does of a SQLite file."""
        return self._database is not None

    @property
    def is_checked(self) -> bool:
        """Whether anything is known about backups: not on PostgreSQL without ``BACKUP_DIR``."""
        return self._folder is not None

    @property
    def folder(self) -> Path | None:
        """Where they are."""
        return self._folder

    def listing(self) -> tuple[Backup, ...]:
        """The finished backups of a SQLite file, newest first."""
        if self._database is None or self._folder is None or not self._folder.is_dir():
            return ()
        found = [
            Backup(path, *meaning, path.stat().st_size)
            for path in self._folder.iterdir()
            if (meaning := read_name(self._database.stem, path.name)) and path.is_file()
        ]
        return tuple(sorted(found, key=lambda backup: (backup.made_at, backup.path.name), reverse=True))

    def newest(self) -> datetime | None:
        """When the last good backup was made; None when there is none.

        On PostgreSQL: when the newest file in ``BACKUP_DIR`` was written. What claims to be from the future
        (the clock was wrong then) tells nothing and is passed over.
        """
        return self._newest(self._clock())

    def _newest(self, now: datetime) -> datetime | None:
        if self.makes_them:
            made = [backup.made_at for backup in self.listing() if backup.purpose is not Purpose.REPLACED]
        else:
            made = _files_written(self._folder)
        return max((at for at in made if at <= now), default=None)

    def is_due(self, now: datetime) -> bool:
        """Whether today's backup is still to be made."""
        newest = self._newest(now) if self.makes_them else now
        return newest is None or now - newest >= DUE_AFTER

    def is_old(self, now: datetime) -> bool:
        """Whether somebody should look: there is none, or it is more than two days old."""
        if not self.is_checked:
            return False
        newest = self._newest(now)
        return newest is None or now - newest > OLD_AFTER

    def make(self, *, before: str | None = None) -> Backup:
        """Copy the database now; ``before`` names the schema that a migration goes to.

        The copy gets its name only when it is complete, sound and on the disk. Raises `BackupFailed`.
        """
        if self._database is None:
            raise BackupFailed(_use_pg_dump(self._url))
        assert self._folder is not None
        now = self._clock()
        try:
            if not self._database.is_file():
                raise BackupFailed(
                    f"No backup was made: there is no database {self._database} yet. The first bot run makes "
                    "it; if there should be one, run this in the bot's folder."
                )
            self._make_folder(now)
            path = self._free(lambda number: name_of(self._stem, now, before=before, number=number))
            part = path.with_name(path.name + UNFINISHED)
            copying.copy_whole(self._database, part, is_stopped=self._stopped.is_set)
            part.replace(path)
            copying.sync(self._folder)
            backup = Backup(path, now, Purpose.BEFORE if before else Purpose.DAILY, size=path.stat().st_size)
            self._clear(now, besides=backup)
        except (Damaged, Stopped, sqlite3.Error, OSError) as error:
            raise BackupFailed(self._what_happened(error)) from error
        return backup

    async def make_when_due(self) -> None:
        """The daily backup, beside everything else that goes on; a failure is one line in the log."""
        try:
            if await asyncio.to_thread(self.is_due, self._clock()):
                backup = await asyncio.to_thread(self.make)
                _log.info("backup made: %s (%d bytes)", backup.path.name, backup.size)
        except (BackupFailed, OSError) as error:
            _log.error("%s", error)

    def clear(self) -> int:
        """Delete the backups that are not kept any longer; how many it were."""
        return self._clear(self._clock()) if self.makes_them else 0

    def place_for_replaced(self) -> Path:
        """A free name for what a restore takes the place of; its folder exists then. May raise `OSError`."""
        now = self._clock()
        self._make_folder(now)
        return self._free(lambda number: name_of_replaced(self._stem, now, number=number))

    def stop(self) -> None:
        """A `make` that goes on in a thread gives up soon, because the process ends."""
        self._stopped.set()

    @property
    def _stem(self) -> str:
        assert self._database is not None
        return self._database.stem

    def _make_folder(self, now: datetime) -> None:
        assert self._folder is not None
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in self._folder.glob(f"*{UNFINISHED}"):
            meaning = read_name(self._stem, part.name.removesuffix(UNFINISHED))
            if meaning and now - meaning[0] > UNFINISHED_KEPT_FOR:
                copying.remove(part)

    def _free(self, name: Callable[[int], str]) -> Path:
        assert self._folder is not None
        number = 1
        while True:
            path = self._folder / name(number)
            if not path.exists() and not path.with_name(path.name + UNFINISHED).exists():
                return path
            number += 1

    def _clear(self, now: datetime, *, besides: Backup | None = None) -> int:
        listed = self.listing()
        kept = {backup.path for backup in to_keep(listed, now)} | ({besides.path} if besides else set())
        gone = [backup for backup in listed if backup.path not in kept]
        for backup in gone:
            copying.remove(backup.path)
        return len(gone)

    def _what_happened(self, error: Exception) -> str:
        if isinstance(error, Stopped):
            return "The backup was given up because the bot ends; the next start makes it."
        if isinstance(error, Damaged) or "malformed" in str(error) or "not a database" in str(error):
            return (
                f"No backup was made, because {self._database} is damaged ({error}). The earlier ones are "
                f"still in {self._folder}; stop the bot and run: bot restore FILE"
            )
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        return (
            f"No backup was made in {self._folder} ({reason}); expected a folder that can be written, with "
            "room for one more copy of the database. The earlier ones are still there."
        )


def _files_written(folder: Path | None) -> list[datetime]:
    if folder is None or not folder.is_dir():
        return []
    states = [path.stat() for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
    return [datetime.fromtimestamp(state.st_mtime, UTC) for state in states if state.st_size]


def _use_pg_dump(url: str) -> str:
    address = urlsplit(url)
    options = [f"--host={address.hostname}"] if address.hostname else []
    options += [f"--port={address.port}"] if address.port else []
    options += [f"--username={address.username}"] if address.username else []
    line = shlex.join(["pg_dump", "--format=custom", "--file=hub.dump", *options, address.path.lstrip("/")])
    return f"Backups of PostgreSQL are made with its own tool, for example: {line}"
