"""How the process starts and ends: the real client against a server on 127.0.0.1."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator
from typing import Any

import discord
import discord.gateway
import discord.http
import pytest
from yarl import URL

from bot import app
from bot.settings import Settings, SettingsError
from tests.kit.loopback import Loopback

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.GplAnt.ed-secret-that-nobody-may-ever-read-00"


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Loopback]:
    made = Loopback()
    await made.start()
    monkeypatch.setattr(discord.http.Route, "BASE", made.base)
    yield made
    await made.down()


@pytest.fixture
def real(settings: Settings) -> Settings:
    return Settings(**{**settings.model_dump(), "discord_token": TOKEN})


async def test_a_refused_token_is_one_line_without_the_token(
    server: Loopback, real: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    server.trouble("GET", "/users/@me", 401, code=0)
    with pytest.raises(SettingsError) as refused:
        await app.run(real)
    line = str(refused.value)
    assert line.startswith("DISCORD_TOKEN: read ")
    assert "expected" in line
    assert "\n" not in line
    assert TOKEN not in line + caplog.text
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


async def test_no_token_is_told_before_anything_is_opened(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="DISCORD_TOKEN"):
        await app.run(settings)


async def test_no_network_is_one_line(server: Loopback, real: Settings) -> None:
    await server.down()
    with pytest.raises(app.CannotReachDiscord, match=r"^Discord cannot be reached \(\w+\)"):
        await app.run(real)


@pytest.mark.long
async def test_no_gateway_at_the_start_is_one_line(
    server: Loopback, real: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.trouble("PUT", "/applications/*/commands", 200, body=[])
    server.trouble("GET", "/gateway", 503, times=9)
    gateway = URL(server.base.replace("http", "ws")) / "gateway"
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    with pytest.raises(app.CannotReachDiscord, match="gateway"):
        await app.run(real)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_ends_cleanly(
    server: Loopback,
    real: Settings,
    number: signal.Signals,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Discord is there, its gateway is not: the bot waits for it, and then the signal comes."""
    caplog.set_level(logging.INFO, "bot.app")
    server.trouble("PUT", "/applications/*/commands", 200, body=[])
    known = server._answer

    def answer(method: str, path: str, body: Any) -> Any:
        if path == "/gateway":
            asyncio.get_running_loop().call_soon(os.kill, os.getpid(), number)
            return {}  # no web socket: discord.py tries again after a while
        return known(method, path, body)

    monkeypatch.setattr(server, "_answer", answer)
    gateway = URL(server.base.replace("http", "ws")) / "gateway"
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    before = signal.getsignal(number)
    await asyncio.wait_for(app.run(real), timeout=30)
    assert "told to stop" in caplog.text
    assert signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler)
    signal.signal(number, before)


def test_no_privileged_intent_and_no_memory_of_people(settings: Settings) -> None:
    bot = app.create_bot(settings)
    assert {name for name, on in bot.intents if on} == {"guilds"}
    assert bot._connection.member_cache_flags == discord.MemberCacheFlags.none()
    assert bot._connection.allowed_mentions is not None
    assert bot._connection.allowed_mentions.to_dict() == {"parse": []}


async def test_everything_is_closed_in_order_even_when_discord_fails(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = app.create_bot(settings)
    order: list[str] = []

    class Scheduler:
        running = True

        def shutdown(self, *, wait: bool) -> None:
            order.append("scheduler")
            raise RuntimeError("scheduler")

    close_hub = bot.hub.close

    async def hub_closes() -> None:
        order.append("hub")
        await close_hub()

    async def discord_closes(self: discord.Client) -> None:
        order.append("discord")
        raise RuntimeError("discord")

    monkeypatch.setattr(discord.Client, "close", discord_closes)
    monkeypatch.setattr(bot.hub, "close", hub_closes)
    bot.scheduler = Scheduler()  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(RuntimeError, match="scheduler"):
        await bot.close()
    assert order == ["discord", "scheduler", "hub"]
    with pytest.raises(RuntimeError):
        await bot.close()
    assert order.count("hub") == 1


async def test_a_send_that_hangs_does_not_keep_the_connection_open(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bot = app.create_bot(settings)
    order: list[str] = []

    async def hangs() -> None:
        await asyncio.Event().wait()

    async def discord_closes(self: discord.Client) -> None:
        order.append("discord")

    monkeypatch.setattr(app, "GOODBYE_SECONDS", 0.01)
    monkeypatch.setattr(bot.hub, "stop", hangs)
    monkeypatch.setattr(discord.Client, "close", discord_closes)
    async with asyncio.timeout(5):  # instead of hanging with it
        await bot.close()
    assert order == ["discord"]
    assert bot._hub_is_closed
    assert "what is being done did not end in time" in caplog.text
