"""The whole height of the house in one story: press, wait, restart, promoted, reminded."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.events.rules import Event
from tests.cogs.events.scenes import LINK, announce
from tests.kit.burst import burst
from tests.kit.passing import move_until
from tests.kit.world import World, labels, parts_of, text_of_message


async def answered(world: World, event: Event, name: str, choice: str) -> str:
    person = world.person(name)
    return world.read(await world.press(person, world.card(), f"rsvp:{event.id}:{choice}"))


@pytest.fixture
async def event(world: World) -> Event:
    await world.set_up()
    return await announce(world)


async def test_press_wait_restart_promoted_reminded(world: World, event: Event):
    for name in ("あおい", "いつき"):
        assert "会場" in await answered(world, event, name, "venue")
    assert "キャンセル待ち 1番目" in await answered(world, event, "うみ", "venue")

    await world.restart()

    asked = await answered(world, event, "あおい", "declined")
    assert world.read_dms(world.person("うみ")) == [], "nobody was told before the seat was given up"
    given = await world.press(world.person("あおい"), world.card(), f"rsvp:{event.id}:declined")
    done = await world.press(world.person("あおい"), given, f"rsvp:{event.id}:declined:sure")
    assert asked != world.read(done)

    await move_until(world, world.hands() + timedelta(minutes=1))
    told = world.read_dms(world.person("うみ"))
    assert len(told) == 1
    assert "席が空き、参加できるようになりました" in told[0]
    assert "みなと市民ハブ" in told[0], "each DM names its community"
    assert "定員 2人・申し込み 2人" in text_of_message(world.card()), "the card has followed"

    await move_until(world, event.starts_at + timedelta(hours=1))
    for name in ("いつき", "うみ"):
        reminders = [text for text in world.read_dms(world.person(name)) if "明日" in text]
        assert len(reminders) == 1, name
    assert not any("明日" in text for text in world.read_dms(world.person("あおい")))


async def test_a_closed_dm_is_told_at_the_next_press_and_staff_see_it(world: World, event: Event):
    for name in ("あおい", "いつき", "うみ"):
        await answered(world, event, name, "venue")
    closed = world.person("うみ").user.dm_channel
    world.env.inject_error("POST", f"/channels/{closed.id}/messages", status=403, code=50007)
    asked = await world.press(world.person("あおい"), world.card(), f"rsvp:{event.id}:declined")
    await world.press(world.person("あおい"), asked, f"rsvp:{event.id}:declined:sure")
    await move_until(world, world.hands() + timedelta(minutes=1))
    assert world.read_dms(world.person("うみ")) == []
    listed = world.read(await world.slash(world.staff, "outbox"))
    assert "届いていない" in listed
    first = world.read(await world.slash(world.person("うみ"), "my"))
    assert "席が空き、参加できるようになりました" in first
    second = world.read(await world.slash(world.person("うみ"), "my"))
    assert "席が空き、参加できるようになりました" not in second


async def test_after_a_downtime_only_the_newest_reminder_comes(world: World, event: Event):
    await answered(world, event, "あおい", "venue")
    await world.move_to(event.starts_at - timedelta(hours=2))
    await move_until(world, world.hands() + timedelta(minutes=10))
    told = world.read_dms(world.person("あおい"))
    assert len(told) == 1
    assert "本日" in told[0] or "今日" in told[0]


async def test_a_cancelled_meeting_tells_once_and_reminds_nobody(world: World, event: Event):
    for name in ("あおい", "いつき", "うみ"):
        await answered(world, event, name, "venue")
    await world.hub.events.cancel(world.community.guild.id, event.id, "台風のため")
    await move_until(world, event.starts_at + timedelta(hours=1))
    for name in ("あおい", "いつき", "うみ"):
        told = world.read_dms(world.person(name))
        assert len(told) == 1, name
        assert "中止" in told[0]
        assert "台風のため" in told[0]
    assert "中止" in text_of_message(world.card())


@pytest.mark.long
async def test_two_hundred_people_press_at_once(world: World, event: Event):
    results = await burst(world, world.card(), f"rsvp:{event.id}:venue", count=200)
    texts = [world.read(result) for result in results]
    waiting = [text for text in texts if "キャンセル待ち" in text]
    assert (len(texts), len(waiting)) == (200, 198)
    numbers = sorted(int(text.split("キャンセル待ち ")[1].split("番目")[0]) for text in waiting)
    assert numbers == list(range(1, 199))


async def test_two_communities_never_see_each_other(world: World, event: Event):
    neighbour = world.add_community("となり町ハブ")
    await world.set_up(neighbour)
    theirs = await announce(world, neighbour, title="となり町の集まり")
    ours = world.read(await world.slash(world.person("あおい"), "event list"))
    assert event.title in ours
    assert theirs.title not in ours
    visitor = neighbour.person("よそ")
    said = world.read(await world.slash(visitor, "rsvp", event=str(event.id), choice="venue"))
    unknown = world.read(await world.slash(visitor, "rsvp", event="987654", choice="venue"))
    assert said == unknown
    assert LINK not in said


async def test_the_card_closes_by_itself_at_the_start_even_after_a_lost_edit(world: World, event: Event):
    assert "rsvp" in str(parts_of(world.card()))
    await move_until(world, event.starts_at - timedelta(minutes=1))
    assert not all(part.get("disabled") for part in parts_of(world.card()))
    world.env.inject_error("PATCH", f"/channels/{world.announcements.id}/messages/*", status=500, code=0)
    await move_until(world, event.starts_at + timedelta(seconds=1))
    assert "受付は終わりました" not in text_of_message(world.card()), "the edit was lost"
    await world.restart()
    await move_until(world, event.starts_at + timedelta(minutes=2))
    assert "受付は終わりました" in text_of_message(world.card())
    answers = [part for part in parts_of(world.card()) if part.get("custom_id", "").startswith("rsvp")]
    assert all(part.get("disabled") for part in answers)
    assert "受付" in str(labels(world.card())), "whoever comes can still check in"
    await move_until(world, event.ends_at + timedelta(minutes=1))
    assert "受付" not in str(labels(world.card())), "check-in ends with the meeting"
    edits = len([call for call in world.env.http_requests if call.method == "PATCH"])
    await move_until(world, event.starts_at + timedelta(hours=5))
    assert len([call for call in world.env.http_requests if call.method == "PATCH"]) == edits, "and only once"
