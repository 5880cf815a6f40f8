"""What Discord's REST interface answers when all is well: the least that discord.py needs."""

from __future__ import annotations

from typing import Any

GUILD_ID = 100_000_000_000_000_001
BOT_ID = 900_000_000_000_000_001
BOT_USER = {"id": str(BOT_ID), "username": "hub", "discriminator": "0000", "avatar": None, "bot": True}


def application() -> dict[str, Any]:
    return {
        "id": str(BOT_ID),
        "name": "hub",
        "icon": None,
        "description": "",
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "",
        "team": None,
        "flags": 0,
        "owner": BOT_USER,
    }


def user(user_id: Any) -> dict[str, Any]:
    return {"id": str(user_id), "username": "someone", "discriminator": "0000", "avatar": None}


def channel(channel_id: str) -> dict[str, Any]:
    return {
        "id": channel_id,
        "type": 0,
        "guild_id": str(GUILD_ID),
        "name": "announcements",
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
    }


def thread(channel_id: str, message_id: str, name: str) -> dict[str, Any]:
    return {
        "id": message_id,
        "type": 11,
        "guild_id": str(GUILD_ID),
        "parent_id": channel_id,
        "owner_id": str(BOT_ID),
        "name": name,
        "message_count": 0,
        "member_count": 1,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 10080,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "locked": False,
        },
    }


def message(channel_id: str, message_id: str, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": message_id,
        "channel_id": channel_id,
        "author": BOT_USER,
        "content": body.get("content", ""),
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": body.get("embeds", []),
        "pinned": False,
        "type": 0,
    }
