"""Discord's own events and published messages, in the simulated Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
import simcord
from hypothesis import given, strategies as st

from bot.mirrors.board import CANNOT_PUBLISH, GONE
from bot.mirrors.rules import Entry
from bot.outbox.couriers import Doubtful, NotYet, TryLater, WayClosed
from cogs.mirrors import DiscordBoard, dressed

STARTS = datetime(2026, 12, 17, 10, tzinfo=UTC)
CARD = 800_000_000_000_000_001
ENTRY = Entry(
    name="12月の情報交換会",
    about="困りごとを **話します**。[ここ](https://evil.example) @everyone",
    how_to_apply=f"お申し込みは案内から。\nhttps://discord.com/channels/1/2/{CARD}",
    place="みなと市民センター",
    and_online=" / オンライン",
    starts_at=STARTS,
    ends_at=STARTS + timedelta(minutes=90),
    card_id=CARD,
)


@pytest.fixture
async def simcord_bot() -> AsyncIterator[discord.Client]:
    bot = discord.Client(intents=discord.Intents(guilds=True), max_ratelimit_timeout=30)
    yield bot
    await bot.close()


class World:
    """A server whose events the bot may write, and two channels."""

    def __init__(self, env: simcord.Env) -> None:
        self.env = env
        self.guild = env.create_guild("みどり町ハブ")
        self.news = self.guild.create_news_channel("お知らせ")
        self.chat = self.guild.create_text_channel("雑談")
        self.board = DiscordBoard(env.bot)

    @property
    def events(self) -> dict[int, Any]:
        return self.env.backend.get_guild(self.guild.id).scheduled_events

    async def create(self, **changed: Any) -> int:
        return await self.board.create(self.guild.id, replace(ENTRY, **changed))

    async def posts(self, channel: simcord.ChannelHandle) -> int:
        message = await self.env.bot.get_partial_messageable(channel.id).send("案内")
        return message.id


@pytest.fixture
def world(simcord_env: simcord.Env) -> World:
    return World(simcord_env)


async def test_an_entry_is_external_and_says_only_what_it_was_given(world: World) -> None:
    event = world.events[await world.create()]
    assert (event.entity_type, event.channel_id, event.status) == (3, None, 1)
    assert event.name == "12月の情報交換会"
    assert event.entity_metadata == {"location": "みなと市民センター / オンライン"}
    assert datetime.fromisoformat(event.scheduled_start_time) == STARTS
    assert datetime.fromisoformat(event.scheduled_end_time) == ENTRY.ends_at
    assert event.description.endswith(ENTRY.how_to_apply)
    assert "@everyone" not in event.description.replace("@\u200beveryone", "")
    assert "[ここ](" not in event.description.replace("\\[", "")


async def test_it_is_changed_and_called_off_or_ended(world: World) -> None:
    first, second = await world.create(), await world.create(card_id=CARD + 1, how_to_apply=f"/{CARD + 1}")
    await world.board.edit(world.guild.id, first, replace(ENTRY, name="別の題"), begun=False)
    assert world.events[first].name == "別の題"
    later = replace(ENTRY, place="別の会場", starts_at=STARTS + timedelta(hours=1))
    await world.board.edit(world.guild.id, first, later, begun=True)
    assert datetime.fromisoformat(world.events[first].scheduled_start_time) == STARTS
    world.env.backend.edit_scheduled_event(world.guild.id, second, {"status": 2})
    for event_id in (first, second, first):
        await world.board.end(world.guild.id, event_id)
    assert (world.events[first].status, world.events[second].status) == (4, 3)
    assert not await world.board.stands(world.guild.id, first)
    with pytest.raises(WayClosed, match=GONE):
        await world.board.edit(world.guild.id, first, ENTRY, begun=False)


async def test_what_somebody_deleted_is_gone_everywhere(world: World) -> None:
    made = await world.create()
    assert await world.board.stands(world.guild.id, made)
    world.env.backend.delete_scheduled_event(world.guild.id, made)
    assert not await world.board.stands(world.guild.id, made)
    await world.board.end(world.guild.id, made)
    with pytest.raises(WayClosed, match=GONE):
        await world.board.edit(world.guild.id, made, ENTRY, begun=False)


async def test_only_our_own_open_entry_of_that_card_is_found(world: World) -> None:
    backend = world.env.backend
    given = {"entity_type": 3, "scheduled_start_time": STARTS.isoformat(), "name": "x"}
    link = f"https://discord.com/channels/1/2/{CARD}"
    stranger = world.env.create_user("stranger")
    backend.create_scheduled_event(world.guild.id, **given, description=link, creator_id=stranger.id)
    over = backend.create_scheduled_event(world.guild.id, **given, description=link)
    backend.edit_scheduled_event(world.guild.id, over.id, {"status": 4})
    backend.create_scheduled_event(world.guild.id, **given, description="…/2/700")
    assert await world.board.find(world.guild.id, CARD) is None
    ours = [backend.create_scheduled_event(world.guild.id, **given, description=link).id for _ in range(2)]
    assert await world.board.find(world.guild.id, CARD) == ours[0]
    assert ours[1] not in world.events, "a twin of a repeated request goes"
    made = await world.create()
    assert ours[0] not in world.events
    assert made in world.events
    assert len([event for event in world.events.values() if event.creator_id == stranger.id]) == 1


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (403, 50013, WayClosed("no_permission")),
        (400, 30038, WayClosed("too_many_events")),
        (429, None, TryLater("rate_limited")),
        (500, None, Doubtful("server_500")),
        (503, None, Doubtful("server_503")),
    ],
)
async def test_what_discord_answers_is_told_in_our_words(
    world: World, status: int, code: int | None, error: Exception
) -> None:
    world.env.inject_error(
        "POST", f"/guilds/{world.guild.id}/scheduled-events", status=status, code=code or 0, message="x"
    )
    with pytest.raises(type(error), match=str(error)):
        await world.create()


async def test_without_the_switch_it_is_refused(world: World) -> None:
    role = world.guild.roles[world.env.backend.bot_user.name]
    world.env.backend.edit_role(world.guild.id, role.id, {"permissions": 0})
    with pytest.raises(WayClosed, match="no_permission"):
        await world.create()


async def test_a_server_that_the_gateway_has_not_told_of_comes_later(world: World) -> None:
    with pytest.raises(NotYet):
        await world.board.create(4711, ENTRY)


async def test_cards_are_looked_at_and_published_once(world: World) -> None:
    card, other = await world.posts(world.news), await world.posts(world.chat)
    assert await world.board.card_stands(world.news.id, card)
    for _ in range(2):
        await world.board.publish(world.news.id, card)
    assert world.env.backend.get_message(world.news.id, card).flags & 2
    with pytest.raises(WayClosed, match=CANNOT_PUBLISH):
        await world.board.publish(world.chat.id, other)
    world.env.backend.delete_message(world.news.id, card)
    assert not await world.board.card_stands(world.news.id, card)
    assert not await world.board.card_stands(4711, card)
    role = world.guild.roles[world.env.backend.bot_user.name]
    world.env.backend.edit_role(world.guild.id, role.id, {"permissions": 0})
    everyone = world.guild.default_role
    world.env.backend.edit_role(world.guild.id, everyone.id, {"permissions": 0})
    with pytest.raises(WayClosed, match="no_"):
        await world.board.card_stands(world.chat.id, other)


@given(st.text(max_size=200), st.text(max_size=4000), st.text(max_size=200), st.booleans())
def test_it_fits_whatever_people_typed(name: str, about: str, place: str, online: bool) -> None:
    """Lengths: Discord's "Guild Scheduled Event" (name 100, description 1,000, location 100)."""
    shown = dressed(
        replace(ENTRY, name=name, about=about, place=place, and_online=" / オンライン" if online else "")
    )
    assert len(shown["name"]) <= 100
    assert len(shown["description"]) <= 1000
    assert len(shown["location"]) <= 100
    assert shown["description"].endswith(ENTRY.how_to_apply)
    if online:
        assert shown["location"].endswith("オンライン")


def test_two_hundred_japanese_signs_are_cut_with_a_sign_that_there_is_more() -> None:
    shown = dressed(replace(ENTRY, name="情" * 200, about="報" * 4000, place="館" * 200))
    assert (len(shown["name"]), len(shown["description"]), len(shown["location"])) == (100, 1000, 100)
    assert shown["name"].endswith("…")
    assert "…\n\n" in shown["description"]
    assert shown["location"].endswith("… / オンライン")
