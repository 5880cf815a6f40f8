"""The private thread: under which channel, for whom, and what happens where somebody cannot get in."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Hands
from cogs.admin.reasons import reason_text
from tests.cogs.probono.scenes import ja, menus, need, offer, open_need
from tests.cogs.probono.stories import ORGANISATION, VOLUNTEER, asked, door, introduced, shown_message, tick
from tests.kit.world import World, parts_of


async def test_the_office_hears_of_a_thread_into_which_somebody_cannot_get(
    world: World, hands: Hands
) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await offer(world, volunteer)
    await need(world, asker)
    await open_need(world)
    await asked(world)
    await tick(world, hands)
    await world.press(volunteer, world.dms(volunteer)[-1], "suggestion:1:answer:yes")
    await tick(world, hands)
    members = "/channels/*/thread-members/*"
    world.env.inject_error("PUT", members, status=403, code=50001, message="Missing Access", times=None)
    await world.press(asker, world.dms(asker)[-1], "suggestion:1:meet")
    await tick(world, hands)
    hands.move(timedelta(hours=2))
    await tick(world, hands)
    told = "\n".join(world.read_channel(world.office))
    assert ja("Introduction of two sides (probono)") in told
    assert VOLUNTEER not in told
    [thread] = world.announcements.threads
    assert not world.env.backend.messages.get(thread.id), "nothing is posted where not everybody is"

    # the office lets everybody into the channel and sends it once more: the same thread
    world.env.backend.faults.clear()
    unreached = await world.slash(world.staff, "outbox")
    assert reason_text("person_stays_outside").to("ja") in world.read(unreached)
    lines = menus(unreached)[1]
    offered = next(part for part in parts_of(shown_message(unreached)) if part["custom_id"] == lines)
    chosen = await world.choose(world.staff, unreached, lines, offered["options"][-1]["value"])
    await world.press(world.staff, chosen, ja("Send it now"))
    await tick(world, hands)
    [thread] = world.announcements.threads
    [welcome] = world.read_channel(thread)
    assert VOLUNTEER in welcome


async def test_who_has_several_offers_says_with_which_one_they_come_forward(world: World) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await offer(world, volunteer)
    await offer(world, volunteer, text="手先が器用です。*編み物*が得意です。")
    await need(world, asker)
    await open_need(world)
    which = await door(world, volunteer, "need:1:volunteer")
    thanks = await world.choose(volunteer, which, menus(which)[0], "2")
    assert "ありがとうございます" in world.read(thanks)
    again = await world.choose(volunteer, which, menus(which)[0], "2")
    assert "ありがとうございます" in world.read(again)
    table = world.read(await door(world, world.staff, "need:1:table"))
    assert table.count(ja("　came forward for it")) == 1


async def test_the_thread_holds_three_people_and_is_opened_once(world: World, hands: Hands) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    welcome = await introduced(world, hands, volunteer, asker, small=True)
    await world.restart()
    await tick(world, hands)
    [thread] = world.announcements.threads
    inside = set(world.env.backend.channels[thread.id].thread_members)
    assert inside == {volunteer.id, asker.id, world.staff.id, world.env.backend.bot_user.id}
    stranger = world.person("通りがかり")
    for person, sees in ((volunteer, ORGANISATION), (asker, VOLUNTEER), (world.staff, VOLUNTEER)):
        panel = await world.press(person, welcome, "suggestion:1:panel")
        assert sees in world.read(panel)
    assert thread.id in world.env.backend.channels
    refused = await door(world, stranger, "suggestion:1:panel")
    assert VOLUNTEER not in world.read(refused)
