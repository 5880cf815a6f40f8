"""Command names in Japanese, from the catalogue, in the payload that Discord gets."""

from __future__ import annotations

import gettext
import io
import re
from pathlib import Path
from typing import Any

import polib
import pytest
from discord import app_commands
from discord.ext import commands

from bot import i18n
from bot.i18n import C_, _
from cogs.shared import limits
from cogs.shared.commands import on_press
from cogs.shared.press import Press
from cogs.shared.translator import cmd
from tests.cogs.shared.stage import stage
from tests.kit.world import World


class NamesCog(commands.Cog):
    @app_commands.command(name=cmd(C_("command", "probe")), description=cmd(_("A probe description")))
    @app_commands.rename(when=cmd(C_("option", "start")))
    @app_commands.describe(when=cmd(_("When it starts")))
    @app_commands.choices(when=[app_commands.Choice(name=cmd(C_("choice", "soon")), value="soon")])
    @on_press()
    async def probe(self, press: Press, when: str) -> None: ...


@pytest.fixture
def _japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    book = polib.POFile()
    for context, english, japanese in (
        ("command", "probe", "ためす"),
        (None, "A probe description", "ためす命令です"),
        ("option", "start", "日時"),
        (None, "When it starts", "始まる日時"),
        ("choice", "soon", "もうすぐ"),
    ):
        book.append(polib.POEntry(msgctxt=context, msgid=english, msgstr=japanese))
    book.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue = gettext.GNUTranslations(io.BytesIO(book.to_binary()))
    monkeypatch.setattr(
        i18n, "_catalogue", lambda lang: catalogue if lang == "ja" else gettext.NullTranslations()
    )


@pytest.mark.usefixtures("_japanese")
async def test_names_and_descriptions_are_sent_in_japanese(tmp_path: Path) -> None:
    async with stage(tmp_path, cogs=[NamesCog()]) as here:
        sync = next(call for call in here.env.http_requests if call.path.endswith("/commands"))
        assert isinstance(sync.json, list)
        command = next(each for each in sync.json if each["name"] == "probe")
        assert command["name_localizations"] == {"ja": "ためす"}
        assert command["description_localizations"] == {"ja": "ためす命令です"}
        (option,) = command["options"]
        assert (option["name"], option["name_localizations"]) == ("start", {"ja": "日時"})
        assert option["description_localizations"] == {"ja": "始まる日時"}
        assert option["choices"][0]["name_localizations"] == {"ja": "もうすぐ"}
        assert command["contexts"] == [0]


async def test_every_command_of_the_bot_is_within_the_size_that_discord_allows(world: World) -> None:
    synced = next(call.json for call in world.env.http_requests if call.path.endswith("/commands"))
    assert isinstance(synced, list)
    assert {"setup", "event", "home"} <= {command["name"] for command in synced}
    for command in synced:
        limits.check_command_size(command)
        assert_localised(command, command["name"])


MESSAGE_MENU = 3


def assert_localised(part: dict[str, Any], where: str) -> None:
    """A Japanese name that Discord accepts, and a Japanese description, down to the last option."""
    name = part["name_localizations"]["ja"]
    assert 1 <= len(name) <= 32, where
    assert re.search(r"[^\x00-\x7f]", name), f"{where} has no Japanese name"
    if part.get("type") == MESSAGE_MENU:  # it may be written as people speak, and has no description
        return
    assert name == name.lower(), where
    assert not re.search(r"\s", name), f"{where}: {name}"
    assert 1 <= len(part["description"]) <= 100, where
    assert 1 <= len(part["description_localizations"]["ja"]) <= 100, where
    assert re.search(r"[^\x00-\x7f]", part["description_localizations"]["ja"]), where
    for choice in part.get("choices") or ():
        assert 1 <= len(choice["name_localizations"]["ja"]) <= 100, where
    for option in part.get("options") or ():
        assert_localised(option, f"{where} {option['name']}")


async def test_nobody_can_call_a_command_in_a_direct_message(world: World) -> None:
    synced = next(call.json for call in world.env.http_requests if call.path.endswith("/commands"))
    assert isinstance(synced, list)
    assert all(command["contexts"] == [0] for command in synced)
