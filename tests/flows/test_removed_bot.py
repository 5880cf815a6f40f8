"""Somebody takes the bot out of the server: nothing is sent, nothing is lost, nobody's log fills up."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.events.rules import Event
from bot.members.models import CommunityRow
from bot.outbox.models import DeliveryRow, PostingRow
from tests.cogs.events.scenes import announce
from tests.kit.passing import move_until
from tests.kit.world import World, text_of_message

pytestmark = pytest.mark.long  # whole stories; each step has a test of its own that runs every time

HOUR = timedelta(hours=1)


async def removed_at(world: World):
    async with world.hub.db.reading() as tx:
        return await tx.scalar(
            select(CommunityRow.removed_at).where(CommunityRow.id == world.community.guild.id)
        )


def calls(world: World) -> int:
    return len([call for call in world.env.http_requests if call.method != "GET"])


async def one_answer(world: World) -> Event:
    await world.set_up()
    event = await announce(world)
    await world.press(world.person("はる"), world.card(), f"rsvp:{event.id}:venue")
    await world.tick()
    return event


async def test_while_it_is_away_nothing_is_tried_and_what_comes_too_late_ends_quietly(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    event = await one_answer(world)
    await world.hub.events.cancel(event.community_id, event.id, "台風のため")
    other = await announce(world, title="二つ目の会")
    await world.press(world.person("はる"), world.card(), f"rsvp:{other.id}:venue")
    world.community.removes_the_bot()
    await world.env.settle()
    assert await removed_at(world) == world.hands()
    before = calls(world)
    with caplog.at_level(logging.INFO, "bot"):
        for at in (other.starts_at - 30 * HOUR, other.starts_at - HOUR, other.ends_at + HOUR):
            await world.move_to(at)
            await world.tick()
    assert calls(world) == before
    assert [record.getMessage() for record in caplog.records if record.name.startswith("bot.")] == []
    async with world.hub.db.reading() as tx:
        rows = (
            await tx.execute(
                select(DeliveryRow.state, DeliveryRow.last_error, DeliveryRow.awaits_press).where(
                    DeliveryRow.kind != "event.not_reached"  # waits for the office, should the bot come back
                )
            )
        ).all()
        gone = list(await tx.scalars(select(PostingRow.gone_at)))
    assert {row.state for row in rows} == {"sent", "expired", "cancelled"}
    assert {row.last_error for row in rows if row.state == "expired"} == {"bot_removed", "expired"}
    assert not any(row.awaits_press for row in rows)
    assert gone == [None] * len(gone), "the cards are still there, only out of reach"


async def test_back_again_it_goes_on_where_it_was(world: World) -> None:
    event = await one_answer(world)
    world.community.removes_the_bot()
    await world.env.settle()
    await world.move_to(event.starts_at - timedelta(days=2))
    await world.tick()
    world.community.adds_the_bot()
    await world.env.settle()
    assert await removed_at(world) is None
    await world.press(world.person("うみ"), world.card(), f"rsvp:{event.id}:venue")
    await move_until(world, event.starts_at - 20 * HOUR)
    assert "定員 2人・申し込み 2人" in text_of_message(world.card())
    assert any("明日です" in text for text in world.read_dms(world.person("はる")))


async def test_removed_and_added_while_the_process_was_down(world: World) -> None:
    await one_answer(world)
    other = world.add_community("となりまち")
    await world.set_up(other)
    await world.hub.farewells.removed(other.guild.id)
    world.community.removes_the_bot()
    await world.env.settle()
    await world.hub.farewells.welcomed(world.community.guild.id)  # as if nobody had heard it
    assert await removed_at(world) is None
    await world.restart()
    await world.env.settle()
    assert await removed_at(world) == world.hands()
    async with world.hub.db.reading() as tx:
        assert (
            await tx.scalar(select(CommunityRow.removed_at).where(CommunityRow.id == other.guild.id)) is None
        )
