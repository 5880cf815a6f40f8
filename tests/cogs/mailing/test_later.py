"""[あとで知らせる] on a reminder by direct message: by its owner, after a restart, never past the start."""

from __future__ import annotations

from datetime import timedelta

from tests.cogs.events.scenes import announce
from tests.kit.world import World, labels

LATER = "あとで知らせる"


async def test_once_more_in_an_hour_or_in_the_morning(world: World):
    await world.set_up()
    event = await announce(world)
    haru = world.person("はる")
    await world.press(haru, world.card(), f"rsvp:{event.id}:venue")
    await world.move(event.starts_at - timedelta(hours=25) - world.hands())
    await world.tick()
    reminder = world.dms(haru)[-1]
    assert LATER in labels(reminder)
    await world.restart()
    shown = await world.press(haru, reminder, LATER)
    assert labels(shown) == ["1時間後（2026年12月16日（水）19:00）", "明日の朝（2026年12月17日（木）08:00）"]
    assert shown.response is not None
    said = await haru.user.click(shown.response, custom_id=f"later:{event.id}:at_hour")
    assert "2026年12月16日（水）19:00にもう一度" in world.read(said)
    before = len(world.dms(haru))
    await world.restart()
    await world.move(timedelta(hours=1))
    await world.tick()
    assert len(world.dms(haru)) == before + 1
    assert "もう一度お知らせします" in world.read_dms(haru)[-1]
    await world.move(event.starts_at - timedelta(minutes=30) - world.hands())
    assert "もう一度お知らせする時間がありません" in world.read(await world.press(haru, reminder, LATER))


async def test_somebody_who_does_not_come_gets_none(world: World):
    await world.set_up()
    event = await announce(world)
    haru, natsu = world.people("はる", "なつ")
    await world.press(haru, world.card(), f"rsvp:{event.id}:venue")
    await world.press(natsu, world.card(), f"rsvp:{event.id}:venue")
    await world.move(event.starts_at - timedelta(hours=25) - world.hands())
    await world.tick()
    await world.move(timedelta(minutes=1))
    await world.tick()
    reminder = world.dms(natsu)[-1]
    await world.press(natsu, world.card(), f"rsvp:{event.id}:declined")
    assert "ほかの方へのものです" in world.read(await world.press(natsu, reminder, LATER))
