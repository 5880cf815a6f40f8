"""The slash commands and message menus that this person has here, in the language of their client."""

from __future__ import annotations

from typing import Any

from simcord import ChannelHandle
from simcord.enums import AppCommandType, OptionType
from simcord.interactions import command_leaves

from bot.i18n import C_
from bot.sandbox.page.views.eyes import Eyes
from bot.sandbox.page.views.parts import channels_of, roles_of
from bot.sandbox.simulation import CLIENT_LOCALES

YES, NO = C_("option", "Yes"), C_("option", "No")
KINDS = {
    OptionType.INTEGER: "integer",
    OptionType.NUMBER: "number",
    OptionType.BOOLEAN: "boolean",
    OptionType.USER: "user",
    OptionType.ROLE: "role",
    OptionType.CHANNEL: "channel",
    OptionType.ATTACHMENT: "file",
}

Spec = dict[str, Any]


def commands(eyes: Eyes, place: ChannelHandle) -> dict[str, Any]:
    """What typing a slash offers here, and what the menu of a message does."""
    visible = eyes.backend.visible_commands(user_id=eyes.person.id, channel_id=place.id)
    leaves = [_command(eyes, root, path, leaf) for root in visible for path, leaf in command_leaves(root)]
    menus = eyes.backend.visible_commands(
        user_id=eyes.person.id, channel_id=place.id, type=AppCommandType.MESSAGE
    )
    return {
        "commands": leaves,
        "menus": [{"name": each["name"], "label": local_text(eyes, each, "name")} for each in menus],
    }


def _command(eyes: Eyes, root: Spec, path: list[str], leaf: Spec) -> dict[str, Any]:
    return {
        "name": " ".join(path),
        "label": " ".join(_labels(eyes, root, path)),
        "description": local_text(eyes, leaf, "description"),
        "options": [_option(eyes, each) for each in leaf.get("options") or []],
    }


def _labels(eyes: Eyes, root: Spec, path: list[str]) -> list[str]:
    """The local name of the command and of every group above it."""
    node, labels = root, [local_text(eyes, root, "name")]
    for name in path[1:]:
        node = next(each for each in node["options"] if each["name"] == name)
        labels.append(local_text(eyes, node, "name"))
    return labels


def _option(eyes: Eyes, option: Spec) -> dict[str, Any]:
    return {
        "name": option["name"],
        "label": local_text(eyes, option, "name"),
        "description": local_text(eyes, option, "description"),
        "required": bool(option.get("required")),
        "kind": _kind(option),
        "min": option.get("min_value"),
        "max": option.get("max_value"),
        "min_length": option.get("min_length"),
        "max_length": option.get("max_length"),
        "choices": _choices(eyes, option),
    }


def _kind(option: Spec) -> str:
    if option.get("choices"):
        return "choice"
    if option.get("autocomplete"):
        return "suggest"
    return KINDS.get(option["type"], "text")


def _choices(eyes: Eyes, option: Spec) -> list[dict[str, Any]]:
    match option["type"]:
        case OptionType.USER:
            found = [(str(each.actor.id), each.name) for each in eyes.town.residents]
        case OptionType.ROLE:
            found = [(str(number), name) for number, name in roles_of(eyes)]
        case OptionType.CHANNEL:
            types = option.get("channel_types")
            found = [(str(number), name) for number, name in channels_of(eyes, types)]
        case OptionType.BOOLEAN:
            found = [("true", eyes.words(YES)), ("false", eyes.words(NO))]
        case _:
            found = [
                (str(each["value"]), local_text(eyes, each, "name")) for each in option.get("choices") or []
            ]
    return [{"value": value, "label": label} for value, label in found]


def local_text(eyes: Eyes, spec: Spec, key: str) -> str:
    """The name or description in the reader's language, else in English."""
    local = (spec.get(f"{key}_localizations") or {}).get(CLIENT_LOCALES[eyes.town.lang])
    return str(local or spec.get(key) or "")
