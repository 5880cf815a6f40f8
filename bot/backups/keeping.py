"""The names of backups, and which of them are kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

KEPT = 14
"""Backups that are kept, all sorts together."""
SPECIAL_KEPT = 3
SPECIAL_KEPT_FOR = timedelta(days=14)

_STAMP = "%Y%m%dT%H%M%SZ"


class Purpose(StrEnum):
    """Why a copy was made."""

    DAILY = "daily"
    BEFORE = "before"
    """Before a migration."""
    REPLACED = "replaced"
    """What a restore took the place of; it may be damaged."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished copy; ``size`` in bytes."""

    path: Path
    made_at: datetime
    purpose: Purpose
    size: int


def name_of(stem: str, made_at: datetime, *, before: str | None = None, number: int = 1) -> str:
    """``hub-20261102T000000Z.db``, ``hub-20261102T000000Z-before-0004.db``; a number for the same second."""
    again = f"-{number}" if number > 1 else ""
    return f"{stem}-{made_at.astimezone(UTC):{_STAMP}}{again}{f'-before-{before}' if before else ''}.db"


def name_of_replaced(stem: str, made_at: datetime, *, number: int = 1) -> str:
    """``hub-replaced-20261102T000000Z.db``."""
    return name_of(f"{stem}-replaced", made_at, number=number)


def read_name(stem: str, name: str) -> tuple[datetime, Purpose] | None:
    """When and why a copy of this name was made; None for a file that is not ours."""
    found = re.fullmatch(
        rf"{re.escape(stem)}-(replaced-)?(\d{{8}}T\d{{6}}Z)(?:-\d+)?(-before-\w+)?\.db", name, re.ASCII
    )
    if found is None:
        return None
    try:
        made_at = datetime.strptime(found[2], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return made_at, Purpose.REPLACED if found[1] else Purpose.BEFORE if found[3] else Purpose.DAILY


def to_keep(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """The fourteen that stay.

    First the newest three of those made before a migration or a restore, for 14 days, so that ten copies
    made by hand on the evening of an upgrade do not push out the one that matters. Then the newest of each
    day, and where days are fewer than places, others of the same days.
    """
    newest = sorted(backups, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)
    plain = [backup for backup in newest if backup.purpose is Purpose.DAILY]
    special = [
        backup
        for backup in newest
        if backup.purpose is not Purpose.DAILY and (not plain or now - backup.made_at <= SPECIAL_KEPT_FOR)
    ]
    of_days = list({backup.made_at.date(): backup for backup in reversed(plain)}.values())[::-1]
    others = [backup for backup in plain if backup not in of_days]
    return [*special[:SPECIAL_KEPT], *of_days, *others][:KEPT]
