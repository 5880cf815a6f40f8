"""What stands beside the database file of a rehearsal, so that the same file can be opened again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_urlsafe

from bot.errors import N_, UserError


class NotARehearsal(UserError):
    """The simulated Discord would send to nobody, but the bot would act on real people's data."""

    sentence = N_(
        "{file} was not made by bot try, so it is left alone: it may belong to a real community. "
        "Please name a file that does not exist yet."
    )


@dataclass
class Kept:
    """``moment`` is where the clock stood (ISO 8601, UTC); None: the file is new."""

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
    """
    notes = kept_beside(database)
    if notes.exists():
        return Kept(**json.loads(notes.read_text("utf-8")))
    if database.exists():
        raise NotARehearsal(file=database.name)
    return Kept(token_urlsafe(32), seed, lang)


def discard(database: Path) -> None:
    """Take away a rehearsal that never began, so that its name is free again."""
    for file in (database, *database.parent.glob(f"{database.name}-*"), kept_beside(database)):
        file.unlink(missing_ok=True)


def write(database: Path, kept: Kept) -> None:
    """Readable by its owner only, because it holds the key of the seeds."""
    notes = kept_beside(database)
    notes.touch(mode=0o600)
    notes.write_text(json.dumps(asdict(kept), indent=1), "utf-8")
