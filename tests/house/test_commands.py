"""What the slash commands promise: no secret is ever an option, everything has a Japanese name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.kit.world import World

SECRETS = ("link", "url", "mail", "address", "key", "code", "token", "password", "secret")
"""A command that the client does not catch is posted to the channel as plain text, options included."""
OPTION_TYPES_OF_COMMANDS = (1, 2)


def options_of(command: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every option of a command and its subcommands, with the path to it."""
    here = f"{path} {command['name']}".strip()
    for option in command.get("options", ()):
        if option["type"] in OPTION_TYPES_OF_COMMANDS:
            yield from options_of(option, here)
        else:
            yield here, option


def tells_a_secret(option: dict[str, Any]) -> bool:
    return any(word in option["name"].split("_") for word in SECRETS)


@pytest.fixture
def synced(world: World) -> list[dict[str, Any]]:
    """What the bot registered with Discord."""
    call = next(call for call in world.env.http_requests if call.path.endswith("/commands"))
    assert isinstance(call.json, list)
    return call.json


def test_no_secret_is_a_slash_option(synced: list[dict[str, Any]]):
    options = [pair for command in synced for pair in options_of(command)]
    assert len(options) > 3
    assert [f"/{path} {option['name']}" for path, option in options if tells_a_secret(option)] == []


@pytest.mark.parametrize("name", ["link", "online_link", "mail", "receipt_key"])
def test_the_check_sees_a_secret(name: str):
    command = {
        "name": "event",
        "options": [{"type": 1, "name": "create", "options": [{"type": 3, "name": name}]}],
    }
    assert [tells_a_secret(option) for _path, option in options_of(command)] == [True]


MESSAGE_MENU = 3
"""The type of an entry in the menu under a message at Discord; it has no description."""


def test_every_command_and_option_has_a_japanese_name(synced: list[dict[str, Any]]):
    nameless = [
        name["name"]
        for command in synced
        for name in (command, *command.get("options", ()), *(option for _path, option in options_of(command)))
        if not name.get("name_localizations", {}).get("ja")
        or (name.get("type") != MESSAGE_MENU and not name.get("description_localizations", {}).get("ja"))
    ]
    assert nameless == []


def test_commands_are_for_guilds(synced: list[dict[str, Any]]):
    assert {tuple(command["contexts"]) for command in synced} == {(0,)}


def test_only_the_intents_of_servers_are_asked_for(world: World):
    """No privileged intent: the bot reads no messages and keeps no list of members."""
    intents = world.bot.intents
    assert [name for name, is_on in intents if is_on] == ["guilds"]
