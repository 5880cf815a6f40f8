"""The evening as it is pressed: the digits in the room, the form, the door, the record, the file."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from simcord import MemberActor

from tests.cogs.events.scenes import LINK, STAFF_ONLY, announce, answers, filenames, lose_staff_role
from tests.kit.world import World, labels, parts_of

CODE = re.compile(r"^# (\d{4})$", re.MULTILINE)


def digits(panel: str) -> str:
    found = CODE.search(panel)
    assert found is not None, "the scanner finds the digits where they may be"
    return found.group(1)


async def until(world: World, minutes_before: int, starts_at: datetime) -> None:
    await world.move(starts_at - timedelta(minutes=minutes_before) - world.hands())
    await world.tick()


def everything_public(world: World, *people: MemberActor) -> str:
    """What stands in channels, threads and direct messages."""
    pages = [*world.read_channel(world.announcements), *world.read_channel(world.office)]
    pages += [text for person in people for text in world.read_dms(person)]
    return "\n".join(pages)


async def test_an_evening_from_the_door_to_the_record(world: World) -> None:
    await world.set_up()
    event = await announce(world)
    haru, natsu, aki = world.people("はる", "なつ", "あき")
    await answers(world, "venue", "はる")
    assert f"checkin:{event.id}:open" not in [part.get("custom_id") for part in parts_of(world.card())]
    await until(world, 20, event.starts_at)
    ids = [part.get("custom_id") for part in parts_of(world.card())]
    assert f"checkin:{event.id}:open" in ids, "the card has the button from thirty minutes before"

    # the office opens the door
    desk = await world.slash(world.staff, "desk")
    assert "受付は開始30分前から" in world.read(desk)
    panel = await world.press(world.staff, desk, f"checkin:{event.id}:start")
    code = digits(world.read(panel))
    while code in everything_public(world, haru) or code == "2026":  # a year is no leak
        panel = await world.press(world.staff, panel, f"checkin:{event.id}:new")
        code = digits(world.read(panel))

    # who has a seat, and who has none
    form = await world.press(haru, world.card(), f"checkin:{event.id}:open")
    wrong = f"{(int(code) + 1) % 10000:04d}"
    refused = world.read(await world.fill(haru, form, code=wrong))
    assert "あと4回" in refused
    assert code not in refused
    form = await world.slash(haru, "checkin")
    assert "受付が済みました" in world.read(await world.fill(haru, form, code=code))
    form = await world.press(natsu, world.card(), f"checkin:{event.id}:open")
    offered = await world.fill(natsu, form, code=code)
    came = await world.press(natsu, offered, "申し込みなしで参加する（会場）")
    assert "受付が済みました" in world.read(came)

    # the list at the door
    shown = await world.press(world.staff, panel, f"checkin:{event.id}:roll")
    assert "来ている方を全員選んで" in world.read(shown)
    heads = await world.press(world.staff, panel, f"checkin:{event.id}:heads:venue")
    unread = await world.fill(world.staff, heads, people="学生: たくさん", elsewhere="0")
    assert "読み取れません" in world.read(unread)
    assert labels(unread), "what was typed can be corrected"
    heads = await world.press(world.staff, panel, f"checkin:{event.id}:heads:venue")
    assert "3名" in world.read(await world.fill(world.staff, heads, people="学生: 1", elsewhere="0"))

    # afterwards
    await world.move(event.ends_at - world.hands() + timedelta(minutes=1))
    await world.tick()
    assert f"checkin:{event.id}:open" not in [part.get("custom_id") for part in parts_of(world.card())]
    desk = await world.slash(world.staff, "desk")
    form = await world.press(world.staff, desk, f"record:{event.id}:write")
    typed = {"people": "学生: 3", "elsewhere": "1", "summary": "み" * 2000}
    links = "\n".join(f"https://news.example/{'a' * 460}{number}" for number in range(5))
    done = await world.fill(world.staff, form, **typed, links=links)
    assert "載せました" in world.read(done)
    for _ in range(3):
        await world.tick()
        await world.move(timedelta(seconds=30))
    assert any("ご参加ありがとうございました" in text for text in world.read_dms(haru))
    feedback = await world.press(haru, world.dms(haru)[-1], f"feedback:{event.id}:open")
    thanks = await haru.user.submit_modal(feedback, {"score": "5", "words": "また来ます"})
    assert "お名前なしで保存" in world.read(thanks)
    record = await world.slash(world.staff, "event record", event=str(event.id))
    read = world.read(await world.press(world.staff, record, f"feedback:{event.id}:read"))
    assert "また来ます" in read
    assert "はる" not in read

    # the file, and whoever may not have it
    listed = await world.slash(world.staff, "event export", event=str(event.id))
    assert filenames(listed) == [f"participants-{event.id}.csv"]
    await world.tick()
    assert any("名簿を書き出しました（2人）" in text for text in world.read_channel(world.office))
    assert STAFF_ONLY in world.read(await world.slash(haru, "event export", event=str(event.id)))
    public = everything_public(world, haru, natsu, aki)
    lose_staff_role(world, world.staff)
    for custom_id in (f"record:{event.id}:write", f"feedback:{event.id}:read", f"record:{event.id}:list"):
        assert STAFF_ONLY in world.read(await world.press(world.staff, record, custom_id))
    for act in ("panel", "new", "roll", "admit", "walkin", "heads:venue"):
        refused = await world.press(world.staff, panel, f"checkin:{event.id}:{act}")
        assert STAFF_ONLY in world.read(refused), act

    assert event.title in public
    assert code not in re.sub(r"\d{5,}|\d{1,2}:\d{2}", "", public)
    assert LINK not in public
