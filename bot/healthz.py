"""A page on 127.0.0.1 for supervisors: ``GET /healthz`` answers 200 while the bot does its work, else 503.

Off unless HEALTHZ_PORT is set. Nobody outside this computer reaches it, and it tells nothing about people.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from sqlalchemy import text

from bot.health.rules import LATE_TICK
from bot.hub import Hub

if TYPE_CHECKING:
    from aiohttp import web

_log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
DATABASE_PATIENCE_SECONDS = 2.0
END_SECONDS = 1.0

Reason = Literal["no_tick", "gateway", "database"]


class PortIsTaken(Exception):
    """Something else listens there; the message is one line for the operator."""


async def listen(app: web.Application, port: int, setting: str) -> tuple[web.AppRunner, int]:
    """Serve the pages on this computer only; whoever ends them, and the port (another one only for 0).

    ``setting`` names the port in the message. Raises `PortIsTaken`.
    """
    from aiohttp import web

    runner = web.AppRunner(app, access_log=None, shutdown_timeout=END_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, LOOPBACK, port).start()
    except OSError as error:
        await runner.cleanup()
        raise PortIsTaken(
            f"{setting}: read {port}, which cannot be used ({error.strerror}); expected a free port."
        ) from None
    return runner, int(runner.addresses[0][1])


class HealthPage:
    """Serves from `open` to `close`; ``is_connected`` says whether Discord's gateway is there."""

    def __init__(self, hub: Hub, is_connected: Callable[[], bool]) -> None:
        self._hub = hub
        self._is_connected = is_connected
        self._runner: web.AppRunner | None = None

    async def open(self, port: int) -> int:
        """Listen; the port (another one only for 0, which lets the system choose). Raises `PortIsTaken`."""
        from aiohttp import web

        app = web.Application()
        app.router.add_get("/healthz", self._answer)
        self._runner, taken = await listen(app, port, "HEALTHZ_PORT")
        return taken

    async def close(self) -> None:
        """Stop listening; may be called again, or without `open`."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def trouble(self) -> Reason | None:
        """Why the bot does not do its work, by one word; None: it does."""
        last_at = self._hub.heartbeat.last_at
        if last_at is None or self._hub.clock() - last_at > LATE_TICK:
            return "no_tick"
        if not self._is_connected():
            return "gateway"
        try:
            async with asyncio.timeout(DATABASE_PATIENCE_SECONDS), self._hub.db.glancing() as tx:
                await tx.execute(text("SELECT 1"))
        except Exception:  # noqa: BLE001  (whatever it is, the database did not answer)
            return "database"
        return None

    async def _answer(self, _request: web.Request) -> web.Response:
        from aiohttp import web

        reason = await self.trouble()
        if reason is not None:
            return web.json_response({"ok": False, "reason": reason}, status=503)
        return web.json_response({"ok": True})
