"""Buttons, menus and the other components under a message (Discord's reference, "Component Reference")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from simcord.enums import ComponentType as Kind

from bot.sandbox.page.views.eyes import Eyes
from bot.sandbox.page.views.markdown import read

STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link"}
FOR_PEOPLE = {Kind.USER_SELECT, Kind.MENTIONABLE_SELECT}
FOR_ROLES = {Kind.ROLE_SELECT, Kind.MENTIONABLE_SELECT}

Part = dict[str, Any]
Component = dict[str, Any]


def parts(eyes: Eyes, components: Iterable[Component]) -> list[Part]:
    """What stands under the message, in its order."""
    return [_part(eyes, each) for each in components]


def _part(eyes: Eyes, component: Component) -> Part:
    match component["type"]:
        case Kind.ACTION_ROW:
            return {"type": "row", "parts": parts(eyes, component["components"])}
        case Kind.BUTTON:
            return _button(component)
        case Kind.SECTION:
            accessory = _part(eyes, component["accessory"])
            return {"type": "section", "parts": parts(eyes, component["components"]), "accessory": accessory}
        case Kind.TEXT_DISPLAY:
            return {"type": "text", "body": read(component["content"], eyes.names)}
        case Kind.SEPARATOR:
            return {"type": "separator"}
        case Kind.CONTAINER:
            colour = component.get("accent_color")
            return {
                "type": "container",
                "colour": colour_of(colour),
                "parts": parts(eyes, component["components"]),
            }
        case _:
            return _menu(eyes, component)


def _button(component: Component) -> Part:
    emoji = component.get("emoji") or {}
    return {
        "type": "button",
        "id": component.get("custom_id"),
        "label": component.get("label") or "",
        "emoji": emoji.get("name") or "",
        "style": STYLES.get(component.get("style", 2), "secondary"),
        "disabled": bool(component.get("disabled")),
        "url": component.get("url"),
    }


def _menu(eyes: Eyes, component: Component) -> Part:
    least, most = bounds(component)
    return {
        "type": "select",
        "id": component.get("custom_id"),
        "placeholder": component.get("placeholder") or "",
        "min": least,
        "max": most,
        "disabled": bool(component.get("disabled")),
        "options": options(eyes, component),
    }


def bounds(component: Component) -> tuple[int, int]:
    """How many values at least and at most; Discord's default is exactly one."""
    least, most = component.get("min_values"), component.get("max_values")
    return 1 if least is None else least, 1 if most is None else most


def options(eyes: Eyes, component: Component) -> list[dict[str, Any]]:
    """What can be chosen; menus of people, roles and channels are filled with those of the server."""
    if component.get("options") is not None:
        return [_option(each) for each in component["options"]]
    chosen = {str(each["id"]) for each in component.get("default_values") or ()}
    return [
        {"value": str(number), "label": name, "description": "", "selected": str(number) in chosen}
        for number, name in _entities(eyes, component)
    ]


def _option(option: Component) -> dict[str, Any]:
    return {
        "value": option["value"],
        "label": option["label"],
        "description": option.get("description") or "",
        "selected": bool(option.get("default")),
    }


def _entities(eyes: Eyes, component: Component) -> Iterable[tuple[int, str]]:
    kind = component["type"]
    if kind in FOR_PEOPLE:
        yield from ((each.actor.id, each.name) for each in eyes.town.residents)
    if kind in FOR_ROLES:
        yield from roles_of(eyes)
    if kind == Kind.CHANNEL_SELECT:
        yield from channels_of(eyes, component.get("channel_types"))


def roles_of(eyes: Eyes) -> Iterable[tuple[int, str]]:
    """The roles that a person can choose: all but @everyone and the bot's own."""
    hidden = {eyes.guild.id, eyes.town.sim.community.bot_role.id}
    return ((role.id, f"@{role.name}") for role in eyes.guild.roles.values() if role.id not in hidden)


def channels_of(eyes: Eyes, types: Sequence[int] | None) -> Iterable[tuple[int, str]]:
    """The channels that this person sees, of these types only (None: all)."""
    for channel in eyes.channels():
        if types is None or eyes.model(channel).type in types:
            yield channel.id, f"#{channel.name}"


def colour_of(colour: int | None) -> str | None:
    return None if colour is None else f"#{colour:06x}"
