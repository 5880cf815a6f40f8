"""The machine: database file, disk, backups, and whether the bot does its work."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bot.backups.service import Backups
from bot.clock import Clock
from bot.db import Database
from bot.db_file import damages_of
from bot.health.heartbeat import last_beat
from bot.health.rules import (
    FREE_PER_DATABASE,
    LATE_TICK,
    LEAST_FREE_BYTES,
    WHAT_HELPS,
    WHAT_IT_IS,
    Finding,
    State,
    length,
)
from bot.i18n import C_, _
from bot.settings import Settings
from bot.troubles import Trouble


class Machine:
    """Each look gives one finding; where it cannot look, it raises."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        settings: Settings,
        backups: Backups,
        *,
        least_free_bytes: int = LEAST_FREE_BYTES,
    ) -> None:
        self._db = db
        self._clock = clock
        self._file = settings.database_file
        self._folder = settings.data_folder
        self._has_seed_key = settings.seed_key is not None
        self._backups = backups
        self._least_free_bytes = least_free_bytes

    async def database(self) -> Finding:
        """Whether the database answers, and whether the file is whole."""
        name = C_("check", "Database")
        async with self._db.reading() as tx:
            await tx.execute(text("SELECT 1"))
        if self._file is None:
            return Finding(name, State.OK, _("PostgreSQL answers."))
        found = await asyncio.to_thread(damages_of, self._file)
        if found:
            return Finding(name, State.FAULT, WHAT_IT_IS[Trouble.DAMAGED], WHAT_HELPS[Trouble.DAMAGED])
        return Finding(name, State.OK, _("The file is whole."))

    async def disk(self) -> Finding:
        """Whether there is room for the database to grow and for its backups."""
        name = C_("check", "Disk")
        free = (await asyncio.to_thread(shutil.disk_usage, _existing(self._folder))).free
        size = self._file.stat().st_size if self._file is not None and self._file.exists() else 0
        says = _("{free} MB are free.", free=free // 1_000_000)
        if free < max(self._least_free_bytes, FREE_PER_DATABASE * size):
            return Finding(
                name,
                State.FAULT,
                says,
                _("Make room on the disk of the bot's data folder. When it is full, nothing can be stored."),
            )
        return Finding(name, State.OK, says)

    async def backup(self) -> Finding:
        """Whether the newest backup is fresh enough to go back to."""
        name, now = C_("check", "Backup"), self._clock()
        if not self._backups.is_checked:
            return Finding(
                name,
                State.WARNING,
                _("Nothing is known about backups of PostgreSQL."),
                _("Run pg_dump daily and name its folder in BACKUP_DIR; then its age is watched."),
            )
        newest = await asyncio.to_thread(self._backups.newest)
        if newest is None:
            return Finding(
                name,
                State.WARNING,
                _("There is none yet."),
                _("The running bot makes one a day; bot backup makes one now."),
            )
        says = _("The newest is {age} old.", age=length(now - newest))
        if self._backups.is_old(now):
            return Finding(
                name,
                State.FAULT,
                says,
                _("Run bot backup and read what it says; the log says why none was made by itself."),
            )
        return Finding(name, State.OK, says)

    async def heartbeat(self) -> Finding:
        """Whether a bot on this folder does its work."""
        name = C_("check", "Bot at work")
        beaten = await asyncio.to_thread(last_beat, self._folder)
        if beaten is None:
            return Finding(
                name, State.WARNING, _("The bot is not running here."), _("Start it with bot run.")
            )
        age = max(self._clock() - beaten, timedelta())
        if age > LATE_TICK:
            return Finding(
                name,
                State.FAULT,
                _("It has done nothing for {age}: it hangs, or it was killed.", age=length(age)),
                _("Look at the end of its log, then start it again. What was waiting is sent then."),
            )
        return Finding(name, State.OK, _("It looked after everything less than a minute ago."))

    async def seed_key(self) -> Finding:
        """Whether seeds can be posted without a name."""
        name = C_("check", "Posting without a name")
        if self._has_seed_key:
            return Finding(name, State.OK, _("SEED_KEY is set. Keep a copy of it away from the backups."))
        return Finding(
            name,
            State.WARNING,
            _("SEED_KEY is not set, so nobody can post a seed without a name."),
            _("Put the line that bot new-key prints into .env, and start the bot again."),
        )


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there already."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())
