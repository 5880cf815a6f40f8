"""/event edit: forms as for a new meeting, a preview that says who is told, and what people then read."""

from __future__ import annotations

from datetime import timedelta

from tests.cogs.events.scenes import LINK, STAFF_ONLY, announce, answers, lose_staff_role, refill
from tests.kit.world import World, labels, text_of_message


async def test_another_date_is_previewed_saved_and_told(world: World):
    await world.set_up()
    await announce(world)
    await answers(world, "venue", "はる")
    await answers(world, "online", "なつ")
    panel = await world.slash(world.staff, "event edit", event="1")
    assert "まだ変わったところはありません" in world.read(panel)
    form = await world.press(world.staff, panel, "edit:1:form")
    wrong = await refill(world, world.staff, form, when="12/24(金) 19:00")
    assert "木曜日" in world.read(wrong)
    assert "入力した内容は残っています" in world.read(wrong)
    await world.restart()
    again = await world.press(world.staff, wrong, "edit:1:form")
    right = await refill(
        world, world.staff, again, when="12/24(木) 19:00〜20:30", description="クリスマス回です。"
    )
    text = world.read(right)
    assert "2026年12月17日（木）19:00〜20:30 → 2026年12月24日（木）19:00〜20:30" in text
    assert "お知らせせずに直すところ：内容" in text
    assert "保存して2人に知らせる" in labels(right)
    assert "12月24日" not in text_of_message(world.card()), "nothing is changed by looking"
    await world.press(world.staff, right, "edit:1:now:save")
    for _ in range(3):  # the first direct messages to people leave one after another
        await world.tick()
        await world.move(timedelta(minutes=1))
    assert "12月24日" in text_of_message(world.card())
    for name in ("はる", "なつ"):
        [told] = world.read_dms(world.person(name))
        assert "12月17日（木）19:00〜20:30 → 2026年12月24日（木）19:00〜20:30" in told
    assert "クリスマス" not in told


async def test_a_new_link_reaches_those_who_had_the_old_one_and_nobody_else(world: World):
    await world.set_up()
    await announce(world)
    await answers(world, "venue", "はる")
    await answers(world, "online", "なつ")
    panel = await world.slash(world.staff, "event edit", event="1")
    form = await world.press(world.staff, panel, "edit:1:form")
    new = "https://meeting.example/j/0815?pwd=another_planted"
    shown = await refill(world, world.staff, form, online=f"{new} 定員80")
    assert "保存して1人に知らせる" in labels(shown)
    await world.press(world.staff, shown, "edit:1:now:save")
    await world.tick()
    [told] = world.dms(world.person("なつ"))
    assert "参加リンクが変わりました" in told.content
    assert "planted" not in told.content
    opened = await world.press(world.person("なつ"), told, "event:1:details")
    assert new in world.read(opened), "the scanner finds it where it is allowed"
    assert LINK not in world.read(opened)
    assert world.read_dms(world.person("はる")) == []
    assert "planted" not in "".join(world.read_channel(world.announcements))


async def test_an_edit_is_for_staff_at_each_press_and_can_be_stopped(world: World):
    await world.set_up()
    await announce(world)
    assert world.read(await world.slash(world.person("はる"), "event edit", event="1")) == STAFF_ONLY
    panel = await world.slash(world.staff, "event edit", event="1")
    form = await world.press(world.staff, panel, "edit:1:form")
    shown = await refill(world, world.staff, form, title="冬の情報交換会")
    stopped = await world.press(world.staff, shown, "edit:1:now:stop")
    assert "冬の情報交換会" in world.read(stopped), "what was typed is given back"
    panel = await world.slash(world.staff, "event edit", event="1")
    form = await world.press(world.staff, panel, "edit:2:form")
    panel = await refill(world, world.staff, form, title="冬の情報交換会")
    lose_staff_role(world, world.staff)
    for button in ("edit:2:form", "edit:2:now:save", "edit:2:now:stop"):
        assert STAFF_ONLY in world.read(await world.press(world.staff, panel, button))
    assert (await world.hub.events.show(world.community.guild.id, 1)).title == "12月の情報交換会"
