"""The desk's line about people who left leads to the list, and the list to [Free the seat]."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
from simcord import InteractionResult

from bot.events.rules import Event
from tests.cogs.events.scenes import STAFF_ONLY, announce, lose_staff_role
from tests.kit.passing import move_until
from tests.kit.world import World, labels


async def one_seat(world: World, **boxes: Any) -> Event:
    """はる has the only seat and has left the server; うみ waits."""
    await world.set_up()
    event = await announce(world, venue="会館 定員1", online="", **boxes)
    for name in ("はる", "うみ"):
        await world.press(world.person(name), world.card(), f"rsvp:{event.id}:venue")
    world.community.leaves(world.person("はる"))
    await move_until(world, event.starts_at - timedelta(hours=23))
    await world.hub.look_around()
    return event


async def planted(world: World, custom_id: str) -> discord.Message:
    """The button as the desk shows it, but where everybody finds it."""
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="見る", custom_id=custom_id))
    view.stop()
    await world.bot.get_partial_messageable(world.community.lounge.id).send("机", view=view)
    await world.env.settle()
    return world.community.lounge.history(viewer=world.staff)[-1]


async def listing(world: World, event: Event) -> InteractionResult:
    return await world.press(
        world.staff, await planted(world, f"event:{event.id}:departed"), f"event:{event.id}:departed"
    )


async def test_staff_free_the_seat_and_the_next_person_is_told(world: World) -> None:
    event = await one_seat(world)
    desk = await world.hub.desk.lines(event.community_id)
    (line,) = [line for line in desk.lines if line.key == "departed"]
    assert "「12月の情報交換会」にお申し込みの方のうち、1人" in line.what.to("ja")
    shown = await listing(world, event)
    assert "1. はる（会場で参加予定）" in world.read(shown)
    assert labels(shown) == ["1. 席を空ける"]
    done = world.read(await world.press(world.staff, shown, "1. 席を空ける"))
    assert "席を空けました" in done
    assert "退出された方の席は残っていません" in done
    await world.tick()
    assert any(
        "席が空き、参加できるようになりました" in text for text in world.read_dms(world.person("うみ"))
    )
    assert not [
        line for line in (await world.hub.desk.lines(event.community_id)).lines if line.key == "departed"
    ]


async def test_the_same_press_twice_changes_nothing(world: World) -> None:
    event = await one_seat(world)
    shown, again = await listing(world, event), await listing(world, event)
    await world.press(world.staff, shown, "1. 席を空ける")
    assert "空ける席がありません" in world.read(await world.press(world.staff, again, "1. 席を空ける"))


async def test_names_are_shown_as_the_meeting_allows(world: World) -> None:
    event = await one_seat(world, names_shown="nobody")
    said = world.read(await listing(world, event))
    assert "1. お一人（会場で参加予定）" in said
    assert "はる" not in said


async def test_it_is_for_staff_at_every_press(world: World) -> None:
    event = await one_seat(world)
    shown = await listing(world, event)
    button = await planted(world, f"event:{event.id}:departed")
    lose_staff_role(world, world.staff)
    assert STAFF_ONLY in world.read(await world.press(world.staff, shown, "1. 席を空ける"))
    assert STAFF_ONLY in world.read(await world.press(world.staff, button, f"event:{event.id}:departed"))
    found = await world.hub.departures.listing(event.community_id, event.id)
    assert len(found.people) == 1


async def test_somebody_who_joins_again_and_presses_is_back(world: World) -> None:
    event = await one_seat(world)
    haru = world.person("はる")
    world.community.returns(haru)
    await world.slash(haru, "my")
    found = await world.hub.departures.listing(event.community_id, event.id)
    assert found.people == ()


async def test_using_something_of_the_offices_is_remembered_and_reading_the_home_is_not(
    world: World,
) -> None:
    await world.set_up()
    guild_id = world.community.guild.id
    await world.slash(world.staff, "home")
    await world.slash(world.manager, "outbox")  # may, but does not hold the role
    assert (await world.hub.members.who(guild_id, world.staff.id))[1] is None
    assert (await world.hub.members.who(guild_id, world.manager.id))[1] is None
    await world.slash(world.person("はる"), "outbox")  # may not
    assert (await world.hub.members.who(guild_id, world.person("はる").id))[1] is None
    await world.slash(world.staff, "outbox")
    member = (await world.hub.members.who(guild_id, world.staff.id))[1]
    assert member is not None
    assert member.staff_seen_at == world.hands()
