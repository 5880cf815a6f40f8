"""As much of Discord on 127.0.0.1 as a bot needs to log in, to become READY and to stay."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import WSMsgType, web

from tests.kit.payloads import BOT_ID, BOT_USER, application

HEARTBEAT_MS = 1_000
HELLO, IDENTIFY, HEARTBEAT, HEARTBEAT_ACK = 10, 2, 1, 11


class Gateway:
    """One bot at a time. After READY it asks for a heartbeat a second: the clock of those who measure."""

    def __init__(self) -> None:
        self.base = ""
        self.heartbeats: asyncio.Queue[None] = asyncio.Queue()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        match request.method, request.path:
            case "GET", "/gateway":
                return await self._talk(request)
            case "GET", "/users/@me":
                return _json(BOT_USER)
            case "GET", "/oauth2/applications/@me":
                return _json(application())
            case "PUT", path if path == f"/applications/{BOT_ID}/commands":
                return _json([])
        raise web.HTTPNotFound

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": HEARTBEAT_MS}, "s": None, "t": None})
        ready = False
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            said = json.loads(message.data)
            if said["op"] == IDENTIFY:
                await socket.send_json({"op": 0, "s": 1, "t": "READY", "d": self._ready()})
                ready = True
            elif said["op"] == HEARTBEAT:
                await socket.send_json({"op": HEARTBEAT_ACK, "d": None, "s": None, "t": None})
                if ready:
                    self.heartbeats.put_nowait(None)
        return socket

    def _ready(self) -> dict[str, Any]:
        return {
            "v": 10,
            "user": BOT_USER,
            "guilds": [],
            "session_id": "bench",
            "resume_gateway_url": self.base.replace("http", "ws") + "/gateway",
            "application": {"id": str(BOT_ID), "flags": 0},
        }


def _json(body: Any) -> web.Response:
    # discord.py reads JSON only under exactly this content type, without a charset
    response = web.Response(body=json.dumps(body).encode())
    response.headers["Content-Type"] = "application/json"
    return response


@asynccontextmanager
async def open_gateway() -> AsyncIterator[Gateway]:
    gateway = Gateway()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", gateway.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        gateway.base = f"http://{host}:{port}"
        yield gateway
    finally:
        await runner.cleanup()
