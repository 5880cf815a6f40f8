"""The real bot as a process of its own, against a Discord on 127.0.0.1 whose gateway says nothing.

``python -m tests.kit.starting URL broken`` starts a bot whose set-up uses the database and then raises;
``told`` starts a whole one, which gets SIGTERM once it looks for the gateway.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

import discord.gateway
import discord.http
from yarl import URL

from bot import app, log
from bot.settings import Settings
from tests.kit.loopback import Loopback

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.GplAnt.ed-secret-that-nobody-may-ever-read-00"


class Quiet(Loopback):
    """Knows the commands, and has no web socket."""

    def _answer(self, method: str, path: str, body: Any) -> Any:
        if path == "/gateway":
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


async def run(url: str, story: str) -> None:
    settings = Settings(database_url=url, discord_token=TOKEN)  # pyright: ignore[reportArgumentType]
    log.configure(settings)
    server = Quiet()
    await server.start()
    discord.http.Route.BASE = server.base
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL(server.base.replace("http", "ws")) / "gateway"
    if story == "broken":
        app.COGS = (Broken,)  # pyright: ignore[reportAttributeAccessIssue]
    try:
        await app.run(settings)
    finally:
        await server.down()


if __name__ == "__main__":
    asyncio.run(run(*sys.argv[1:]))
