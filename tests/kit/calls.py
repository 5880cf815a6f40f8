"""Every REST call of the bot as JSON lines, if the environment variable DISCORD_CALLS_FILE names a file.

One object per call: ``{"method", "path", "params", "json", "files"}``, appended, so that a whole test run makes
one file that can be compared with Discord's own description of its interface.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from simcord import Env

VARIABLE = "DISCORD_CALLS_FILE"


def record_calls(env: Env) -> None:
    """Append what the bot sent in this simulation; call it when the simulation ends."""
    if target := os.environ.get(VARIABLE):
        with Path(target).open("a", encoding="utf-8") as file:
            for call in env.http_requests:
                line = {
                    "method": call.method,
                    "path": call.path,
                    "params": call.params,
                    "json": call.json,
                    "files": files_in(call.json),
                }
                file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")


def files_in(body: Any) -> int:
    """How many files came with a message: discord.py numbers new ones from 0, kept ones have long ids."""
    if not isinstance(body, dict):
        return 0
    message = body.get("data") if isinstance(body.get("data"), dict) else body
    attachments = (message or {}).get("attachments") or []
    return sum(1 for each in attachments if int(each.get("id", 1 << 40)) < 10)
