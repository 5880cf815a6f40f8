"""A person asks, the office answers, and nobody else reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.i18n import text_of
from cogs.shared.permissions import StaffOnly
from tests.cogs.events.scenes import announce, lose_staff_role
from tests.cogs.questions.scenes import ANSWER, QUESTION, answer, ask, form_of, plant, post_of
from tests.kit.leaks import spoken
from tests.kit.world import World, labels, parts_of, text_of_message

DM_CLOSED = {"status": 403, "code": 50007, "message": "Cannot send messages to this user"}
STAFF_ONLY = text_of(StaffOnly()).to("ja")
MORE = "もうひとつ教えてください。"
UNKNOWN = "この質問は見つかりません"


async def test_from_the_card_to_the_office_and_back_with_a_restart_between(world: World) -> None:
    await world.set_up()
    event = await announce(world)
    haru = world.person("はる")
    form = await world.press(haru, world.card(), f"ask:{event.id}:about")
    assert "読むのは、事務局だけです" in str(form_of(form))
    said = world.read(await world.fill(haru, form, question=QUESTION, name="shown"))
    assert "このボットからのDMで届きます" in said
    assert QUESTION in said
    await world.tick()
    post = post_of(world)
    posted = text_of_message(post)
    for word in (
        "はる さんから",
        QUESTION,
        "12月の情報交換会",
        "2026年11月2日（月）09:00",
        "<t:1793577600:R>",
    ):
        assert word in posted
    assert labels(post) == ["返事を書く", "別の方法で対応済み"]

    await world.restart()
    shown = await world.press(world.staff, post_of(world), "question:1:answer")
    assert QUESTION in str(form_of(shown)), "the whole question stands above the box"
    said = world.read(await world.fill(world.staff, shown, answer=ANSWER))
    assert "はる さん" in said
    assert ANSWER in said
    await world.move(timedelta(minutes=1))
    await world.tick()

    (letter,) = world.read_dms(haru)
    assert ANSWER in letter
    assert QUESTION in letter
    assert "事務局 はるか" not in letter
    posted = text_of_message(world.office.history(viewer=world.staff)[0])
    assert "【対応済み】" in posted
    assert "事務局 はるか さんが返事を送りました（2026年11月2日（月）09:00）" in posted
    assert ANSWER not in posted
    assert parts_of(world.office.history(viewer=world.staff)[0]) == []

    (dm,) = world.dms(haru)
    assert ANSWER in world.read(await world.press(haru, dm, "わたしの質問"))
    again = await world.press(haru, dm, "もう一度聞く")
    assert "お届けしました" in world.read(
        await haru.user.submit_modal(again, {"question": MORE, "name": "shown"})
    )
    await world.tick()
    assert MORE in text_of_message(post_of(world, 2))
    for word in (ANSWER, MORE):
        assert not any(word in line for line in world.read_channel(world.announcements))


async def test_who_cannot_be_written_to_reads_it_at_the_next_press_exactly_once(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    await ask(world, haru)
    world.env.inject_error("POST", f"/channels/{haru.user.dm_channel.id}/messages", times=None, **DM_CLOSED)
    await answer(world, world.staff)
    await world.tick()
    assert world.read_dms(haru) == []
    assert ANSWER not in world.read(await world.slash(world.person("みどり"), "help"))
    assert ANSWER in world.read(await world.slash(haru, "help"))
    assert ANSWER not in world.read(await world.slash(haru, "help"))
    said = world.read(await world.slash(haru, "my"))
    assert f"・{QUESTION}（お返事あり）" in said
    again = await world.slash(haru, "my")
    assert ANSWER in world.read(await world.press(haru, again.followups[0], "わたしの質問"))  # type: ignore[arg-type]


async def test_only_the_office_answers_and_the_role_is_asked_at_every_press(world: World) -> None:
    await world.set_up()
    await ask(world, world.person("はる"))
    for choice in ("answer", "close"):
        planted = await plant(world, f"question:1:{choice}")
        assert STAFF_ONLY in world.read(await world.press(world.person("みどり"), planted, "押す"))
    shown = await world.press(world.staff, await plant(world, "question:1:answer"), "押す")
    asked = await world.press(world.staff, await plant(world, "question:1:close"), "押す")
    lose_staff_role(world, world.staff)
    assert STAFF_ONLY in world.read(await world.fill(world.staff, shown, answer=ANSWER))
    assert STAFF_ONLY in world.read(await world.press(world.staff, asked, "対応済みにする"))
    (waiting,) = await world.hub.questions.open_questions(world.community.guild.id)
    assert waiting.question == QUESTION


async def test_a_question_of_another_server_is_unknown_to_its_office(world: World) -> None:
    await world.set_up()
    other = world.add_community("となり町ハブ")
    await world.set_up(other)
    await ask(world, world.person("はる"))
    for choice in ("answer", "close"):
        for question_id in (1, 987_654):
            planted = await plant(world, f"question:{question_id}:{choice}", other)
            said = world.read(await world.press(other.staff, planted, "押す"))
            assert UNKNOWN in said
            assert QUESTION not in said
    planted = await plant(world, "question:1:mine", other)
    assert QUESTION not in world.read(await world.press(other.staff, planted, "押す"))
    assert QUESTION in world.read(
        await world.press(world.person("はる"), await plant(world, "question:1:mine"), "押す")
    )


async def test_nothing_is_posted_where_everyone_reads_it_comes_when_the_channel_is_hidden(
    world: World,
) -> None:
    await world.set_up()
    everyone = world.community.guild.default_role.id
    (hidden,) = (
        each
        for each in world.env.backend.get_channel(world.office.id).overwrites
        if each.target_id == everyone
    )
    world.community.open_to_everyone(world.office)
    said = world.read(await ask(world, world.person("はる")))
    assert QUESTION in said
    found = spoken(world.env).holding(QUESTION)
    assert found["private"], "the scanner finds the question where it is allowed"
    assert found["public"] == []
    assert "はる さん" not in "\n".join(spoken(world.env).public)
    world.env.backend.set_overwrite(world.office.id, hidden)
    await world.move(timedelta(hours=1))
    await world.tick()
    assert spoken(world.env).holding(QUESTION)["public"], "and in posts, once the channel is the office's own"
    assert QUESTION in text_of_message(post_of(world))


async def test_who_answers_second_gets_their_words_back(world: World) -> None:
    await world.set_up()
    await ask(world, world.person("はる"))
    colleague = world.person("事務局 いつき")
    world.community.joins_the_office(colleague)
    post = post_of(world)
    theirs = await world.press(colleague, post, "question:1:answer")
    ours = await world.press(world.staff, post, "question:1:answer")
    await world.fill(world.staff, ours, answer=ANSWER)
    typed = "[北側] の入口も、" + "＊" * 700 + "*" * 700 + "終わりまで"
    result = await world.fill(colleague, theirs, answer=typed)
    said = world.read(result)
    assert "事務局 はるか さんが返事をしています" in said
    assert said.replace("\\", "").replace("\n", "").endswith(typed), "nothing that was typed is lost"
    assert "事務局 はるか" in world.read(await world.press(colleague, post, "question:1:answer"))
    await world.tick()
    (letter,) = world.read_dms(world.person("はる"))
    assert ANSWER in letter


async def test_settled_another_way_asks_once_and_tells_nobody(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    await ask(world, haru)
    asked = await world.press(world.staff, post_of(world), "question:1:close")
    assert "ご本人への連絡はありません" in world.read(asked)
    await world.press(world.staff, asked, "戻る")
    assert await world.hub.questions.open_questions(world.community.guild.id)
    asked = await world.press(world.staff, post_of(world), "question:1:close")
    await world.press(world.staff, asked, "対応済みにする")
    assert "対応済みにしました" in world.read(asked)
    await world.move(timedelta(minutes=1))
    await world.tick()
    post = world.office.history(viewer=world.staff)[0]
    assert "別の方法で対応済み（" in text_of_message(post)
    assert parts_of(post) == []
    assert world.read_dms(haru) == []
    assert "別の方法で対応済み" in world.read(await world.slash(haru, "my"))


async def test_the_same_from_home_and_the_desk_and_nothing_before_the_first_question(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    assert "質問" not in world.read(await world.slash(haru, "my"))
    form = await world.press(haru, await world.slash(haru, "home"), "事務局に聞く")
    assert "何も書かれていなかった" in world.read(await world.fill(haru, form, question="　 ", name="shown"))
    form = await world.press(haru, await world.slash(haru, "home"), "事務局に聞く")
    await world.fill(haru, form, question=QUESTION, name="shown")
    midori = await world.press(world.person("みどり"), await plant(world, "question:1:mine"), "押す")
    assert "まだ事務局へのご質問はありません" in world.read(midori)
    desk = await world.slash(world.staff, "desk")
    assert f"はる さんからの質問：{QUESTION}" in world.read(desk)
    shown = await world.press(world.staff, desk, "question:1:answer")
    await world.fill(world.staff, shown, answer=ANSWER)
    await world.tick()
    assert ANSWER in world.read_dms(haru)[0]
    assert QUESTION not in world.read(await world.slash(world.staff, "desk"))


@pytest.mark.parametrize("sign", ["議", "*", "["])
async def test_the_longest_question_and_answer_are_read_to_the_end(world: World, sign: str) -> None:
    await world.set_up()
    haru = world.person("はる")
    question, reply = sign * 996 + "質問の終", sign * 1496 + "返事の終"
    assert "質問の終" in world.read(await ask(world, haru, question))
    assert "質問の終" in text_of_message(post_of(world))
    shown = await world.press(world.staff, post_of(world), "question:1:answer")
    assert "質問の終" in str(form_of(shown))
    assert "返事の終" in world.read(await world.fill(world.staff, shown, answer=reply))
    await world.tick()
    assert "返事の終" in world.read_dms(haru)[0]
    mine = await world.press(haru, world.dms(haru)[0], "わたしの質問")
    pages = world.read(mine)
    assert "質問の終" in pages
    if sign != "議":  # every sign is escaped: two pages, and they turn in the direct message too
        assert mine.response is not None
        await haru.user.click(mine.response, custom_id="question:1:page:2")
        pages = world.read(mine)
    assert "返事の終" in pages
