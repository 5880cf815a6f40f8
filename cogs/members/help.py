"""/help: what this person may do, in their language, read from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import app_commands

from bot.i18n import Raw, Text, _, text_of
from cogs.members.home import OpenHome
from cogs.shared.answers import Manner
from cogs.shared.commands import FRAME
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import may
from cogs.shared.press import NotSetUp, Press
from cogs.shared.translator import HubTranslator

SUBCOMMANDS = (
    discord.AppCommandOptionType.subcommand.value,
    discord.AppCommandOptionType.subcommand_group.value,
)


class OpenHelp(HubButton, template="home:0:help"):
    """[How to use]."""

    before_setup = True

    async def press(self, press: Press) -> None:
        await show_help(press)


async def show_help(press: Press) -> None:
    """Answer with a short guide and every command this person may use now."""
    is_set_up = press.community_or_none is not None and press.community_or_none.is_set_up
    guide = press.say(_GUIDE if is_set_up else text_of(NotSetUp()))
    tree: app_commands.CommandTree[Any] = press.interaction.client.tree  # pyright: ignore[reportAttributeAccessIssue]
    words = await _words(tree)
    lines = [
        _line(press, command.qualified_name, words[command.qualified_name])
        for command in _allowed(press, tree, is_set_up=is_set_up)
    ]
    embed = discord.Embed(title=press.say(_("How to use")), description="\n".join([guide, "", *lines]))
    opens_home = HubView(
        OpenHome(press.say(_("Open my home")), style=discord.ButtonStyle.primary),
    )
    await press.answer(embed=embed, view=opens_home if is_set_up else None)


_GUIDE: Text = _(
    "Everything works with buttons: answer on the card of an event, and open your home for the rest. "
    "Answers to you are seen by you alone, and you can open them again at any time. "
    "The same can be done with these commands:"
)


def _allowed(
    press: Press, tree: app_commands.CommandTree[Any], *, is_set_up: bool
) -> Iterator[app_commands.Command[Any, ..., Any]]:
    for command in sorted(tree.walk_commands(), key=lambda each: each.qualified_name):
        if not isinstance(command, app_commands.Command):
            continue
        manner: Manner = getattr(command.callback, FRAME)
        if may(press, manner.right) and (is_set_up or manner.before_setup):
            yield command


def _line(press: Press, name: str, words: Mapping[str, Any]) -> str:
    """``/my`` (わたしの予定) and what it does. The English name works in every client."""
    local = words["names"].get(press.lang, name)
    does = words["does"].get(press.lang, words["description"])
    if local == name:
        return press.say(_("`/{name}` {does}", name=Raw(name), does=does))
    return press.say(_("`/{name}` ({local}) {does}", name=Raw(name), local=local, does=does))


async def _words(tree: app_commands.CommandTree[Any]) -> dict[str, Mapping[str, Any]]:
    """Names and descriptions of all commands in all languages, by the full English name."""
    found: dict[str, Mapping[str, Any]] = {}
    translator = HubTranslator()
    for command in tree.get_commands():
        if not isinstance(command, app_commands.ContextMenu):
            _collect(await command.get_translated_payload(tree, translator), "", {}, found)
    return found


def _collect(
    payload: Mapping[str, Any], parent: str, above: Mapping[str, str], found: dict[str, Mapping[str, Any]]
) -> None:
    name = f"{parent} {payload['name']}".strip()
    names = {
        lang: f"{above.get(lang, parent)} {local}".strip()
        for lang, local in payload["name_localizations"].items()
    }
    inner = [part for part in payload["options"] if part["type"] in SUBCOMMANDS]
    for part in inner:
        _collect(part, name, names, found)
    if not inner:
        found[name] = {
            "names": names,
            "does": payload["description_localizations"],
            "description": payload["description"],
        }
