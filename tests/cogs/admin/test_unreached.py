"""Who was not reached about a meeting: told once to the office, listed with reasons, found from three sides."""

from __future__ import annotations

from datetime import timedelta

from bot.events.rules import Choice
from tests.cogs.admin.test_outbox import announce, answer, menus, promoted_in_vain
from tests.kit.world import World, labels, parts_of

TOLD = "間に合いませんでした"


async def missed(world: World) -> int:
    """はる and みどり come; the bot is down from the day before until the start is over."""
    await world.set_up()
    event_id = await announce(world)
    for name in ("はる", "みどり"):
        await answer(world, world.person(name), event_id, Choice.VENUE)
    await world.tick()
    await world.move(timedelta(days=45, hours=11))  # 17 December 20:00, an hour after the start
    return event_id


def told(world: World) -> list[str]:
    return [said for said in world.read_channel(world.office) if TOLD in said]


async def test_staff_are_told_once_of_a_meeting_that_began_before_its_reminders_left(world: World) -> None:
    event_id = await missed(world)
    await world.tick()
    await world.move(timedelta(minutes=2))
    await world.tick()
    (said,) = told(world)
    assert "2人の方に" in said
    assert "はる" not in said
    for _hour in range(3):
        await world.move(timedelta(hours=1))
        await world.tick()
    assert len(told(world)) == 1
    custom_id = f"unreached:{event_id}:list"
    posts = world.office.history(viewer=world.staff)
    post = next(m for m in posts if custom_id in {part.get("custom_id") for part in parts_of(m)})
    shown = await world.press(world.staff, post, custom_id)
    listed = world.read(shown)
    assert "はる" in listed
    assert "please call the person" in listed
    assert "before the time of which it tells" in listed


async def test_a_reminder_that_would_not_have_been_true_is_not_counted(world: World) -> None:
    """みどり waited for a seat: what she missed is that the line stood still, and no reminder."""
    event_id = await missed(world)
    await world.tick()
    _here, midori = await world.hub.members.who(world.community.guild.id, world.person("みどり").id)
    assert midori is not None
    lines = await world.hub.unreached.about(world.community.guild.id, event_id)
    assert {line.kind for line in lines if line.member_id == midori.id} == {"event.line_stopped"}
    assert "event.reminder" in {line.kind for line in lines}


async def test_from_the_outbox_by_event_and_by_way(world: World) -> None:
    await promoted_in_vain(world)
    shown = await world.slash(world.staff, "outbox")
    ways, events = menus(shown)[2:4]
    await world.choose(world.staff, shown, ways, "mail")
    assert "Everybody was reached" in world.read(shown)
    ways = menus(shown)[1]
    await world.choose(world.staff, shown, ways, "dm")
    assert "does not take direct messages" in world.read(shown)
    events = menus(shown)[3]
    await world.choose(world.staff, shown, events, "event:1")
    assert "Who was not reached" in labels(shown)
    listed = await world.press(world.staff, shown, "unreached:1:list")
    assert "みどり" in world.read(listed)
    assert "at the next press" in world.read(listed)


async def test_from_the_meeting_itself_while_there_is_somebody(world: World) -> None:
    await promoted_in_vain(world)
    shown = await world.slash(world.staff, "event show", event="1")
    assert "Who was not reached" in labels(shown)
    read = await world.press(world.staff, shown, "unreached:1:list")
    assert "みどり" in world.read(read)
