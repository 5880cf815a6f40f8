"""Staff change the seats of an announced meeting, or call it off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from simcord import InteractionResult

from tests.cogs.events.scenes import STAFF_ONLY, announce, answers, boxes_of, lose_staff_role
from tests.kit.world import World, labels, text_of_message

REASON = "台風が近づいているため"


@pytest.fixture
async def full(world: World) -> World:
    """Two seats at the venue, both taken; one person waits, one is unsure, one cannot come."""
    await world.set_up()
    await announce(world)
    await answers(world, "venue", "はる", "なつ", "あき")
    await answers(world, "maybe", "ふゆ")
    await answers(world, "declined", "そら")
    return world


async def show(world: World) -> InteractionResult:
    return await world.slash(world.staff, "event show", event="1")


async def test_more_seats_promote_at_once(full: World) -> None:
    shown = await show(full)
    assert {"定員を変える", "イベントを中止する"} <= set(labels(shown))
    form = await full.press(full.staff, shown, "event:1:seats")
    assert boxes_of(form) == {"venue": "2", "online": "80"}
    done = await full.fill(full.staff, form, venue="３０名", online="")
    said = full.read(done)
    assert "会場：定員 30人・申し込み 3人" in said
    assert "オンライン：現在 0人（定員なし）" in said
    await full.tick()
    assert "席が空き、参加できるようになりました" in full.read_dms(full.person("あき"))[-1]


async def test_a_number_that_is_none_is_told(full: World) -> None:
    form = await full.press(full.staff, await show(full), "event:1:seats")
    refused = await full.fill(full.staff, form, venue="たくさん", online="80")
    assert "「たくさん」は定員として読み取れませんでした" in full.read(refused)


async def test_cancelling_says_how_many_are_told_and_tells_them(full: World) -> None:
    form = await full.slash(full.staff, "event cancel", event="1")
    question = await full.fill(full.staff, form, reason=REASON)
    said = full.read(question)
    assert "「12月の情報交換会」（2026年12月17日（木）19:00〜20:30）を中止しますか" in said
    assert "お返事をくださった4人に、この理由を添えて" in said
    assert REASON in said

    done = await full.press(full.staff, question, "イベントを中止する")
    assert "4人にお知らせしています" in full.read(done)
    for _minute in range(4):  # new DM channels are opened slowly
        await full.move(timedelta(minutes=1))
        await full.tick()
    for name in ("はる", "なつ", "あき", "ふゆ"):
        assert REASON in full.read_dms(full.person(name))[-1]
    assert full.read_dms(full.person("そら")) == []

    card = full.card()
    assert card.content.startswith("【中止】12月の情報交換会")
    assert REASON in text_of_message(card)
    assert labels(card) == ["くわしく・参加リンク", "事務局に聞く"]
    details = await full.press(full.person("はる"), card, "event:1:details")
    assert "中止になりました" in full.read(details)
    late = await full.slash(full.person("はる"), "rsvp", event="1", choice="venue")
    assert "中止になりました" in full.read(late)
    again = await full.slash(full.staff, "event cancel", event="1")
    assert again.modal is None, "nobody writes a reason for nothing"
    assert "すでに中止" in full.read(again)


async def test_a_meeting_that_is_over_is_not_called_off(full: World) -> None:
    event = await full.hub.events.show(full.community.guild.id, 1)
    await full.move_to(event.ends_at - timedelta(minutes=5))
    form = await full.slash(full.staff, "event cancel", event="1")
    question = await full.fill(full.staff, form, reason=REASON)
    await full.move_to(event.ends_at)
    refused = await full.slash(full.staff, "event cancel", event="1")
    assert refused.modal is None
    assert full.read(refused) == "「12月の情報交換会」はすでに終わっているため、中止にできません。"
    late = await full.press(full.staff, question, "イベントを中止する")
    assert "すでに終わっている" in full.read(late)
    await full.tick()
    assert all("中止" not in text for text in full.read_dms(full.person("はる")))


async def test_two_who_cancel_at_the_same_time_tell_everybody_once(full: World) -> None:
    questions = [
        await full.fill(
            full.staff, await full.slash(full.staff, "event cancel", event="1"), reason=f"{REASON}{number}"
        )
        for number in (1, 2)
    ]
    await full.press(full.staff, questions[0], "イベントを中止する")
    assert "すでに中止" in full.read(await full.press(full.staff, questions[1], "イベントを中止する"))
    await full.tick()
    assert [f"{REASON}1" in text for text in full.read_dms(full.person("はる"))] == [True]


async def test_going_back_cancels_nothing(full: World) -> None:
    form = await full.slash(full.staff, "event cancel", event="1")
    question = await full.fill(full.staff, form, reason=REASON)
    assert "変更はありません" in full.read(await full.press(full.staff, question, "戻る"))
    assert (await full.hub.events.show(full.community.guild.id, 1)).cancel_reason is None


async def test_a_reason_of_spaces_is_none(full: World) -> None:
    form = await full.slash(full.staff, "event cancel", event="1")
    refused = await full.fill(full.staff, form, reason="　 ")
    assert "理由をひとこと" in full.read(refused)


async def test_only_staff_may(full: World) -> None:
    haru = full.person("はる")
    assert "定員を変える" not in labels(await full.slash(haru, "event show", event="1"))
    refused = await full.slash(haru, "event cancel", event="1")
    assert refused.modal is None
    assert full.read(refused) == STAFF_ONLY

    shown = await show(full)
    form = await full.slash(full.staff, "event cancel", event="1")
    question = await full.fill(full.staff, form, reason=REASON)
    lose_staff_role(full, full.staff)
    for custom_id in ("event:1:seats", "event:1:cancel"):
        outcome = await full.press(full.staff, shown, custom_id)
        assert outcome.modal is None
        assert STAFF_ONLY in full.read(outcome)
    assert STAFF_ONLY in full.read(await full.press(full.staff, question, "イベントを中止する"))
    assert (await full.hub.events.show(full.community.guild.id, 1)).cancel_reason is None
