"""Staff write a series, run it from its panel and from the desk, and nobody else may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from simcord import InteractionResult

from bot.series.rules import SessionState
from tests.cogs.events.scenes import STAFF_ONLY, announce, boxes_of, lose_staff_role, refill
from tests.kit.world import World, labels

TYPED = {
    "rule": "毎月第3木曜 19:00-20:30 開場18:30",
    "title": "情報交換会",
    "venue": "みなと市民センター 3階 / 20席",
    "online": "https://meeting.example/j/4711?pwd=planted_secret",
    "description": "どなたでもどうぞ。",
}


async def write(world: World, **boxes: str) -> InteractionResult:
    shown = await world.slash(world.staff, "series create")
    return await world.fill(world.staff, shown, **{**TYPED, **boxes})


async def start(world: World, **boxes: str) -> InteractionResult:
    preview = await write(world, **boxes)
    ways = await world.press(world.staff, preview, "series:1:ways")
    preview = await world.fill(world.staff, ways, number="１２", days="", announcing="")
    return await world.press(world.staff, preview, "series:1:start")


async def to_the_day_of_the_draft(world: World) -> None:
    """26 November: 21 days before 17 December."""
    await world.move(timedelta(days=24))
    await world.hub.plan()


@pytest.fixture
async def ready(world: World) -> World:
    await world.set_up()
    return world


async def test_a_series_is_written_corrected_started_and_shown(ready: World) -> None:
    world = ready
    wrong = await write(world, rule="毎月木曜 19:00")
    assert "何週目かが分かりません" in world.read(wrong)
    form = await world.press(world.staff, wrong, "series:1:rewrite")
    assert boxes_of(form)["venue"] == TYPED["venue"]
    preview = await refill(world, world.staff, form, rule="毎月31日 19:00-20:30")
    said = world.read(preview)
    assert "開催日：毎月 31日 19:00〜20:30" in said
    assert "当てはまる日がない月は、開きません：2027年2月" in said
    assert "planted_secret" not in said
    form = await world.press(world.staff, preview, "series:1:rewrite")
    preview = await refill(world, world.staff, form, rule=TYPED["rule"])
    ways = await world.press(world.staff, preview, "series:1:ways")
    refused = await refill(world, world.staff, ways, number="12", announcing="いつか")
    assert "「いつか」では、いつ知らせるのかが分かりません" in world.read(refused)
    again = await world.press(
        world.staff, refused, "直す" if "直す" in labels(refused) else labels(refused)[0]
    )
    assert boxes_of(again)["number"] == "12"
    preview = await refill(world, world.staff, again, announcing="7日前 12:00")
    assert "2026年11月19日（木）19:00〜20:30　第12回 情報交換会" in world.read(preview)
    panel = await world.press(world.staff, preview, "series:1:start")
    said = world.read(panel)
    assert "定例会を始めました" in said
    assert "第12回 情報交換会（下書きあり・2026年11月12日（木）12:00に自動で案内）" in said
    shown = await world.slash(world.staff, "series list")
    assert "第13回" in world.read(shown)
    page = await world.slash(world.staff, "handover")
    assert "「第12回 情報交換会」の案内" in world.read(page)


async def test_the_month_is_run_from_the_desk(ready: World) -> None:
    world = ready
    await start(world, rule="毎月第3木曜 19:00-20:30\n除く 11/19")
    await to_the_day_of_the_draft(world)
    desk = await world.slash(world.staff, "desk")
    assert "「第12回 情報交換会」（2026年12月17日（木））の下書きができています" in world.read(desk)
    mine = [label for label in labels(desk) if "お休み" in label or "知らせる" in label or "テーマ" in label]
    assert mine == ["2. テーマを書く", "2. このまま知らせる", "2. 今月はお休み"]
    form = await world.press(world.staff, desk, "session:1:theme")
    preview = await world.fill(world.staff, form, theme="空き家の使い方")
    assert "第12回 情報交換会「空き家の使い方」" in world.read(preview)
    assert "定例会を開く" in labels(preview)
    assert "やめる" not in labels(preview)
    later = await world.press(world.staff, preview, "draft:1:later")
    wrong = await world.fill(world.staff, later, at="いつか")
    assert "いつか" in world.read(wrong)
    again = await world.press(world.staff, wrong, labels(wrong)[0])
    kept = await refill(world, world.staff, again, at="12/1 12:00")
    assert "2026年12月1日（火）12:00に自動でお知らせします" in world.read(kept)
    announced = await world.press(world.staff, desk, "session:1:announce")
    assert "お知らせしました" in world.read(announced)
    await world.tick()
    assert "第12回 情報交換会「空き家の使い方」" in world.card().content
    late = await world.press(world.staff, desk, "session:1:skip")
    assert "すでに案内しています" in world.read(late)
    assert "2. テーマを書く" not in labels(await world.slash(world.staff, "desk"))


async def test_one_session_is_moved_placed_skipped_and_taken_back(ready: World) -> None:
    world = ready
    panel = await start(world)
    session = await world.choose(world.staff, panel, "series:1:session", "2")
    assert "第13回 情報交換会" in world.read(session)
    form = await world.press(world.staff, session, "session:2:move")
    assert boxes_of(form)["when"] == "2026年12月17日（木）19:00〜20:30 開場18:30"
    wrong = await world.fill(world.staff, form, when="12/18(木) 19:00")
    assert "曜日" in world.read(wrong)
    form = await world.press(world.staff, wrong, labels(wrong)[0])
    moved = await world.fill(world.staff, form, when="12/18 18:00-19:00")
    assert "2026年12月18日（金）18:00〜19:00" in world.read(moved)
    form = await world.press(world.staff, moved, "session:2:places")
    hall = await refill(world, world.staff, form, online="")
    assert "オンライン" not in world.read(hall)
    skipped = await world.press(world.staff, hall, "session:2:skip")
    assert "お休みにしました" in world.read(skipped)
    back = await world.press(world.staff, skipped, "session:2:restore")
    assert "第13回 情報交換会" in world.read(back)
    form = await world.press(world.staff, back, "session:2:following")
    question = await refill(world, world.staff, form, title="まちの会")
    assert "2026年12月18日からの回" in world.read(question)
    assert "お知らせが届く方：0人" in world.read(question)
    done = await world.press(world.staff, question, "この内容で直す")
    assert "まちの会" in world.read(done)
    form = await world.press(world.staff, done, "series:1:extra")
    added = await world.fill(world.staff, form, when="12/5 10:00", theme="もちつき")
    assert "まちの会「もちつき」" in world.read(added)
    paused = await world.press(world.staff, added, "series:1:pause")
    assert "休止中" in world.read(paused)
    question = await world.press(world.staff, paused, "series:1:end")
    ended = await world.press(world.staff, question, "定例会を終える")
    assert "この定例会は終わりました" in world.read(ended)
    sessions = (await world.hub.series.panel(world.community.guild.id, 1)).sessions
    assert {each.state for each in sessions} == {SessionState.SKIPPED}


async def test_the_last_event_gives_the_first_words(ready: World) -> None:
    world = ready
    await announce(world)
    begin = await world.slash(world.staff, "series create")
    form = await world.press(world.staff, begin, "前回の内容から始める")
    assert boxes_of(form)["title"] == "12月の情報交換会"
    assert boxes_of(form)["rule"] is None


async def test_only_staff_may(ready: World) -> None:
    world = ready
    haru = world.person("はる")
    for command in ("series create", "series list"):
        refused = await world.slash(haru, command)
        assert refused.modal is None
        assert world.read(refused) == STAFF_ONLY
    panel = await start(world)
    session = await world.choose(world.staff, panel, "series:1:session", "1")
    form = await world.press(world.staff, session, "session:1:following")
    question = await refill(world, world.staff, form, title="まちの会")
    listed = await world.slash(world.staff, "series list")
    session = await world.choose(world.staff, listed, "series:1:session", "1")
    end = await world.press(world.staff, await world.slash(world.staff, "series list"), "series:1:end")
    panel = await world.slash(world.staff, "series list")
    lose_staff_role(world, world.staff)
    for shown, custom_ids in (
        (
            panel,
            [
                "series:1:change",
                "series:1:ways",
                "series:1:extra",
                "series:1:pause",
                "series:1:end",
                "series:0:new",
            ],
        ),
        (
            session,
            ["session:1:theme", "session:1:announce", "session:1:skip", "session:1:move", "session:1:places"],
        ),
        (question, ["この内容で直す"]),
        (end, ["定例会を終える"]),
    ):
        for custom_id in custom_ids:
            outcome = await world.press(world.staff, shown, custom_id)
            assert outcome.modal is None
            assert STAFF_ONLY in world.read(outcome), custom_id
    series = (await world.hub.series.panel(world.community.guild.id, 1)).series
    assert (series.title, series.state.value) == ("情報交換会", "active")
