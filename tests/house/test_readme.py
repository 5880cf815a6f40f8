"""What README.md and README.ja.md say is so: commands, rights, targets, settings, permissions, intents.

Every check is a function from a text to what is wrong with it, and each is shown a planted mistake too.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
import typer.main
from discord import app_commands

from bot.__main__ import app as command_line
from bot.app import COGS, create_bot
from bot.settings import Settings
from cogs.shared.answers import Manner
from cogs.shared.commands import FRAME
from cogs.shared.permissions import INVITE_PERMISSIONS, PERMISSION_NAMES, Right, invite_link
from cogs.shared.translator import HubTranslator

ROOT = Path(__file__).parents[2]
ENGLISH = (ROOT / "README.md").read_text("utf-8")
JAPANESE = (ROOT / "README.ja.md").read_text("utf-8")
FOR_PEOPLE = pytest.mark.parametrize("text", [ENGLISH, JAPANESE], ids=["README.md", "README.ja.md"])
WHO_MAY = {
    Right.MEMBER: ("everyone", "どなたでも"),
    Right.STAFF: ("staff", "事務局"),
    Right.MANAGER: ("Manage Server", "「サーバー管理」の権限を持つ方"),
}

IN_CODE = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"`/([^`\n]+)`")
ROW = re.compile(r"^\| `/([^`]+)` \|.*\| ([^|]+?) \|$", re.MULTILINE)
SETTING = re.compile(r"\b(?:[A-Z]{2,}_[A-Z_]+)\b")
INVITATION = re.compile(r"https://discord\.com/oauth2/authorize\?[^\s)>]+")


@dataclass(frozen=True)
class Command:
    """A slash command as people may type it; ``local`` is its Japanese name."""

    name: str
    local: str
    right: Right


@dataclass(frozen=True)
class Truth:
    """The bot as it is loaded, without a connection."""

    commands: dict[str, Command]
    intents: discord.Intents

    @property
    def spellings(self) -> set[str]:
        return set(self.commands) | {command.local for command in self.commands.values()}


@pytest.fixture
async def truth(settings: Settings) -> AsyncIterator[Truth]:
    bot = create_bot(settings)
    try:
        for cog in COGS:
            await cog.setup(bot)
        local = await japanese_names(bot.tree)
        leaves = [each for each in bot.tree.walk_commands() if isinstance(each, app_commands.Command)]
        found = [Command(each.qualified_name, local[each.qualified_name], right_of(each)) for each in leaves]
        yield Truth({command.name: command for command in found}, bot.intents)
    finally:
        await bot.close()


def right_of(command: app_commands.Command[Any, ..., Any]) -> Right:
    manner: Manner = getattr(command.callback, FRAME)
    return manner.right


async def japanese_names(tree: app_commands.CommandTree[Any]) -> dict[str, str]:
    """What is synchronised with Discord, by the English name: ``event list`` → ``イベント 一覧``."""
    names: dict[str, str] = {}

    def collect(payload: Mapping[str, Any], above: tuple[str, str]) -> None:
        local = payload["name_localizations"]["ja"]
        mine = f"{above[0]} {payload['name']}".strip(), f"{above[1]} {local}".strip()
        names[mine[0]] = mine[1]
        for part in payload["options"]:
            if part["type"] == discord.AppCommandOptionType.subcommand.value:
                collect(part, mine)

    for command in tree.get_commands():
        if not isinstance(command, app_commands.ContextMenu):
            collect(await command.get_translated_payload(tree, HubTranslator()), ("", ""))
    return names


# --- commands ---


def missing_commands(text: str, truth: Truth) -> set[str]:
    return set(truth.commands) - set(COMMAND.findall(text))


def invented_commands(text: str, truth: Truth) -> set[str]:
    return set(COMMAND.findall(text)) - truth.spellings


def wrong_rights(text: str, truth: Truth) -> list[str]:
    """Rows of the table of commands that promise too much or too little; every command has a row."""
    rows = [(name, who) for name, who in ROW.findall(text) if name in truth.commands]
    wrong = [name for name, who in rows if who not in WHO_MAY[truth.commands[name].right]]
    return wrong + sorted(set(truth.commands) - {name for name, _who in rows})


@FOR_PEOPLE
async def test_every_slash_command_is_named_with_who_may_and_none_is_invented(
    text: str, truth: Truth
) -> None:
    assert len(truth.commands) >= 10
    assert missing_commands(text, truth) == set()
    assert invented_commands(text, truth) == set()
    assert wrong_rights(text, truth) == []


async def test_the_japanese_names_are_those_on_the_screen(truth: Truth) -> None:
    named = set(COMMAND.findall(JAPANESE))
    assert {command.local for command in truth.commands.values()} <= named


async def test_wrong_words_about_commands_are_found(truth: Truth) -> None:
    assert missing_commands(ENGLISH.replace("`/my`", "my"), truth) == {"my"}
    assert invented_commands("`/event create` and `/seed water`", truth) == {"seed water"}
    row = re.search(r"^\| `/outbox` .*$", ENGLISH, re.MULTILINE)
    assert row is not None
    assert wrong_rights(ENGLISH.replace(row[0], row[0].replace("staff", "everyone")), truth) == ["outbox"]
    assert wrong_rights(ENGLISH.replace(row[0], ""), truth) == ["outbox"]


# --- make, the command line, settings ---


def code_of(text: str) -> list[str]:
    """Inline code and the lines of fenced blocks."""
    blocks = [line.strip() for _lang, block in FENCED.findall(text) for line in block.splitlines()]
    return [*IN_CODE.findall(FENCED.sub("", text)), *blocks]


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE))


def invented_targets(text: str) -> set[str]:
    found = (re.fullmatch(r"make ([a-z-]+)", code) for code in code_of(text))
    return {match[1] for match in found if match} - targets()


def invented_orders(text: str) -> list[str]:
    """``bot …`` with a command or an option that the command line does not have."""
    known = orders()
    wrong: list[str] = []
    for code in code_of(text):
        if (
            match := re.fullmatch(
                r"(?:\.venv/bin/)?bot ((?:(?:service|report|import|mail) )?[a-z-]+)(.*)", code
            )
        ) is None:
            continue
        options = set(re.findall(r"--[a-z-]+", match[2]))
        if match[1] not in known or options - known[match[1]]:
            wrong.append(code)
    return wrong


def orders() -> dict[str, set[str]]:
    """Every command of the command line with its options; those of a group as ``service install``."""
    found: dict[str, set[str]] = {}
    for name, command in typer.main.get_command(command_line).commands.items():  # pyright: ignore[reportAttributeAccessIssue]
        parts = getattr(command, "commands", {})
        for path, leaf in (
            {f"{name} {part}": each for part, each in parts.items()} or {name: command}
        ).items():
            found[path] = {flag for each in leaf.params for flag in each.opts}
    return found


def invented_settings(text: str) -> set[str]:
    known = {name.upper() for name in Settings.model_fields} | {"APPLICATION_ID"}
    return {name for code in code_of(text) for name in SETTING.findall(code)} - known


@FOR_PEOPLE
def test_every_target_order_and_setting_exists(text: str) -> None:
    assert invented_targets(text) == set()
    assert invented_orders(text) == []
    assert invented_settings(text) == set()


def test_the_way_to_try_test_and_run_is_told() -> None:
    assert {"make try", "make test", "make run", "make service"} <= set(code_of(ENGLISH))
    told = {match[1] for code in code_of(ENGLISH) if (match := re.match(r"(?:\.venv/bin/)?bot (.+)", code))}
    assert {order for order in orders() if not any(each.startswith(order) for each in told)} == set()
    assert "make try" in code_of(JAPANESE)
    assert "DISCORD_TOKEN=" in code_of(ENGLISH)


def test_invented_targets_orders_and_settings_are_found() -> None:
    assert invented_targets("`make tea`, `make test`\n```sh\nmake coffee\n```\n") == {"tea", "coffee"}
    assert invented_orders("`bot brew`, `.venv/bin/bot try --tour --sugar 2`, `bot migrate --to base`") == [
        "bot brew",
        ".venv/bin/bot try --tour --sugar 2",
    ]
    assert invented_orders(
        "`bot service install --print`, `bot service brew`, `bot service remove --all`"
    ) == [
        "bot service brew",
        "bot service remove --all",
    ]
    assert invented_settings("`DISCORD_TOKEN=` and `DISCORD_TOKKEN=`; not in code: OTHER_THING") == {
        "DISCORD_TOKKEN"
    }


# --- the invitation and the intents ---


def wrong_invitations(text: str) -> list[str]:
    """Links that ask for something else than the bot does; a text without any is wrong too."""
    wanted = parse_qs(urlsplit(invite_link(1)).query) | {"client_id": ["APPLICATION_ID"]}
    links = INVITATION.findall(text)
    return [link for link in links if parse_qs(urlsplit(link).query) != wanted] if links else ["none"]


def told_permissions(text: str) -> set[str]:
    table = re.search(r"\| Permission \|.*?(?=\n\s*\n)", text, re.DOTALL)
    assert table is not None
    return {row.split("|")[1].strip() for row in table[0].splitlines()[2:]}


def test_the_invitation_asks_for_exactly_what_the_bot_needs() -> None:
    assert wrong_invitations(ENGLISH) == []
    assert told_permissions(ENGLISH) == {name.to("en") for name in PERMISSION_NAMES.values()}
    assert not INVITE_PERMISSIONS.administrator


def test_a_wrong_invitation_is_found() -> None:
    number = str(INVITE_PERMISSIONS.value)
    assert wrong_invitations(ENGLISH.replace(number, "8"))
    assert wrong_invitations(ENGLISH.replace("bot+applications.commands", "bot"))
    assert wrong_invitations(ENGLISH.replace("discord.com/oauth2", "discord.com"))
    assert "Manage Roles" in told_permissions(ENGLISH.replace("| Pin Messages |", "| Manage Roles |"))


def privileged(intents: discord.Intents) -> set[str]:
    return {name for name in ("members", "presences", "message_content") if getattr(intents, name)}


async def test_no_privileged_intent_is_needed_and_the_readme_says_so(truth: Truth) -> None:
    assert privileged(truth.intents) == set()
    assert truth.intents.guilds
    assert "needs no privileged intent" in " ".join(ENGLISH.split())
    assert privileged(discord.Intents.all()) == {"members", "presences", "message_content"}
