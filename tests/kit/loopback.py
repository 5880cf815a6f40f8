"""Discord's REST interface on 127.0.0.1, for the real discord.py client: what SimCord replaces is tested here.

It answers well unless told otherwise, and keeps every request as it was on the wire.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Any

import discord
import discord.http
import pytest
from aiohttp import web

from tests.kit import payloads


@dataclass(frozen=True, slots=True)
class Request:
    """One request as the server read it; ``files`` are the names of the uploaded files."""

    method: str
    path: str
    json: Any
    files: tuple[str, ...] = ()


@dataclass(slots=True)
class Trouble:
    """What happens to the next matching requests instead of a good answer.

    ``drop`` ends the connection: ``unread`` before the request is read, ``silent`` when it was taken but not
    answered, ``torn`` in the middle of a good answer.
    """

    method: str
    path: str
    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: str | None = None
    times: int = 1


class Loopback:
    """The server; `trouble` and `down` are the two ways to make it misbehave."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.messages_kept = 0
        self._troubles: deque[Trouble] = deque()
        self._next_id = 700_000_000_000_000_000
        self._runner: web.AppRunner | None = None
        self.base = ""

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"

    async def down(self) -> None:
        """Nobody listens any more: connections are refused."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def trouble(
        self, method: str, path: str, status: int = 200, *, code: int | None = None, **more: Any
    ) -> None:
        """Answer the next request to ``path`` (a pattern with ``*``) so; ``code`` is Discord's JSON code."""
        body = more.pop("body", {"code": code, "message": "as told"} if code is not None else None)
        self._troubles.append(Trouble(method, path, status, body=body, **more))

    def sent(self, path: str = "/channels/*/messages") -> list[Request]:
        """The POST requests to ``path``, oldest first."""
        return [each for each in self.requests if each.method == "POST" and fnmatch(each.path, path)]

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        trouble = self._trouble_for(request.method, request.path)
        if trouble is not None and trouble.drop == "unread":
            return self._cut(request)
        body, names = await _read(request)
        self.requests.append(Request(request.method, request.path, body, names))
        if trouble is None:
            return _json(self._answer(request.method, request.path, body))
        if trouble.drop == "silent":
            self._answer(request.method, request.path, body)
            return self._cut(request)
        if trouble.drop == "torn":
            return await self._tear(request, self._answer(request.method, request.path, body))
        if isinstance(trouble.body, str):
            return web.Response(status=trouble.status, text=trouble.body, headers=trouble.headers)
        return _json(trouble.body, trouble.status, trouble.headers)

    def _trouble_for(self, method: str, path: str) -> Trouble | None:
        for trouble in self._troubles:
            if trouble.times > 0 and trouble.method == method and fnmatch(path, trouble.path):
                trouble.times -= 1
                return trouble
        return None

    @staticmethod
    def _cut(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async def _tear(self, request: web.Request, answer: Any) -> web.StreamResponse:
        whole = json.dumps(answer).encode()
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        response.content_length = len(whole)
        await response.prepare(request)
        await response.write(whole[:10])
        self._cut(request)
        return response

    def _answer(self, method: str, path: str, body: Any) -> Any:
        parts = path.strip("/").split("/")
        match method, parts:
            case "GET", ["users", "@me"]:
                return payloads.BOT_USER
            case "GET", ["oauth2", "applications", "@me"]:
                return payloads.application()
            case "POST", ["users", "@me", "channels"]:
                return {"id": self._id(), "type": 1, "recipients": [payloads.user(body["recipient_id"])]}
            case "GET", ["channels", channel_id]:
                return payloads.channel(channel_id)
            case "POST", ["channels", channel_id, "messages", message_id, "threads"]:
                return payloads.thread(channel_id, message_id, body["name"])
            case "POST", ["channels", channel_id, "messages"]:
                self.messages_kept += 1
                return payloads.message(channel_id, self._id(), body)
            case "PATCH", ["channels", channel_id, "messages", message_id]:
                return payloads.message(channel_id, message_id, body)
        raise AssertionError(f"the loopback server knows no {method} {path}")

    def _id(self) -> str:
        self._next_id += 1
        return str(self._next_id)


def _json(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    # discord.py reads JSON only under exactly this content type, without a charset; no connection is kept, so
    # that the end of the server is a refused connection and not the end of a kept one
    response = web.Response(body=json.dumps(body).encode(), status=status, headers=headers)
    response.headers["Content-Type"] = "application/json"
    response.force_close()
    return response


async def _read(request: web.Request) -> tuple[Any, tuple[str, ...]]:
    if not request.content_type.startswith("multipart/"):
        return (await request.json() if request.can_read_body else None), ()
    form = await request.post()
    names = tuple(part.filename for part in form.values() if isinstance(part, web.FileField))
    return json.loads(str(form["payload_json"])), names


class _Hurried:
    """``asyncio`` as discord.py's HTTP module sees it, but its waits between two tries take no time."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@asynccontextmanager
async def loopback_client(
    monkeypatch: pytest.MonkeyPatch, server: Loopback | None = None
) -> AsyncIterator[tuple[Loopback, discord.Client]]:
    """A real discord.py client, logged in at a loopback server; only the waits of its retries are skipped.

    ``server``: one that is stricter than the usual.
    """
    server = server or Loopback()
    await server.start()
    monkeypatch.setattr(discord.http.Route, "BASE", server.base)
    monkeypatch.setattr(discord.http, "asyncio", _Hurried())
    client = discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=30)
    try:
        await client.login("loopback")
        server.requests.clear()
        yield server, client
    finally:
        await client.close()
        await server.down()
