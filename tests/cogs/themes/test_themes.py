"""The office links seeds and meetings and takes themes from seeds; nobody else may, and cards tell the truth."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from simcord import InteractionResult, MemberActor

from bot.seeds.rules import SeedState
from bot.seeds.tools import Actor
from tests.cogs.events.scenes import STAFF_ONLY, announce, lose_staff_role
from tests.cogs.seeds.scenes import (
    found_forum,
    key_in,
    open_with,
    post,
    public_text,
    review,
    until_the_office_sees_it,
)
from tests.cogs.series.test_series import start, to_the_day_of_the_draft
from tests.kit.world import World, labels, parts_of, text_of_message

RARE = "藪椿小路が暗い"


async def publish(world: World, seed_id: int) -> None:
    actor = Actor(world.staff.id, "事務局 はるか")
    await world.hub.seeds.reviews.move(world.community.guild.id, seed_id, SeedState.PUBLISHED, actor, None)
    await world.tick()


def menu(shown: InteractionResult, placeholder: str) -> str:
    """The custom_id of a passing menu."""
    return next(part["custom_id"] for part in _parts(shown) if part.get("placeholder") == placeholder)


def _parts(shown: InteractionResult) -> list[dict[str, Any]]:
    said = [message for message in (shown.response, *shown.followups) if message is not None]
    return [part for message in said for part in parts_of(message)]


async def follow(world: World) -> None:
    """Cards are edited at most every five seconds."""
    await world.move(timedelta(seconds=6))
    await world.tick()


async def panel_of(world: World, seed_id: int, person: MemberActor | None = None) -> InteractionResult:
    """The panel of the office, opened from the review panel."""
    shown = await review(world, seed_id)
    return await world.press(person or world.staff, shown, f"seed:{seed_id}:meetings")


@pytest.mark.long
async def test_a_seed_becomes_a_theme_and_goes_again(world: World) -> None:
    forum = await found_forum(world)
    sora = world.person("そら")
    key = key_in(world, await post(world, sora, RARE))
    await until_the_office_sees_it(world)
    panel = await panel_of(world, 1)
    assert "テーマの候補にする" not in labels(panel), "it is not public yet"
    await publish(world, 1)
    panel = await panel_of(world, 1)
    proposed = await world.press(world.staff, panel, "テーマの候補にする")
    assert "定例会の各回で選べます" in world.read(proposed)
    await start(world, rule="毎月第3木曜 19:00-20:30\n除く 11/19")
    await to_the_day_of_the_draft(world)
    desk = await world.slash(world.staff, "desk")
    assert any("課題の種から選ぶ" in label for label in labels(desk))
    offered = await world.press(world.staff, desk, "session:1:seeds")
    offered_again = await world.press(world.staff, desk, "session:1:seeds")
    preview = await world.choose(world.staff, offered, menu(offered, "課題の種から選ぶ"), "1")
    assert f"第12回 情報交換会「{RARE}」" in world.read(preview)
    form = await world.press(world.staff, desk, "session:1:theme")
    await world.fill(world.staff, form, theme="夜道を歩く")
    await world.press(world.staff, desk, "session:1:announce")
    await world.tick()
    assert "夜道を歩く" in world.card().content
    assert f"課題の種から：#1 {RARE}" in text_of_message(world.card())
    assert "第12回 情報交換会「夜道を歩く」（2026年12月17日）のテーマ" in public_text(forum)
    panel = await panel_of(world, 1)
    moved = await world.press(world.staff, panel, "「情報交換会で」にする")
    assert "「情報交換会で」になりました" in world.read(moved)
    assert "「情報交換会で」にする" not in labels(moved)
    own = await open_with(world, sora, key)
    question = await world.press(sora, own, "取り下げる")
    assert "取り下げました" in world.read(await world.press(sora, question, "取り下げる"))
    await follow(world)
    assert RARE not in text_of_message(world.card())
    assert "夜道を歩く" in world.card().content
    lose_staff_role(world, world.staff)
    assert STAFF_ONLY in world.read(await world.press(world.staff, desk, "session:1:seeds"))
    refused = await world.choose(world.staff, offered_again, menu(offered_again, "課題の種から選ぶ"), "1")
    assert STAFF_ONLY in world.read(refused)
    assert forum.threads == [] or RARE not in public_text(forum)


async def test_links_from_both_sides_and_only_by_the_office(world: World) -> None:
    await found_forum(world)
    await post(world, world.person("そら"), named=True)
    await world.tick()
    await publish(world, 1)
    event = await announce(world)
    past = await panel_of(world, 1)
    question = await world.choose(world.staff, past, menu(past, "イベントと結びつける"), str(event.id))
    assert "「12月の情報交換会」（2026年12月17日）は、どのようなつながりですか" in world.read(question)
    linked = await world.press(world.staff, question, "持ち寄られた")
    assert "・12月の情報交換会（2026年12月17日）に持ち寄り" in world.read(linked)
    await follow(world)
    assert "通学路" not in text_of_message(world.card()), "only themes stand there"
    shown = await world.slash(world.staff, "event show", event=str(event.id))
    seeds = await world.press(world.staff, shown, f"event:{event.id}:seeds")
    assert "・#1 通学路が暗い / 持ち寄られた / " in world.read(seeds)
    form = await world.press(world.staff, seeds, "種を結びつける")
    wrong = await world.fill(world.staff, form, number="99")
    assert "この種は見つからない" in world.read(wrong)
    form = await world.press(world.staff, wrong, labels(wrong)[0])
    question = await world.fill(world.staff, form, number="＃１")
    linked = await world.press(world.staff, question, "イベントのテーマ")
    await follow(world)
    assert "課題の種から：#1 通学路が暗い" in text_of_message(world.card())
    gone = await world.choose(world.staff, linked, menu(linked, "結びつきを外す"), f"{event.id}:theme")
    assert "結びつきを外しました" in world.read(gone)
    await follow(world)
    assert "課題の種から" not in text_of_message(world.card())
    await nothing_without_the_role(world, shown, event.id)


async def nothing_without_the_role(world: World, shown: InteractionResult, event_id: int) -> None:
    """All panels stand open in the lounge when the role goes; no press does anything any more."""
    door = f"event:{event_id}:seeds"
    seeds, other = [await world.press(world.staff, shown, door) for _again in range(2)]
    form = await world.press(world.staff, other, "種を結びつける")
    question = await world.fill(world.staff, form, number="1")
    opened = await world.press(world.staff, shown, door)
    panel = await world.choose(world.staff, opened, menu(opened, "種をひらく"), "1")
    lose_staff_role(world, world.staff)
    for screen, button in (
        (shown, door),
        (seeds, "種を結びつける"),
        (question, "その場で生まれた"),
        (panel, "テーマの候補にする"),
    ):
        assert STAFF_ONLY in world.read(await world.press(world.staff, screen, button))
    for placeholder, value in (
        ("結びつきを外す", f"{event_id}:brought"),
        ("イベントと結びつける", str(event_id)),
    ):
        refused = await world.choose(world.staff, panel, menu(panel, placeholder), value)
        assert STAFF_ONLY in world.read(refused)
    found = await world.hub.themes.of_seed(world.community.guild.id, 1)
    assert [link.kind.value for link in found.links] == ["brought"]
    assert found.seed.theme_proposed_on is None
