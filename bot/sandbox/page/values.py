"""What the browser sends, as SimCord takes it: ids become people, roles and channels, files become octets."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from simcord import RoleHandle
from simcord.components import walk_components
from simcord.enums import ComponentType as Kind, OptionType
from simcord.interactions import command_leaves

from bot.sandbox.page.problems import FileTooLarge, IsGone
from bot.sandbox.page.views.eyes import Eyes

MOST_MEGABYTES = 10
"""Discord's limit for accounts without a subscription."""
ENTITIES = {Kind.USER_SELECT, Kind.ROLE_SELECT, Kind.MENTIONABLE_SELECT, Kind.CHANNEL_SELECT}
LISTS = {Kind.STRING_SELECT, Kind.CHECKBOX_GROUP} | ENTITIES


def chosen(
    eyes: Eyes, components: Sequence[Mapping[str, Any]], custom_id: str, values: Sequence[str]
) -> list[Any]:
    """The values of a menu under a message."""
    plain = [dict(each) for each in components]
    menu = next((each for each in walk_components(plain) if each.get("custom_id") == custom_id), None)
    if menu is None:
        raise IsGone
    return _entities(eyes, values) if menu["type"] in ENTITIES else list(values)


def filled(eyes: Eyes, spec: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a form, by the ids of its controls; what was left empty is left out."""
    controls = {each["custom_id"]: each for each in walk_form(spec)}
    return {
        name: _control_value(eyes, controls[name], value)
        for name, value in values.items()
        if name in controls and value not in (None, [], "")
    }


def walk_form(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The controls of a form without their labels and rows."""
    inner = [
        part
        for each in spec.get("components", [])
        for part in (each.get("components") or [each.get("component") or each])
    ]
    return [dict(each) for each in inner if each.get("custom_id")]


def options(eyes: Eyes, place_id: int, name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a slash command in the types that it declares."""
    declared = {each["name"]: each for each in _leaf(eyes, place_id, name).get("options") or []}
    return {
        key: _option_value(eyes, declared[key], value)
        for key, value in values.items()
        if key in declared and value not in (None, "")
    }


def _leaf(eyes: Eyes, place_id: int, name: str) -> dict[str, Any]:
    for command in eyes.backend.visible_commands(user_id=eyes.person.id, channel_id=place_id):
        for path, leaf in command_leaves(command):
            if " ".join(path) == name:
                return leaf
    raise IsGone


def _option_value(eyes: Eyes, option: Mapping[str, Any], value: Any) -> Any:
    match option["type"]:
        case OptionType.INTEGER:
            return _number(value, int)
        case OptionType.NUMBER:
            return _number(value, float)
        case OptionType.BOOLEAN:
            return value in (True, "true")
        case OptionType.USER | OptionType.ROLE | OptionType.CHANNEL | OptionType.MENTIONABLE:
            return _entities(eyes, [value])[0]
        case OptionType.ATTACHMENT:
            return octets(value)
        case _:
            return str(value)


def _number(value: Any, kind: type[int | float]) -> Any:
    """The number; what is none goes on as it is, and Discord refuses it."""
    try:
        return kind(value)
    except ValueError:
        return value


def _control_value(eyes: Eyes, control: Mapping[str, Any], value: Any) -> Any:
    kind = control["type"]
    if kind in ENTITIES:
        return _entities(eyes, value)
    if kind == Kind.FILE_UPLOAD:
        return [octets(each) for each in value]
    if kind in LISTS:
        return [str(each) for each in value]
    return bool(value) if kind == Kind.CHECKBOX else str(value)


def _entities(eyes: Eyes, ids: Sequence[str]) -> list[Any]:
    return [_entity(eyes, int(each) if str(each).isdecimal() else 0) for each in ids]


def _entity(eyes: Eyes, number: int) -> Any:
    resident = eyes.town.resident(number)
    if resident is not None:
        return resident.actor
    role: RoleHandle | None = next((each for each in eyes.guild.roles.values() if each.id == number), None)
    found = role or eyes.find(number)
    if found is None:
        raise IsGone
    return found


def octets(sent: Mapping[str, str]) -> tuple[str, bytes]:
    """A file as name and octets.

    :raises FileTooLarge: Discord would not take it.
    """
    try:
        content = base64.b64decode(sent["data"], validate=True)
    except binascii.Error as error:
        raise IsGone from error
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        raise FileTooLarge(most=MOST_MEGABYTES)
    return sent["name"], content
