"""Who looks at the page is told that something changed; what changed, the page asks for itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress


class Changes:
    """A number that grows with every change, and those who wait for the next one."""

    def __init__(self) -> None:
        self.revision = 1
        self._grown = asyncio.Event()
        self._is_over = False

    def note(self) -> None:
        """Something is different now."""
        self.revision += 1
        self._wake()

    def end(self) -> None:
        """Nothing changes any more: whoever waits stops waiting."""
        self._is_over = True
        self._wake()

    async def follow(self, patience: float) -> AsyncIterator[int]:
        """The number now, then after every change the newest one; the same again after ``patience`` seconds.

        The repetition lets a server notice that nobody reads any more.
        """
        seen = self.revision
        yield seen
        while not self._is_over:
            if self.revision == seen:
                grown = self._grown
                with suppress(TimeoutError):  # nothing has changed: the same number is said again
                    async with asyncio.timeout(patience):
                        await grown.wait()
            if self._is_over:
                return
            seen = self.revision
            yield seen

    def _wake(self) -> None:
        woken, self._grown = self._grown, asyncio.Event()
        woken.set()
