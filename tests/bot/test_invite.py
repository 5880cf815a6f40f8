"""`bot invite`: the link that people open is for this application, and asks for what the bot uses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import discord.http
import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import FAILED, WRONG_SETTING, app
from bot.settings import Settings
from cogs.shared.permissions import INVITE_PERMISSIONS
from tests.kit import payloads
from tests.kit.loopback import Loopback

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.GplAnt.ed-secret-that-nobody-may-ever-read-00"


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[Loopback]:
    """A Discord on 127.0.0.1, in a folder without a .env."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    made = Loopback()
    await made.start()
    monkeypatch.setattr(discord.http.Route, "BASE", made.base)
    yield made
    await made.down()


async def invite(*options: str) -> Result:
    """The command has an event loop of its own, as at the command line."""
    done = await asyncio.to_thread(CliRunner().invoke, app, ["invite", *options])
    assert TOKEN not in done.output
    return done


def asked_for(link: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link.strip()).query)


async def test_the_link_is_for_the_application_of_the_token(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    done = await invite()
    assert done.exit_code == 0, done.stderr
    assert asked_for(done.stdout) == {
        "client_id": [str(payloads.BOT_ID)],
        "scope": ["bot applications.commands"],
        "permissions": [str(INVITE_PERMISSIONS.value)],
    }
    assert {request.method for request in server.requests} == {"GET"}


async def test_with_an_id_nobody_is_asked(server: Loopback) -> None:
    done = await invite("--application-id", "123456789012345678")
    assert asked_for(done.stdout)["client_id"] == ["123456789012345678"]
    assert server.requests == []
    for wrong in ("0", "-5", "hub"):
        assert (await invite("--application-id", wrong)).exit_code == WRONG_SETTING


async def test_what_is_in_the_way_is_one_line(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    without = await invite()
    assert (without.exit_code, without.stdout) == (WRONG_SETTING, "")
    assert without.stderr.startswith("DISCORD_TOKEN: read nothing; expected")

    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    server.trouble("GET", "/users/@me", 401, code=0)
    refused = await invite()
    assert refused.exit_code == WRONG_SETTING
    assert "refuses" in refused.stderr

    await server.down()
    alone = await invite()
    assert alone.exit_code == FAILED
    assert "cannot be reached" in alone.stderr
    assert [done.stderr.count("\n") for done in (without, refused, alone)] == [1, 1, 1]
