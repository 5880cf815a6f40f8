"""Notices and addresses for the courier's tests."""

from __future__ import annotations

from typing import Any

from bot.i18n import Text
from bot.outbox.couriers import ToPerson, ToPlace
from bot.outbox.notice import Notice
from cogs.courier import DiscordCourier
from tests.kit.loopback import Loopback
from tests.kit.payloads import GUILD_ID

Wire = tuple[Loopback, DiscordCourier]

USER = 300_000_000_000_000_001
ROLE = 400_000_000_000_000_001
CHANNEL = 500_000_000_000_000_001
CARD = 600_000_000_000_000_001
KEPT_DM = 700_000_000_000_000_999
POST = "/channels/*/messages"
OPEN_DM = "/users/@me/channels"
OPEN_THREAD = "/channels/*/messages/*/threads"
PLANTED = "かきつばた"


def typed(words: str) -> Text:
    return Text("{words}", {"words": words})


def notice(subject: str = f"明日の会 {PLANTED}", *paragraphs: str, **more: Any) -> Notice:
    return Notice(typed(subject), tuple(typed(each) for each in paragraphs), **more)


def person(dm_channel_id: int | None = KEPT_DM, user_id: int = USER) -> ToPerson:
    return ToPerson(GUILD_ID, "みどり町ハブ", 12, user_id, dm_channel_id, "ja", "Asia/Tokyo")


def place(community_id: int = GUILD_ID, channel_id: int = CHANNEL, **more: Any) -> ToPlace:
    return ToPlace(community_id, "みどり町ハブ", channel_id, "ja", "Asia/Tokyo", **more)
