"""Private threads for a few people: opened once, found again, and not for whoever cannot be in one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest
import simcord

from bot.outbox.couriers import ToPlace, WayClosed
from cogs.courier import DiscordCourier
from tests.kit.letters import notice, place


@pytest.fixture
async def simcord_bot() -> AsyncIterator[discord.Client]:
    bot = discord.Client(intents=discord.Intents.default(), max_ratelimit_timeout=30)
    yield bot
    await bot.close()


class Rooms:
    """A guild with a channel under which two people and the office meet."""

    def __init__(self, env: simcord.Env) -> None:
        self.env = env
        self.guild = env.create_guild("みどり町ハブ")
        self.channel = self.guild.create_text_channel("顔合わせ")
        self.people = [env.create_user(name) for name in ("sakura", "ume", "momo")]
        for person in self.people:
            self.guild.add_member(person)
        self.courier = DiscordCourier(env.bot)

    def room(self, **more: object) -> ToPlace:
        return place(
            self.guild.id,
            self.channel.id,
            thread_name="顔合わせ 1：決算",
            is_room=True,
            mentions=tuple(person.id for person in self.people),
            **more,
        )

    def inside(self, thread_id: int) -> set[int]:
        return set(self.env.backend.channels[thread_id].thread_members)


@pytest.fixture
def rooms(simcord_env: simcord.Env) -> Rooms:
    return Rooms(simcord_env)


async def test_a_room_is_private_and_holds_exactly_its_people(rooms: Rooms) -> None:
    receipt = await rooms.courier.send(rooms.room(), notice("はじめまして"), nonce="d1")
    assert receipt.thread_id is not None
    made = rooms.env.backend.channels[receipt.thread_id]
    assert made.type == discord.ChannelType.private_thread.value
    assert rooms.inside(receipt.thread_id) == {
        rooms.env.backend.bot_user.id, *(person.id for person in rooms.people)
    }  # fmt: skip
    [thread] = rooms.channel.threads
    assert [each.id for each in thread.history()[0].mentions] == [person.id for person in rooms.people]
    said = [each.content for each in rooms.channel.history()]
    assert "はじめまして" not in said, "it is said in the thread only"


async def test_a_second_attempt_finds_the_room_of_the_first(rooms: Rooms) -> None:
    first = await rooms.courier.send(rooms.room(), notice("はじめまして"), nonce="d1")
    again = await rooms.courier.send(rooms.room(), notice("はじめまして"), nonce="d1")
    assert again.thread_id == first.thread_id
    known = await rooms.courier.send(rooms.room(thread_id=first.thread_id), notice("続き"), nonce="d2")
    assert known.thread_id == first.thread_id
    assert len(rooms.channel.threads) == 1


async def test_where_no_room_can_be_opened_the_way_is_closed(rooms: Rooms) -> None:
    rooms.env.inject_error(
        "POST", f"/channels/{rooms.channel.id}/threads", status=403, code=50013, message="Missing Permissions"
    )
    with pytest.raises(WayClosed):
        await rooms.courier.send(rooms.room(), notice("はじめまして"), nonce="d1")
