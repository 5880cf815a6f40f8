"""A file that says when the bot last did its work, for supervisors, `bot doctor` and `bot restore`.

It holds one moment in ISO 8601 and nothing else. It is gone after a clean end, and stays behind a crash.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clock import Clock

_log = logging.getLogger(__name__)

NAME = "heartbeat"
EVERY = timedelta(seconds=5)
LONGEST_WORK = timedelta(hours=1)
"""A great announcement goes out over many passes, each of some minutes where Discord does not answer."""


class Heartbeat:
    """Beats once after every tick. ``last_at`` is the last one of this process, or None."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._file = folder / NAME
        self._clock = clock
        self._complained = False
        self.every = EVERY
        self.last_at: datetime | None = None

    def beat(self) -> None:
        """Write the moment; what reads it never sees half of it. A full disk is logged, not raised."""
        self.last_at = self._clock()
        half = self._file.with_suffix(".part")
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            half.write_text(self.last_at.isoformat(timespec="seconds") + "\n", "ascii")
            half.replace(self._file)
        except OSError:
            if not self._complained:
                _log.exception("the heartbeat file cannot be written")
            self._complained = True
        else:
            self._complained = False

    async def during(self, work: Coroutine[Any, Any, object], look: Callable[[], Awaitable[object]]) -> None:
        """Beat on while ``work`` waits for Discord, which may take longer than a supervisor waits.

        Before each beat ``look`` must succeed: where the database does not answer, the work will say so. Work
        that takes longer than all that is allowed hangs, and then the heart stops.
        """
        task = asyncio.ensure_future(work)
        try:
            for _beat in range(int(LONGEST_WORK / self.every)):
                if (await asyncio.wait({task}, timeout=self.every.total_seconds()))[0]:
                    break
                with contextlib.suppress(Exception):
                    await look()
                    self.beat()
            await task
        finally:
            if not task.done():  # this job is cancelled: its work ends before the database is closed
                task.cancel()
                await asyncio.wait({task})

    def end(self) -> None:
        """A clean end: no supervisor need worry. Does nothing in a process that never did a tick."""
        if self.last_at is None:
            return
        try:
            self._file.unlink(missing_ok=True)
        except OSError:
            _log.exception("the heartbeat file cannot be taken away")


def last_beat(folder: Path) -> datetime | None:
    """When a bot on this folder last did its work; None: it ended cleanly, or never ran."""
    try:
        written = datetime.fromisoformat((folder / NAME).read_text("ascii").strip())
    except (OSError, ValueError):
        return None
    return written.astimezone(UTC) if written.tzinfo else None
