"""The real bot as a process of its own, against a Discord on 127.0.0.1 whose gateway says nothing.

``python -m tests.kit.starting URL broken`` starts a bot whose set-up uses the database and then raises;
``told`` starts a whole one, which gets SIGTERM once it looks for the gateway. ``sending`` gets it while
notices are under way, and prints one line for each that a courier took.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

import discord.gateway
import discord.http
from aiohttp import web
from yarl import URL

from bot import app, log, scheduler
from bot.hub import Hub
from bot.outbox.couriers import Address
from bot.outbox.notice import Notice, Receipt
from bot.settings import Settings
from tests.kit.loopback import Loopback

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.GplAnt.ed-secret-that-nobody-may-ever-read-00"


class Quiet(Loopback):
    """Knows the commands, and has no web socket."""

    def __init__(self, *, keeps_them_waiting: bool) -> None:
        super().__init__()
        self.keeps_them_waiting = keeps_them_waiting
        self.end = asyncio.Event()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/gateway" and self.keeps_them_waiting:
            await self.end.wait()
        return await super()._handle(request)

    def _answer(self, method: str, path: str, body: Any) -> Any:
        if path == "/gateway":
            if not self.keeps_them_waiting:
                asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGTERM)
            return {}
        if method == "PUT" and path.endswith("/commands"):
            return []
        return super()._answer(method, path, body)


class Broken:
    """A feature that uses the database and then fails."""

    @staticmethod
    async def setup(bot: app.HubBot) -> None:
        await bot.hub.outbox.next_due_at()
        async with bot.hub.db.transaction():
            pass
        raise ZeroDivisionError


class Patient:
    """A courier that takes its time: what it was handed arrives only after the process was told to stop."""

    def __init__(self, hub: Hub) -> None:
        self._told = asyncio.Event()
        self._count = 0
        self._stop = hub.dispatcher.stop
        hub.dispatcher.stop = self.stop

    async def stop(self, **patience: Any) -> None:
        self._told.set()
        await self._stop(**patience)

    async def send(self, address: Address, notice: Notice, *, nonce: str) -> Receipt:
        sys.stdout.write(f"{'late' if self._told.is_set() else 'taken'} {nonce}\n")
        self._count += 1
        message_id = 600_000 + self._count
        if self._count == 3:  # two others are under way already
            os.kill(os.getpid(), signal.SIGTERM)
        await self._told.wait()
        return Receipt(channel_id=500_000, message_id=message_id)

    async def remove(self, place: Address, message_id: int, notice: Notice) -> None:
        raise AssertionError("nothing is taken away here")

    async def edit(self, place: Address, message_id: int, notice: Notice) -> None:
        raise AssertionError("no card was posted")


def send_patiently() -> None:
    """The next bot sends soon after its start, and with a courier that takes its time."""
    scheduler.TICK_SECONDS = 1
    create = app.create_bot

    def create_patient(settings: Settings) -> app.HubBot:
        bot = create(settings)
        use = bot.hub.use_couriers
        bot.hub.use_couriers = lambda couriers: use({name: Patient(bot.hub) for name in couriers})
        return bot

    app.create_bot = create_patient


async def run(url: str, story: str) -> None:
    settings = Settings(database_url=url, discord_token=TOKEN)  # pyright: ignore[reportArgumentType]
    log.configure(settings)
    server = Quiet(keeps_them_waiting=story == "sending")
    await server.start()
    discord.http.Route.BASE = server.base
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL(server.base.replace("http", "ws")) / "gateway"
    if story == "broken":
        app.COGS = (Broken,)  # pyright: ignore[reportAttributeAccessIssue]
    if story == "sending":
        send_patiently()
    try:
        await app.run(settings)
    finally:
        server.end.set()
        await server.down()


if __name__ == "__main__":
    asyncio.run(run(*sys.argv[1:]))
