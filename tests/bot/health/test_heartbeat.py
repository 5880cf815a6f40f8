"""The heartbeat file, and the page for supervisors, asked over real HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import discord.gateway
import discord.http
import pytest
import yarl

from bot import app
from bot.clock import Hands
from bot.health.heartbeat import Heartbeat, last_beat
from bot.healthz import HealthPage, PortIsTaken
from bot.hub import Hub
from bot.settings import Settings, SettingsError
from tests.bench.gateway import open_gateway
from tests.bot.outbox.stage import RecordingCourier

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.GplAnt.ed-secret-that-nobody-may-ever-read-00"


# --- the file ---


async def test_every_tick_beats_and_a_clean_end_leaves_none(
    hub: Hub, hands: Hands, settings: Settings
) -> None:
    folder = settings.data_folder
    assert last_beat(folder) is None
    await hub.tick()
    assert last_beat(folder) == hands()
    assert (folder / "heartbeat").read_text() == "2026-11-02T00:00:00+00:00\n"
    hands.move(timedelta(seconds=5))
    await hub.tick()
    assert last_beat(folder) == hands()
    await hub.close()
    assert last_beat(folder) is None


async def test_a_tick_that_fails_does_not_beat(hub: Hub, hands: Hands, settings: Settings) -> None:
    hub.use_couriers({"discord": RecordingCourier()})
    await hub.tick()
    before = hands()
    hands.move(timedelta(minutes=1))
    await hub.db.close()
    settings.database_file.write_bytes(b"x" * 5_000)  # pyright: ignore[reportOptionalMemberAccess]
    with pytest.raises(Exception, match="not a database"):
        await hub.tick()
    assert last_beat(settings.data_folder) == before


class Slow(RecordingCourier):
    """Takes a notice at once, and says so only when told."""

    def __init__(self) -> None:
        self._answers = asyncio.Event()
        super().__init__(silence=self._answers)

    def answer(self) -> None:
        self._answers.set()


async def begin_a_slow_send(hub: Hub) -> tuple[asyncio.Future[None], Slow]:
    """A tick in the middle of a send; the heart beats every millisecond."""
    hub.heartbeat.every = timedelta(milliseconds=1)
    courier = Slow()
    hub.use_couriers({"discord": courier})
    await hub.communities.set_up(1, name="みなと", announce_channel_id=2, staff_channel_id=3, staff_role_id=4)
    await hub.handover.send_test(1, 11, "はる")
    tick = asyncio.ensure_future(hub.tick())
    await courier.taken.wait()
    return tick, courier


async def test_the_heart_beats_on_while_discord_makes_one_send_wait(
    hub: Hub, hands: Hands, settings: Settings
) -> None:
    """One send may take 80 seconds; a supervisor restarts the bot after 60 without a beat."""
    tick, courier = await begin_a_slow_send(hub)
    hands.move(timedelta(seconds=70))
    async with asyncio.timeout(5):
        while last_beat(settings.data_folder) != hands():
            await asyncio.wait({tick}, timeout=0.001)
    assert not tick.done()
    courier.answer()
    await tick
    assert len(courier.sent) == 1


async def test_the_heart_does_not_beat_on_while_the_database_does_not_answer(
    hub: Hub, hands: Hands, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the look between two beats fails here, at a known moment: a file taken away is a race."""
    looked = asyncio.Semaphore(0)

    async def no_answer() -> None:
        looked.release()
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(hub.outbox, "next_due_at", no_answer)
    tick, courier = await begin_a_slow_send(hub)
    hands.move(timedelta(seconds=70))
    async with asyncio.timeout(5):
        for _look in range(5):
            await looked.acquire()
    assert last_beat(settings.data_folder) is None
    courier.answer()
    await tick
    assert last_beat(settings.data_folder) == hands()


async def test_a_tick_that_is_cancelled_ends_its_sending_first(hub: Hub) -> None:
    tick, _courier = await begin_a_slow_send(hub)
    tick.cancel()
    with pytest.raises(asyncio.CancelledError):
        await tick
    left = asyncio.all_tasks() - {asyncio.current_task()}
    assert not [task for task in left if "Dispatcher" in repr(task)]


def test_a_disk_that_takes_no_file_does_not_end_the_tick(
    tmp_path: Path, hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    heart = Heartbeat(tmp_path / "file", hands)
    heart.beat()
    heart.beat()
    assert heart.last_at == hands()
    assert caplog.text.count("the heartbeat file cannot be written") == 1


@pytest.mark.parametrize("written", ["", "soon", "2026-11-02T00:00:00"])
def test_what_is_no_moment_counts_as_none(written: str, tmp_path: Path) -> None:
    (tmp_path / "heartbeat").write_text(written)
    assert last_beat(tmp_path) is None


# --- the page ---


@pytest.fixture
async def page(hub: Hub) -> AsyncIterator[tuple[HealthPage, dict[str, bool], str]]:
    connected = {"is": True}
    made = HealthPage(hub, lambda: connected["is"])
    port = await made.open(0)
    yield made, connected, f"http://127.0.0.1:{port}/healthz"
    await made.close()


async def ask(url: str) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, json.loads(await answer.text())


async def test_it_says_why_the_bot_does_not_do_its_work(
    page: tuple[HealthPage, dict[str, bool], str], hub: Hub, hands: Hands, settings: Settings
) -> None:
    _made, connected, url = page
    assert await ask(url) == (503, {"ok": False, "reason": "no_tick"})
    await hub.tick()
    assert await ask(url) == (200, {"ok": True})
    hands.move(timedelta(seconds=60))
    assert await ask(url) == (200, {"ok": True})
    hands.move(timedelta(seconds=1))
    assert await ask(url) == (503, {"ok": False, "reason": "no_tick"})
    await hub.tick()
    connected["is"] = False
    assert await ask(url) == (503, {"ok": False, "reason": "gateway"})
    connected["is"] = True
    await hub.db.close()
    settings.database_file.write_bytes(b"x" * 5_000)  # pyright: ignore[reportOptionalMemberAccess]
    assert await ask(url) == (503, {"ok": False, "reason": "database"})


async def test_nobody_else_on_the_network_reaches_it(page: tuple[HealthPage, dict[str, bool], str]) -> None:
    made, _connected, _url = page
    assert made._runner is not None
    assert {address[0] for address in made._runner.addresses} == {"127.0.0.1"}


async def test_a_port_that_is_taken_is_one_line(hub: Hub) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortIsTaken, match=rf"^HEALTHZ_PORT: read {port}, .*expected a free port\.$"):
            await HealthPage(hub, lambda: True).open(port)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.mark.long
async def test_the_whole_bot_serves_it_while_it_runs_and_not_after(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real client against a gateway on 127.0.0.1, until SIGTERM."""
    port = free_port()
    real = Settings(**{**settings.model_dump(), "discord_token": TOKEN, "healthz_port": port})
    url = f"http://127.0.0.1:{port}/healthz"
    monkeypatch.setattr("bot.scheduler.TICK_SECONDS", 1)
    async with open_gateway() as gateway:
        monkeypatch.setattr(discord.http.Route, "BASE", gateway.base)
        at = yarl.URL(gateway.base.replace("http", "ws") + "/gateway")
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", at)
        life = asyncio.create_task(app.run(real))
        async with asyncio.timeout(30):
            for _beat in range(3):  # a heartbeat a second, the first after READY
                await gateway.heartbeats.get()
            assert await ask(url) == (200, {"ok": True})
            os.kill(os.getpid(), signal.SIGTERM)
            await life
    with pytest.raises(aiohttp.ClientConnectionError):
        await ask(url)
    assert last_beat(real.data_folder) is None


async def test_the_port_of_another_program_ends_the_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        real = Settings(**{**settings.model_dump(), "discord_token": TOKEN, "healthz_port": port})
        async with open_gateway() as gateway:
            monkeypatch.setattr(discord.http.Route, "BASE", gateway.base)
            with pytest.raises(SettingsError, match=f"^HEALTHZ_PORT: read {port}"):
                await app.run(real)
