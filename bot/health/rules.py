"""What a look at the bot's health gives: findings, each with what can be done. No I/O."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.i18n import Text, _, _n
from bot.troubles import Trouble

LATE_TICK = timedelta(seconds=60)
"""The scheduler ticks every five seconds; after a minute without one something hangs."""
BACKLOG_AFTER = timedelta(minutes=10)
LEAST_FREE_BYTES = 200_000_000
FREE_PER_DATABASE = 3
"""The database, one backup of it and the copy that a migration makes."""
CLOCK_MAY_DIFFER = timedelta(seconds=60)


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"

    @property
    def mark(self) -> str:
        return {"ok": "✓", "warning": "△", "fault": "✗"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``do`` is what helps, for people who may not know the machine."""

    name: Text
    state: State
    says: Text
    do: Text | None = None


@dataclass(frozen=True, slots=True)
class Server:
    """A community as far as Discord can be asked about it; channels that are not chosen are None."""

    id: int
    name: str
    announce_channel_id: int | None
    staff_channel_id: int | None
    mirrors_events: bool = True


WHAT_IT_IS: dict[Trouble, Text] = {
    Trouble.DISK_FULL: _("The disk of the bot's computer is full."),
    Trouble.DISK_ERROR: _("The disk of the bot's computer does not work properly."),
    Trouble.READ_ONLY: _("The bot's computer does not let the bot write its file."),
    Trouble.DAMAGED: _("The file in which the bot keeps everything is damaged."),
    Trouble.UNREACHABLE: _("The database in which the bot keeps everything did not answer."),
}
WHAT_HELPS: dict[Trouble, Text] = {
    Trouble.DISK_FULL: _("Make room on the disk of the bot's data folder; the bot goes on by itself."),
    Trouble.DISK_ERROR: _("Look at the disk's quota and its health; the bot goes on by itself."),
    Trouble.READ_ONLY: _("Give the user of the bot the right to write its data folder and the file in it."),
    Trouble.DAMAGED: _("Stop the bot and run: bot restore FILE, with the newest file of the backups folder."),
    Trouble.UNREACHABLE: _("See whether the database runs, and whether another program has locked it."),
}


def is_well(findings: Iterable[Finding]) -> bool:
    """Whether nothing is broken; warnings do not count."""
    return all(finding.state is not State.FAULT for finding in findings)


def length(span: timedelta) -> Text:
    """About how long, in one unit: minutes below two hours, hours below two days, then days."""
    minutes = max(1, round(abs(span).total_seconds() / 60))
    if minutes < 120:
        return _n("{count} minute", "{count} minutes", count=minutes)
    if minutes < 48 * 60:
        return _n("{count} hour", "{count} hours", count=round(minutes / 60))
    return _n("{count} day", "{count} days", count=round(minutes / 60 / 24))
