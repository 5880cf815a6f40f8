"""A server with the bot in it, as the loopback Discord shows it to somebody who only asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from cogs.shared.permissions import INVITE_PERMISSIONS
from tests.kit.loopback import Loopback
from tests.kit.payloads import BOT_ID, BOT_USER

GUILD_ID = 100_000_000_000_000_001
ANNOUNCE, OFFICE = GUILD_ID + 1, GUILD_ID + 2
BOT_ROLE = GUILD_ID + 3
VIEW_CHANNEL, SEND_MESSAGES, EMBED_LINKS = 1 << 10, 1 << 11, 1 << 14


class ServerOnLoopback(Loopback):
    """All is well unless its fields are changed; ``clock`` is what its Date header says."""

    def __init__(self, clock: Callable[[], datetime], commands: list[str]) -> None:
        super().__init__()
        self.clock = clock
        self.clock_is_ahead_by = timedelta()
        self.commands = commands
        self.denied_in_announcements = 0
        self.hidden_from_everyone = [OFFICE]

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        response = await super()._handle(request)
        now = self.clock() + self.clock_is_ahead_by
        response.headers["Date"] = format_datetime(now, usegmt=True)
        return response

    def _answer(self, method: str, path: str, body: Any) -> Any:
        match method, path.strip("/").split("/"):
            case "GET", ["gateway"]:
                return {"url": "wss://gateway.example"}
            case "GET", ["guilds", guild_id]:
                return self._guild(guild_id)
            case "GET", ["guilds", _, "channels"]:
                return [self._channel(ANNOUNCE, "お知らせ"), self._channel(OFFICE, "事務局")]
            case "GET", ["guilds", _, "members", _]:
                return {"user": BOT_USER, "roles": [str(BOT_ROLE)], "joined_at": None, "deaf": False,
                        "mute": False, "flags": 0}  # fmt: skip
            case "GET", ["applications", application_id, "commands"] if application_id == str(BOT_ID):
                return [{"name": name} for name in self.commands]
        return super()._answer(method, path, body)

    def _guild(self, guild_id: str) -> dict[str, Any]:
        everyone = {"id": guild_id, "name": "@everyone", "permissions": str(VIEW_CHANNEL | SEND_MESSAGES)}
        own = {"id": str(BOT_ROLE), "name": "hub", "permissions": str(INVITE_PERMISSIONS.value)}
        more = {"color": 0, "hoist": False, "position": 0, "managed": False, "mentionable": False, "flags": 0}
        return {
            "id": guild_id, "name": "みなと市民ハブ", "owner_id": "1", "roles": [everyone | more, own | more],
            "emojis": [], "stickers": [], "features": [], "afk_timeout": 0, "verification_level": 0,
            "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
            "system_channel_flags": 0, "premium_tier": 0, "preferred_locale": "ja", "nsfw_level": 0,
            "premium_progress_bar_enabled": False,
        }  # fmt: skip

    def _channel(self, channel_id: int, name: str) -> dict[str, Any]:
        hidden = {"id": str(GUILD_ID), "type": 0, "allow": "0", "deny": str(VIEW_CHANNEL)}
        shown = {"id": str(BOT_ROLE), "type": 0, "allow": str(VIEW_CHANNEL), "deny": "0"}
        off = self.denied_in_announcements if channel_id == ANNOUNCE else 0
        denied = {"id": str(BOT_ROLE), "type": 0, "allow": "0", "deny": str(off)}
        return {
            "id": str(channel_id), "type": 0, "guild_id": str(GUILD_ID), "name": name, "position": 0,
            "permission_overwrites": [hidden, shown] if channel_id in self.hidden_from_everyone else [denied],
            "nsfw": False, "parent_id": None,
        }  # fmt: skip
