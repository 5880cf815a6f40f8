"""The office makes a course; people apply for all of it or for one evening, and read what was decided."""

from __future__ import annotations

from datetime import timedelta

from tests.cogs.events.scenes import STAFF_ONLY, lose_staff_role
from tests.cogs.series.test_series import TYPED
from tests.kit.world import World, labels

COURSE = {
    **TYPED,
    "rule": "毎週木曜 19:00-20:30",
    "title": "庭の講座",
    "venue": "みなと市民センター 3階 / 1席",
}


async def announce(world: World, *, priority: str = "11/4 18:00") -> None:
    """Three Thursdays from 5 November; the second one is only in the hall."""
    shown = await world.slash(world.staff, "series create")
    preview = await world.fill(world.staff, shown, **COURSE)
    form = await world.press(world.staff, preview, "series:1:course")
    preview = await world.fill(world.staff, form, sessions="３", priority=priority)
    said = world.read(preview)
    assert "講座です" in said
    assert said.count("庭の講座") == 4
    panel = await world.press(world.staff, preview, "series:1:start")
    assert "まだ誰にも知らせていません" in world.read(panel)
    session = await world.choose(world.staff, panel, "series:1:session", "2")
    places = await world.press(world.staff, session, "session:2:places")
    await world.fill(world.staff, places, venue="小会議室 / 9席", online="")
    panel = await world.slash(world.staff, "series list")
    question = await world.press(world.staff, panel, "series:1:announce")
    done = await world.press(world.staff, question, "講座を案内する")
    assert "3回をまとめて案内しました" in world.read(done)
    await world.tick()


async def test_a_course_from_the_first_form_to_the_decision(world: World) -> None:
    await world.set_up()
    await announce(world)
    card = world.card()
    posted = "\n".join(world.read_channel(world.announcements))
    assert "新しい講座：庭の講座" in posted
    assert "planted_secret" not in posted
    assert labels(card) == [
        "全回参加（会場）", "全回参加（オンライン）", "回を選んで申し込む", "自分の申込み", "事務局に聞く"
    ]  # fmt: skip
    haru, natsu, aki = world.people("はる", "なつ", "あき")

    singles = await world.press(natsu, card, "course:1:singles")
    assert "2026年11月4日（水）18:00まで申込みを受け付け" in world.read(singles)
    one = await world.press(natsu, singles, "event:1:details")
    answer = await world.press(natsu, one, "rsvp:1:venue")
    assert "2026年11月4日（水）18:00" in world.read(answer)
    said = world.read(await world.press(haru, card, "course:1:whole:venue"))
    assert said.count("申込み済み（会場）") == 3
    said = world.read(await world.press(aki, card, "course:1:whole:online"))
    assert said.count("申込み済み（オンライン）") == 2
    assert said.count("この参加方法はありません") == 1

    await world.move(timedelta(days=2, hours=12))
    await world.tick()
    for _minute in range(3):  # the first messages to new people are spread over time
        await world.move(timedelta(minutes=1))
        await world.tick()
    decided = [text for text in world.read_dms(haru) if "席が決まりました" in text]
    assert [text.count("席があります（会場）") for text in decided] == [3]
    decided = [text for text in world.read_dms(natsu) if "席が決まりました" in text]
    assert ["キャンセル待ち1番（会場）" in text for text in decided] == [True]
    assert sum("席が決まりました" in text for text in world.read_dms(aki)) == 1

    [notice] = [message for message in world.dms(haru) if "席が決まりました" in message.content]
    assert "席があります" in world.read(await world.press(haru, notice, "course:1:mine"))
    mine = await world.press(haru, world.card(), "course:1:mine")
    question = await world.press(haru, mine, "course:1:leave")
    left = await world.press(haru, question, "講座の全回をやめる")
    assert world.read(left).count("参加しません") == 3
    await world.tick()
    assert "席が空き、参加できるようになりました" in world.read_dms(natsu)[-1]


async def test_the_office_ends_the_priority_period_and_nobody_else(world: World) -> None:
    await world.set_up()
    await announce(world)
    haru = world.person("はる")
    await world.press(haru, world.card(), "course:1:whole:venue")
    panel, again, later = [await world.slash(world.staff, "series list") for _copy in range(3)]
    question = await world.press(world.staff, panel, "series:1:end_priority")
    done = await world.press(world.staff, question, "優先期間を終える")
    assert "席を割り当てました" in world.read(done)
    await world.tick()
    assert len(world.read_dms(haru)) == 1
    question = await world.press(world.staff, again, "series:1:end_priority")
    over = await world.press(world.staff, question, "優先期間を終える")
    assert "優先期間は終わっています" in world.read(over)
    lose_staff_role(world, world.staff)
    assert STAFF_ONLY in world.read(await world.press(world.staff, later, "series:1:end_priority"))
