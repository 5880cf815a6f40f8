"""Many people press at the same instant.

SimCord lets one person act at a time and settles after each, which is no race. Here the gateway messages of
all presses are handed over first, and only then does anything run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from simcord import Env, InteractionResult, MemberActor
from simcord.backend import serializers
from simcord.interactions import base_payload

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

PATIENCE_SECONDS = 30


async def press_at_once(
    env: Env,
    people: Sequence[MemberActor],
    message: discord.Message | Sequence[discord.Message],
    custom_id: str | Sequence[str],
) -> list[InteractionResult]:
    """Everybody presses a button under ``message``; the results are in the order of ``people``.

    ``message`` and ``custom_id`` are the same for all, or one per person (several servers at once). Raises
    ValueError for a button that is not there.
    """
    messages = list(message) if isinstance(message, Sequence) else [message] * len(people)
    wanted = [custom_id] * len(people) if isinstance(custom_id, str) else custom_id
    presses = [
        _press(env, person, _stored(env, shown, button), button)
        for person, shown, button in zip(people, messages, wanted, strict=True)
    ]
    before = asyncio.all_tasks()
    for _record, payload in presses:
        env.backend.emit("INTERACTION_CREATE", payload)
    # Settling looks at every task and timer again and again, which is slow while hundreds are running.
    await asyncio.wait(asyncio.all_tasks() - before, timeout=PATIENCE_SECONDS)
    await env.settle()
    return [InteractionResult(env, record) for record, _payload in presses]


def _stored(env: Env, message: discord.Message, button: str) -> dict[str, Any]:
    """The message as Discord has it now."""
    stored = env.backend.get_message(message.channel.id, message.id)
    payload = dict(serializers.message_payload(env.backend, stored))
    if button not in _buttons(payload):
        raise ValueError(f"no such button: {button}")
    return payload


def _press(
    env: Env, person: MemberActor, message: Mapping[str, Any], custom_id: str
) -> tuple[Any, dict[str, Any]]:
    record, payload = base_payload(
        env.backend,
        type=3,  # a press on a component of a message
        channel_id=int(message["channel_id"]),
        guild_id=person.guild.id,
        user_id=person.id,
        data={"custom_id": custom_id, "component_type": 2},
    )
    record.source_message_id = int(message["id"])
    return record, {**payload, "message": message}


def _buttons(message: Mapping[str, Any]) -> set[str]:
    return {
        part["custom_id"]
        for row in message["components"]
        for part in row["components"]
        if "custom_id" in part
    }
