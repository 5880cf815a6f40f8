"""Every slash command that somebody has on the page can be run there, and every button of its answers pressed."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.page.acts import Acts
from bot.sandbox.page.town import Town
from bot.sandbox.page.views.commands import commands
from tests.bot.sandbox.page.conftest import Visitor

pytestmark = pytest.mark.long

KINDS = {"short", "paragraph", "select", "radio", "checks", "check", "file"}


async def value(visitor: Visitor, command: dict[str, Any], option: dict[str, Any]) -> Any:
    """What a person would enter: the first suggestion, the first choice, a number, a word."""
    if option["kind"] == "suggest":
        offered = await visitor.town.glance(
            lambda: visitor.acts.suggestions(command["name"], option["name"], "", {})
        )
        return offered[0]["value"] if offered else "1"
    if option["choices"]:
        return option["choices"][0]["value"]
    return str(option["min"] or 1) if option["kind"] in ("integer", "number") else "ためし"


async def run(visitor: Visitor, command: dict[str, Any]) -> dict[str, Any]:
    given = {
        option["name"]: await value(visitor, command, option)
        for option in command["options"]
        if option["required"]
    }
    answer = await visitor.town.deed(lambda: visitor.acts.command(command["name"], given))
    await visitor.town.rest()
    return answer


def check(visitor: Visitor, answer: dict[str, Any]) -> str:
    """What was answered; a form has only controls that the page knows."""
    if "form" in answer:
        kinds = {part["control"]["kind"] for part in answer["form"]["parts"] if part["type"] == "field"}
        assert kinds <= KINDS
        assert answer["form"]["title"]
        visitor.acts.close_form(answer["form"]["handle"])
        return "form"
    [message] = [each for each in visitor.messages() if each["id"] == answer["go"]["message"]]
    assert message["body"] or message["embeds"], message
    assert not message["thinking"]
    return "answer"


async def offered(visitor: Visitor) -> list[dict[str, Any]]:
    return commands(visitor.eyes, visitor.place)["commands"]


@pytest.mark.parametrize("who", ["manager", "staff", "member"])
async def test_every_command_answers(town: Town, who: str):
    person = {"manager": town.cast.manager, "staff": town.cast.staff, "member": town.cast.people[0]}[who]
    visitor = Visitor(town, person, town.sim.community.lounge)
    listed = await offered(visitor)
    assert len(listed) > 20
    kinds = [check(visitor, await run(visitor, command)) for command in listed]
    assert set(kinds) == {"form", "answer"}
    assert town.sim.env.errors == []


@pytest.mark.parametrize("who", ["manager", "staff", "member"])
async def test_every_button_of_every_answer_answers(town: Town, who: str):
    person = {"manager": town.cast.manager, "staff": town.cast.staff, "member": town.cast.people[0]}[who]
    visitor = Visitor(town, person, town.sim.community.lounge)
    pressed = 0
    for command in await offered(visitor):
        for number in range(len(await buttons(visitor, command))):
            pressed += await press(visitor, command, number)
    assert pressed > 20
    assert town.sim.env.errors == []


async def buttons(visitor: Visitor, command: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await run(visitor, command)
    check(visitor, answer)
    return pressable(visitor, answer)


def pressable(visitor: Visitor, answer: dict[str, Any]) -> list[dict[str, Any]]:
    if "go" not in answer:
        return []
    message = next(each for each in visitor.messages() if each["id"] == answer["go"]["message"])
    parts = [part for row in message["parts"] for part in row["parts"] if part["type"] == "button"]
    return [part for part in parts if part["id"] and not part["disabled"]]


async def press(visitor: Visitor, command: dict[str, Any], number: int) -> int:
    """Run the command afresh and press the button at this place of its answer; 0 if there is none now."""
    answer = await run(visitor, command)
    there = pressable(visitor, answer)
    if number >= len(there):
        return 0
    acts, button = Acts(visitor.eyes, visitor.place), there[number]["id"]
    result = await visitor.town.deed(lambda: acts.press(int(answer["go"]["message"]), button))
    await visitor.town.rest()
    check(visitor, result)
    return 1
