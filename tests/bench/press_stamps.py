"""When a press left and when its answers came, read at the border between bot and Discord.

The stamps are taken inside the simulated Discord, where a gateway message is handed over and where a REST call
arrives: SimCord's own waiting until everything is quiet is not in them, its work for each call is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from time import perf_counter
from typing import Any, TypeVar

import discord
from simcord import Env, MemberActor
from simcord.backend import serializers
from simcord.interactions import base_payload

T = TypeVar("T")


class _StampedCalls(list[Any]):
    """SimCord's list of REST calls, which remembers when each of them came."""

    def __init__(self, stamps: Stamps) -> None:
        super().__init__()
        self._stamps = stamps

    def append(self, call: Any, /) -> None:
        self._stamps.saw_call(call.path)
        super().append(call)


class Stamps:
    """Seconds of `perf_counter` by interaction token."""

    def __init__(self, env: Env) -> None:
        self.left: dict[str, float] = {}
        self.acknowledged: dict[str, float] = {}
        self.answered: dict[str, float] = {}
        env.backend.subscribers.insert(0, self._saw_event)
        env.backend.http_requests = _StampedCalls(self)

    def _saw_event(self, event: str, payload: Mapping[str, Any]) -> None:
        if event == "INTERACTION_CREATE":
            self.left[payload["token"]] = perf_counter()

    def saw_call(self, path: str) -> None:
        match path.strip("/").split("/"):
            case ["interactions", _, token, "callback"]:
                self.acknowledged.setdefault(token, perf_counter())
            case ["webhooks", _, token, *_]:
                self.answered.setdefault(token, perf_counter())
            case _:
                pass

    def to_acknowledgement(self, token: str) -> float:
        return self.acknowledged[token] - self.left[token]

    def to_answer(self, token: str) -> float:
        return self.answered[token] - self.left[token]


async def press_once(env: Env, person: MemberActor, message: discord.Message, custom_id: str) -> str:
    """One press, until everything that it started has ended; its token."""
    stored = serializers.message_payload(env.backend, env.backend.get_message(message.channel.id, message.id))
    data = {"custom_id": custom_id, "component_type": 2}
    record, payload = _payload(env, person, message.channel.id, 3, data)
    record.source_message_id = message.id
    return await _emit(env, {**payload, "message": dict(stored)})


async def command_once(env: Env, person: MemberActor, channel_id: int, name: str) -> str:
    """One slash command without options."""
    _record, payload = _payload(env, person, channel_id, 2, {"id": "1", "name": name, "type": 1})
    return await _emit(env, payload)


def _payload(
    env: Env, person: MemberActor, channel_id: int, kind: int, data: dict[str, Any]
) -> tuple[Any, dict[str, Any]]:
    return base_payload(
        env.backend,
        type=kind,
        channel_id=channel_id,
        guild_id=person.guild.id,
        user_id=person.id,
        data=data,
    )


async def _emit(env: Env, payload: dict[str, Any]) -> str:
    before = asyncio.all_tasks()
    env.backend.emit("INTERACTION_CREATE", payload)
    if started := asyncio.all_tasks() - before:
        await asyncio.wait(started)
    return payload["token"]
