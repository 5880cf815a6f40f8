"""Discord's limits, kept before a request leaves: discord.py checks hardly any of them.

Source: Discord's developer documentation (messages, components, application commands, polls, scheduled
events). Lengths count characters as Python does; Discord counts the same or fewer.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import discord
from discord import app_commands

from cogs.shared.clip import JOINER, clip

CONTENT = 2000
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4096
EMBED_FIELDS = 25
FIELD_NAME = 256
FIELD_VALUE = 1024
EMBED_FOOTER = 2048
EMBED_AUTHOR = 256
EMBEDS_TOTAL = 6000
EMBEDS = 10
MODAL_TITLE = 45
MODAL_COMPONENTS = 5
MODAL_LABEL = 45
MODAL_DESCRIPTION = 100
TEXT_INPUT = 4000
BUTTON_LABEL = 80
PLACEHOLDER = 150
OPTIONS = 25
OPTION_TEXT = 100
CUSTOM_ID = 100
CHOICES = 25
CHOICE_NAME = 100
COMMAND_SIZE = 8000
THREAD_NAME = 100
TAG_NAME = 20
TAGS_PER_POST = 5
POLL_QUESTION = 300
POLL_ANSWER = 55
POLL_ANSWERS = 10
SCHEDULED_EVENT_NAME = 100
SCHEDULED_EVENT_DESCRIPTION = 1000
SCHEDULED_EVENT_LOCATION = 100


class OverLimit(ValueError):
    """Our own mistake: something that cannot be shortened is over a limit. Names the limit, not the text."""


# --- embeds -------------------------------------------------------------------------------------------------


def fit_embed(embed: discord.Embed) -> discord.Embed:
    """A copy within all limits of one embed, the 6,000 in total included."""
    return fit_embeds([embed])[0]


def fit_embeds(embeds: Sequence[discord.Embed], total: int = EMBEDS_TOTAL) -> list[discord.Embed]:
    """Copies within the limits of one message: at most ten embeds with ``total`` characters together.

    What is too long is clipped; when the total is over, the longest parts give way first, and nothing is
    ever emptied that Discord wants filled.
    """
    fitted = [_fit_parts(embed.to_dict()) for embed in embeds[:EMBEDS]]
    while (over := sum(map(_size, fitted)) - total) > 0:
        _shorten_longest(fitted, over)
    return [discord.Embed.from_dict(data) for data in fitted]


_Part = tuple[dict[str, Any], str]


def _fit_parts(data: Any) -> dict[str, Any]:
    data["fields"] = data.get("fields", [])[:EMBED_FIELDS]
    for holder, key in _parts(data):
        holder[key] = clip(holder[key], _limit_of(data, holder, key))
    for field in data["fields"]:
        field["name"] = field["name"] or "\u200b"
        field["value"] = field["value"] or "\u200b"
    return data


def _parts(data: dict[str, Any]) -> list[_Part]:
    """Every string of an embed that counts, as the dict that holds it and its key there."""
    places: list[_Part] = [(data, "title"), (data, "description")]
    places += [(field, key) for field in data["fields"] for key in ("name", "value")]
    places += [(data[name], key) for name, key in (("footer", "text"), ("author", "name")) if name in data]
    return [(holder, key) for holder, key in places if holder.get(key)]


def _limit_of(data: dict[str, Any], holder: dict[str, Any], key: str) -> int:
    if holder is data:
        return EMBED_TITLE if key == "title" else EMBED_DESCRIPTION
    if holder is data.get("footer"):
        return EMBED_FOOTER
    if holder is data.get("author"):
        return EMBED_AUTHOR
    return FIELD_NAME if key == "name" else FIELD_VALUE


def _size(data: dict[str, Any]) -> int:
    return sum(len(holder[key]) for holder, key in _parts(data))


def _shorten_longest(fitted: list[dict[str, Any]], over: int) -> None:
    holder, key = max((part for data in fitted for part in _parts(data)), key=lambda p: len(p[0][p[1]]))
    length = len(holder[key])
    holder[key] = clip(holder[key], max(length - over, length // 2))


# --- components ---------------------------------------------------------------------------------------------


def check_custom_id(custom_id: str) -> str:
    """The same custom_id; raises `OverLimit` when Discord would refuse it."""
    if not 1 <= len(custom_id) <= CUSTOM_ID:
        raise OverLimit("custom_id")
    return custom_id


def fit_options(options: Sequence[discord.SelectOption]) -> list[discord.SelectOption]:
    """The first 25 options of a menu, each clipped; a value cannot be clipped and raises `OverLimit`."""
    fitted = []
    for option in options[:OPTIONS]:
        if len(option.value) > OPTION_TEXT:
            raise OverLimit("option value")
        fitted.append(
            discord.SelectOption(
                label=clip(option.label, OPTION_TEXT),
                value=option.value,
                description=None if option.description is None else clip(option.description, OPTION_TEXT),
                emoji=option.emoji,
                default=option.default,
            )
        )
    return fitted


def fit_menu(menu: Mapping[str, Any]) -> dict[str, Any]:
    """Keyword arguments of a select with its placeholder clipped."""
    placeholder = menu.get("placeholder")
    return {**menu, **({"placeholder": clip(placeholder, PLACEHOLDER)} if placeholder else {})}


def fit_choices(choices: Sequence[app_commands.Choice[Any]]) -> list[app_commands.Choice[Any]]:
    """The first 25 suggestions, their names clipped."""
    return [
        app_commands.Choice(name=clip(choice.name, CHOICE_NAME), value=choice.value)
        for choice in choices[:CHOICES]
    ]


def check_modal(modal: discord.ui.Modal) -> None:
    """Raise `OverLimit` for a form that Discord would refuse."""
    data = modal.to_dict()
    if len(data["title"]) > MODAL_TITLE:
        raise OverLimit("title of a form")
    if not 1 <= len(data["components"]) <= MODAL_COMPONENTS:
        raise OverLimit("number of components of a form")
    check_custom_id(data["custom_id"])
    for row in data["components"]:
        _check_modal_row(row)


def _check_modal_row(row: Mapping[str, Any]) -> None:
    if len(row.get("label") or "") > MODAL_LABEL:
        raise OverLimit("label in a form")
    if len(row.get("description") or "") > MODAL_DESCRIPTION:
        raise OverLimit("description in a form")
    for field in [*row.get("components", ()), *filter(None, [row.get("component")])]:
        if len(field.get("label") or "") > MODAL_LABEL:
            raise OverLimit("label in a form")
        if len(field.get("placeholder") or "") > (PLACEHOLDER if field.get("options") else 100):
            raise OverLimit("placeholder in a form")
        if len(field.get("value") or "") > min(TEXT_INPUT, field.get("max_length") or TEXT_INPUT):
            raise OverLimit("text in a form")
        if len(field.get("options") or ()) > OPTIONS:
            raise OverLimit("options in a form")


# --- commands -----------------------------------------------------------------------------------------------


def command_size(payload: Mapping[str, Any]) -> int:
    """Characters that count against the 8,000 of a command, taking the longest language of each text."""
    size = len(str(payload.get("value", "")))
    for key in ("name", "description"):
        words = [payload.get(key) or "", *(payload.get(f"{key}_localizations") or {}).values()]
        size += max(map(len, words))
    return size + sum(command_size(part) for key in ("options", "choices") for part in payload.get(key) or ())


def check_command_size(payload: Mapping[str, Any]) -> None:
    """Raise `OverLimit` for a command (as it is sent when commands are synchronised) that is too large."""
    if command_size(payload) > COMMAND_SIZE:
        raise OverLimit("size of a command")


# --- limits that Discord's own schema does not show ---------------------------------------------------------


def check_tag(name: str) -> str:
    """The same name of a forum tag; raises `OverLimit` when it is empty or longer than 20."""
    if not 1 <= len(name) <= TAG_NAME:
        raise OverLimit("name of a tag")
    return name


def check_poll_answer(answer: str) -> str:
    """The same answer of a poll; raises `OverLimit` when it is empty or longer than 55."""
    if not 1 <= len(answer) <= POLL_ANSWER:
        raise OverLimit("answer of a poll")
    return answer


def check_scheduled_event(start: datetime, end: datetime | None, *, now: datetime) -> None:
    """Raise `OverLimit` for an event of Discord's own that starts in the past or ends before it starts."""
    if start <= now:
        raise OverLimit("start of a scheduled event")
    if end is not None and end <= start:
        raise OverLimit("end of a scheduled event")


def check_emoji(emoji: str) -> str:
    """The same emoji for a button or reaction; raises `OverLimit` for what Discord does not know as one.

    A custom emoji is written ``<:name:id>``; a Unicode one consists of symbols only.
    """
    custom = discord.PartialEmoji.from_str(emoji)
    if custom.id is not None:
        return emoji
    signs = [sign for sign in emoji if sign not in {JOINER, "\ufe0f", "\u20e3"}]
    keycap = emoji.endswith("\u20e3") and len(signs) == 1 and signs[0] in "0123456789#*"
    if not keycap and not (signs and all(unicodedata.category(sign) in {"So", "Sk", "Sm"} for sign in signs)):
        raise OverLimit("emoji")
    return emoji
