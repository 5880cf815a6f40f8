"""What each person could read: every REST call of the bot, sorted by who gets it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from simcord import Env

EVERYBODY = 0
"""Key of what is posted where more than one person reads it: channels, threads and their names and people."""


class Readers:
    """Made before the first press: it learns from each press to whom the answers under its token go."""

    def __init__(self, env: Env) -> None:
        self._env = env
        self._pressed_by: dict[str, int] = {}
        env.backend.subscribers.insert(0, self._learn)

    def _learn(self, event: str, payload: Mapping[str, Any]) -> None:
        if event == "INTERACTION_CREATE":
            person = payload.get("user") or payload["member"]["user"]
            self._pressed_by[payload["token"]] = int(person["id"])

    def said(self, since: int = 0) -> dict[int, list[str]]:
        """Path and body of every call that somebody reads, by the account of the reader."""
        dms = {str(channel): person for person, channel in self._env.backend.dm_channels.items()}
        made: defaultdict[int, list[str]] = defaultdict(list)
        for call in self._env.http_requests[since:]:
            parts = call.path.split("/")
            if call.method == "GET" or call.path.startswith("/users/"):
                continue  # nobody reads that the bot asked something, or opened the way to a direct message
            token = parts[3] if parts[1] in ("interactions", "webhooks") else None
            reader = self._pressed_by[token] if token is not None else dms.get(parts[2], EVERYBODY)
            body = json.dumps(call.json, ensure_ascii=False, default=str)
            where = call.path if reader == EVERYBODY else ""
            made[reader].append(f"{where} {body}")
        return made

    def leaked(self, reader: int, *words: str) -> list[str]:
        """What this person, or everybody, could read of these words."""
        told = self.said()
        seen = [*told[reader], *told[EVERYBODY]]
        return [f"{word}: {text}" for word in words for text in seen if word in text]
