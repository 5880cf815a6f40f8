"""/outbox as staff meet it: a notice that did not arrive, sent again or stopped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from simcord import InteractionResult, MemberActor

from bot.events.form import EventForm
from bot.events.rules import Choice
from bot.sandbox.simulation import Community
from cogs.courier import DiscordCourier
from tests.kit.world import World, labels, parts_of

DM_CLOSED = {"status": 403, "code": 50007, "message": "Cannot send messages to this user"}


async def announce(world: World, names_shown: str = "office", community: Community | None = None) -> int:
    """A meeting with one seat; its card is posted."""
    place = community or world.community
    form = EventForm(
        title="12月の情報交換会",
        when="2026-12-17 19:00-20:30",
        venue="みなと市民センター 定員1",
        names_shown=names_shown,
    )
    draft = await world.hub.drafts.start(place.guild.id, place.staff.id, "事務局 はるか", form)
    event = await world.hub.events.announce(place.guild.id, draft.id)
    await world.tick()
    return event.id


async def answer(world: World, person: MemberActor, event_id: int, choice: Choice) -> None:
    name = "みどり" if person is world.person("みどり") else "はる"
    await world.hub.rsvps.rsvp(person.guild.id, person.id, name, event_id, choice, sure=True)


async def promoted_in_vain(world: World, names_shown: str = "office") -> None:
    """みどり waits, はる leaves, and the direct message to みどり is refused."""
    await world.set_up()
    event_id = await announce(world, names_shown)
    await answer(world, world.person("はる"), event_id, Choice.VENUE)
    await answer(world, world.person("みどり"), event_id, Choice.VENUE)
    await answer(world, world.person("はる"), event_id, Choice.DECLINED)
    dm = world.person("みどり").user.dm_channel
    world.env.inject_error("POST", f"/channels/{dm.id}/messages", **DM_CLOSED)
    await world.tick()


def menus(shown: InteractionResult) -> list[str]:
    assert shown.response is not None
    return [part["custom_id"] for part in parts_of(shown.response) if part["type"] == 3]


def first_line(shown: InteractionResult) -> str:
    assert shown.response is not None
    lines = [part for part in parts_of(shown.response) if part["type"] == 3][1]
    return lines["options"][0]["value"]


async def open_first(world: World, shown: InteractionResult) -> None:
    await world.choose(world.staff, shown, menus(shown)[1], first_line(shown))


async def test_nothing_to_do_is_said_tray_by_tray(world: World) -> None:
    await world.set_up()
    shown = await world.slash(world.staff, "outbox")
    assert "Nothing is waiting" in world.read(shown)
    for tray, said in (
        ("failed", "Nothing has failed"),
        ("unknown", "Nothing is in doubt"),
        ("not_reached", "Everybody was reached"),
    ):
        await world.choose(world.staff, shown, menus(shown)[0], tray)
        assert said in world.read(shown)


async def test_a_notice_that_reached_nobody_is_found_and_sent_again(world: World) -> None:
    await promoted_in_vain(world)
    assert world.read_dms(world.person("みどり")) == []
    shown = await world.slash(world.staff, "outbox")
    said = world.read(shown)
    assert "Not reached" in said  # the tray that needs somebody is open at once
    assert "12月の情報交換会" in said
    assert "みどり" in said
    assert "does not take direct messages" in said

    await open_first(world, shown)
    assert labels(shown) == ["Send it now", "Do not send it", "Back"]
    await world.press(world.staff, shown, "Send it now")
    assert "sent again soon" in world.read(shown)
    assert "Everybody was reached" in world.read(shown)
    await world.move(timedelta(minutes=5))  # first messages to people leave slowly
    await world.tick()
    assert len(world.read_dms(world.person("みどり"))) == 1


async def test_a_notice_can_be_stopped_and_is_not_shown_at_the_next_press_either(world: World) -> None:
    await promoted_in_vain(world)
    shown = await world.slash(world.staff, "outbox")
    await open_first(world, shown)
    await world.press(world.staff, shown, "Do not send it")
    assert "will not be sent" in world.read(shown)
    assert "Everybody was reached" in world.read(shown)
    await world.tick()
    assert world.read_dms(world.person("みどり")) == []
    assert "became free" not in world.read(await world.slash(world.person("みどり"), "my"))


async def test_what_waits_can_be_stopped_before_it_is_sent(world: World) -> None:
    await world.set_up()
    await announce(world)
    shown = await world.slash(world.staff, "outbox")
    said = world.read(shown)
    assert "posted in the channel" in said  # a post tells nobody in particular
    assert "16 Dec 2026, 18:00" in said  # in the community's zone
    await open_first(world, shown)
    await world.press(world.staff, shown, "Do not send it")
    assert world.read(shown).count("・") == said.count("・") - 1
    for moment in (datetime(2026, 12, 10, 4, tzinfo=UTC), datetime(2026, 12, 16, 10, tzinfo=UTC)):
        await world.move_to(moment)  # a week before; the evening before
        await world.tick()
    thread = world.announcements.threads[0]
    reminders = [line for line in world.read_channel(thread) if "12月17日" in line]
    assert len(reminders) == 1  # of two, the stopped one did not come


@pytest.mark.parametrize(("names_shown", "is_named"), [("nobody", False), ("office", True)])
async def test_a_name_stands_there_only_where_staff_may_know_it(
    world: World, names_shown: str, is_named: bool
) -> None:
    await promoted_in_vain(world, names_shown)
    shown = await world.slash(world.staff, "outbox")
    listed = world.read(shown) + str(parts_of(shown.response) if shown.response else "")
    await open_first(world, shown)
    assert ("みどり" in listed + world.read(shown)) is is_named
    assert ("one person" in world.read(shown)) is not is_named


async def test_another_server_sees_nothing_of_it(world: World) -> None:
    await promoted_in_vain(world)
    other = world.add_community("となり町ハブ")
    await world.set_up(other)
    shown = await other.staff.slash(other.lounge, "outbox")
    assert "Nothing is waiting" in world.read(shown)
    assert "(1)" not in str(parts_of(shown.response) if shown.response else "")
    mine = await world.slash(world.staff, "outbox")
    assert "(1)" in str(parts_of(mine.response) if mine.response else "")


async def test_staff_only_and_the_role_is_asked_at_every_press(world: World) -> None:
    await promoted_in_vain(world)
    said = world.read(await world.slash(world.person("はる"), "outbox"))
    assert "for the office" in said
    assert "みどり" not in said

    shown = await world.slash(world.staff, "outbox")
    await open_first(world, shown)
    guild = world.community.guild
    world.env.backend.remove_member_role(guild.id, world.staff.id, world.community.staff_role.id)
    assert "for the office" in world.read(await world.press(world.staff, shown, "Send it now"))
    await world.tick()
    assert world.read_dms(world.person("みどり")) == []


async def test_a_promotion_that_waits_stands_in_the_outbox_with_its_reason(world: World) -> None:
    await world.set_up()
    event_id = await announce(world)
    await answer(world, world.person("はる"), event_id, Choice.VENUE)
    await answer(world, world.person("みどり"), event_id, Choice.VENUE)
    await answer(world, world.person("はる"), event_id, Choice.DECLINED)
    dm = world.person("みどり").user.dm_channel
    world.env.inject_error("POST", f"/channels/{dm.id}/messages", status=503, times=None)
    for _minute in range(11):
        await world.tick()
        await world.move(timedelta(minutes=1))
    shown = await world.slash(world.staff, "outbox")
    assert "A seat became free" in world.read(shown)
    assert "fault of its own" in world.read(shown)
    await world.tick()
    assert any("まだ届いていません" in line for line in world.read_channel(world.office))


async def test_a_fault_of_the_bot_stands_there_with_the_reference_of_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await world.set_up()
    event_id = await announce(world)
    await answer(world, world.person("はる"), event_id, Choice.VENUE)
    await answer(world, world.person("みどり"), event_id, Choice.VENUE)
    await answer(world, world.person("はる"), event_id, Choice.DECLINED)

    async def breaks(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(DiscordCourier, "send", breaks)
        await world.tick()
    [logged] = [record.getMessage() for record in caplog.records if "outbox " in record.getMessage()]
    said = world.read(await world.slash(world.staff, "outbox"))
    assert "this reference: " in said
    assert said.split("this reference: ")[1].split()[0] in logged
    assert "ZeroDivisionError" not in said


async def test_a_long_outbox_has_pages(world: World) -> None:
    await world.set_up()
    for _each in range(4):
        await announce(world)
    shown = await world.slash(world.staff, "outbox")
    assert "Page 1 of" in world.read(shown)
    first = world.read(shown)
    await world.press(world.staff, shown, "Next")
    assert "Page 2 of" in world.read(shown)
    assert world.read(shown) != first
    await world.press(world.staff, shown, "Previous")
    assert world.read(shown) == first
