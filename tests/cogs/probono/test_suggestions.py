"""From the coordinator's table to the thanks, as people press it."""

from __future__ import annotations

import discord

from bot.clock import Hands
from tests.cogs.probono.scenes import ja, menus, need, offer, open_need
from tests.cogs.probono.stories import ORGANISATION, VOLUNTEER, tick
from tests.kit.world import World, labels


async def test_from_the_table_to_the_thanks(world: World, hands: Hands) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await offer(world, volunteer)
    await need(world, asker)
    await open_need(world)
    staff = world.staff

    await world.hub.probono.plan()
    desk = await world.slash(staff, "desk")
    table = await world.press(staff, desk, "need:1:table")
    said = world.read(table)
    assert VOLUNTEER in said
    assert "«" in said, "why: the words of both sides"
    chosen = await world.choose(staff, table, menus(table)[0], "1")
    assert ja("Ask this person") in labels(chosen)
    asked = await world.press(staff, chosen, "suggestion:1:ask")
    assert ja("asked", "suggestion") in world.read(asked)

    await tick(world, hands)
    [ask] = [message for message in world.dms(volunteer) if "お力を貸して" in message.content]
    assert "みなと子ども食堂" in ask.content
    assert ja("Yes, I can help", "probono answer") in labels(ask)
    said_yes = await world.press(volunteer, ask, "suggestion:1:answer:yes")
    assert "お引き受けくださり" in world.read(said_yes)

    await tick(world, hands)
    found = world.dms(asker)[-1]
    assert VOLUNTEER not in found.content
    assert str(volunteer.id) not in str(found.components)
    met = await world.press(asker, found, "suggestion:1:meet")
    assert "スレッド" in world.read(met)
    await tick(world, hands)
    [thread] = world.announcements.threads
    made = world.env.backend.channels[thread.id]
    assert made.type == discord.ChannelType.private_thread.value
    inside = set(made.thread_members)
    assert inside == {volunteer.id, asker.id, staff.id, world.env.backend.bot_user.id}
    [welcome] = world.read_channel(thread)
    assert VOLUNTEER in welcome
    assert ORGANISATION in welcome

    panel = await world.slash(volunteer, "home")
    mine = await world.press(
        volunteer, await world.press(volunteer, panel, "probono:0:panel"), "suggestion:0:mine"
    )
    here = await world.press(volunteer, mine, "suggestion:1:panel")
    assert ORGANISATION in world.read(here)
    form = await world.press(volunteer, here, "suggestion:1:date")
    refused = await world.fill(volunteer, form, when="いつか")
    again = await world.press(volunteer, refused, ja("Correct it"))
    dated = await world.fill(volunteer, again, when="12/28 19:00")
    assert "12月28日" in world.read(dated)
    form = await world.press(volunteer, dated, "suggestion:1:finish")
    done = await world.fill(volunteer, form, hours="1")
    assert ja("done", "suggestion") in world.read(done)
    await tick(world, hands)
    thanks = world.dms(asker)[-1]
    answered = await world.press(asker, thanks, "suggestion:1:again:yes")
    assert "事務局だけ" in world.read(answered)
