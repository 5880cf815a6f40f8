"""Where a word may turn up, sorted by who could read it there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from simcord import Env

EPHEMERAL = 64


@dataclass(frozen=True)
class Spoken:
    """Everything the bot said to Discord: to everybody, to one person, and what else it sent."""

    public: list[str]
    private: list[str]
    direct: list[str]

    def holding(self, word: str) -> dict[str, list[str]]:
        return {
            name: [text for text in texts if word in text]
            for name, texts in (("public", self.public), ("private", self.private), ("direct", self.direct))
        }


def spoken(env: Env) -> Spoken:
    """Sort the bot's REST calls. An answer that is not marked as private counts as public."""
    dms = {str(channel_id) for channel_id in env.backend.dm_channels.values()}
    said = Spoken([], [], [])
    private_tokens: set[str] = set()
    for call in env.http_requests:
        body = json.dumps(call.json, ensure_ascii=False, default=str)
        if call.path.startswith("/interactions/"):
            token = call.path.split("/")[3]
            if _is_private(call.json):
                private_tokens.add(token)
                said.private.append(body)
            else:
                said.public.append(body)
        elif call.path.startswith("/webhooks/"):
            token = call.path.split("/")[3]
            is_private = token in private_tokens or _is_private({"data": call.json})
            (said.private if is_private else said.public).append(body)
        elif call.path.startswith("/channels/") and call.path.split("/")[2] in dms:
            said.direct.append(body)
        elif call.method != "GET":
            said.public.append(body)
    return said


def _is_private(callback: Any) -> bool:
    """A form, an acknowledgement without words, or an answer with the flag "only you can see this"."""
    if not isinstance(callback, dict):
        return False
    if callback.get("type") in (6, 8, 9):
        return True
    data = callback.get("data") or {}
    return bool(data.get("flags", 0) & EPHEMERAL)
