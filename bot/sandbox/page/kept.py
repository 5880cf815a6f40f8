"""What stands beside the database file of a rehearsal, so that the same file can be opened again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_urlsafe

from bot.errors import N_, UserError

SQLITE_ENDINGS = ("", "-wal", "-shm", "-journal")
"""The database and what SQLite lays beside it."""


class NotARehearsal(UserError):
    """The simulated Discord would send to nobody, but the bot would act on real people's data."""

    sentence = N_(
        "{file} was not made by bot try, so it is left alone: it may belong to a real community. "
        "Please name a file that does not exist yet."
    )


class CannotKeep(UserError):
    sentence = N_("{file} cannot be used: {reason}. Please name a file in a folder of your own.")

    @classmethod
    def at(cls, database: Path, error: OSError) -> CannotKeep:
        return cls(file=str(database), reason=error.strerror or type(error).__name__)


@dataclass
class Kept:
    """``moment`` is where the clock stood (ISO 8601, UTC); None: the rehearsal has not begun yet."""

    seed_key: str
    seed: int
    lang: str
    moment: str | None = None
    newcomers: int = 0

    @property
    def stopped_at(self) -> datetime | None:
        return datetime.fromisoformat(self.moment) if self.moment is not None else None


def kept_beside(database: Path) -> Path:
    return database.with_name(f"{database.name}.try.json")


def read(database: Path, seed: int, lang: str) -> Kept:
    """What was kept with this file, or the beginning of a new one.

    :raises NotARehearsal: the database exists, and nothing beside it says that it is a rehearsal's.
    :raises CannotKeep: the folder cannot be read.
    """
    try:
        if kept_beside(database).exists():
            return Kept(**json.loads(kept_beside(database).read_text("utf-8")))
        if not database.exists():
            return Kept(token_urlsafe(32), seed, lang)
    except OSError as error:
        raise CannotKeep.at(database, error) from error
    except (ValueError, TypeError) as error:  # not JSON, or not ours
        raise NotARehearsal(file=database.name) from error
    raise NotARehearsal(file=database.name)


def discard(database: Path) -> None:
    """Take away a rehearsal that never began, so that its name is free again."""
    of_sqlite = [database.with_name(f"{database.name}{ending}") for ending in SQLITE_ENDINGS]
    for file in (*of_sqlite, kept_beside(database)):
        if file.exists():
            file.unlink()


def write(database: Path, kept: Kept) -> None:
    """Readable by its owner only, because it holds the key of the seeds; whole, or as it was before.

    :raises CannotKeep: the folder or the file cannot be written.
    """
    notes = kept_beside(database)
    part = notes.with_name(f"{notes.name}.part")
    try:
        notes.parent.mkdir(parents=True, exist_ok=True)
        part.touch(mode=0o600)
        part.write_text(json.dumps(asdict(kept), indent=1), "utf-8")
        part.replace(notes)
    except OSError as error:
        raise CannotKeep.at(database, error) from error
