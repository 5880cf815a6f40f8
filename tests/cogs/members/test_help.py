"""/help, and what every command says before /setup."""

from __future__ import annotations

import re
from typing import Any

import pytest
from discord import AppCommandOptionType, app_commands

from cogs.shared.commands import FRAME
from cogs.shared.permissions import Right
from tests.kit.world import World

VALUES: dict[AppCommandOptionType, Any] = {AppCommandOptionType.string: "1", AppCommandOptionType.integer: 1}


def leaves(world: World) -> list[app_commands.Command[Any, ..., Any]]:
    return [each for each in world.bot.tree.walk_commands() if isinstance(each, app_commands.Command)]


def listed(said: str) -> set[str]:
    return set(re.findall(r"`/([^`]+)`", said))


def options_of(command: app_commands.Command[Any, ..., Any]) -> dict[str, Any]:
    return {
        option.name: option.choices[0].value if option.choices else VALUES[option.type]
        for option in command.parameters
        if option.required
    }


@pytest.mark.parametrize(
    ("who", "rights"),
    [
        ("member", {Right.MEMBER}),
        ("staff", {Right.MEMBER, Right.STAFF}),
        ("manager", {Right.MEMBER, Right.STAFF, Right.MANAGER}),
    ],
)
async def test_help_lists_exactly_what_this_person_may_do(world: World, who: str, rights: set[Right]) -> None:
    people = {"member": world.person("はる"), "staff": world.staff, "manager": world.manager}
    before = listed(world.read(await world.slash(people[who], "help")))
    assert before == ({"help", "setup"} if who == "manager" else {"help"})
    await world.set_up()
    allowed = {
        command.qualified_name
        for command in leaves(world)
        if getattr(command.callback, FRAME).right in rights
    }
    said = world.read(await world.slash(people[who], "help"))
    assert listed(said) == allowed
    assert {"home", "my", "help"} < allowed


async def test_what_help_does_not_list_is_refused(world: World) -> None:
    """The list is no promise of its own: the same right stands before each command."""
    await world.set_up()
    haru = world.person("はる")
    for command in leaves(world):
        if getattr(command.callback, FRAME).right is Right.STAFF:
            said = world.read(await world.slash(haru, command.qualified_name, **options_of(command)))
            assert "for the office" in said, command.qualified_name


async def test_before_setup_every_command_says_what_is_missing_and_who_can_do_it(world: World) -> None:
    asked = 0
    for command in leaves(world):
        if getattr(command.callback, FRAME).before_setup:
            continue
        for person in (world.person("はる"), world.manager):
            answer = await world.slash(person, command.qualified_name, **options_of(command))
            assert answer.modal is None
            said = world.read(answer)
            assert "not set up yet" in said, command.qualified_name
            assert "Manage Server" in said
            assert "/setup" in said
        asked += 1
    assert asked >= 3
    assert "not set up yet" in world.read(await world.slash(world.person("はる"), "help"))


async def test_help_speaks_japanese_with_the_names_of_both_languages(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    world.speaks(haru, "ja")
    said = world.read(await world.slash(haru, "help"))
    assert "`/my`（わたしの予定）" in said
    assert "使い方" in said
