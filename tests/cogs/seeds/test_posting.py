"""Posting a seed, from the form to the receipt key; the text lives in memory only until [これで出す]."""

from __future__ import annotations

from datetime import timedelta

import pytest
from simcord import InteractionResult

from bot.seeds.rules import SeedState
from bot.seeds.tools import Actor
from cogs.seeds import posting
from tests.cogs.seeds.scenes import (
    TEXT,
    TITLE,
    found_forum,
    key_in,
    labels_of,
    office_posts,
    open_with,
    post,
    public_text,
    review,
    staff_post,
    until_the_office_sees_it,
)
from tests.kit.leaks import spoken
from tests.kit.world import World, text_of_message

NOTED = "書き留めました"
PREVIEW = ["これで出す", "書き直す", "出さずにやめる"]


async def preview_of(world: World, name: str = "そら", **boxes: str) -> InteractionResult:
    person = world.person(name)
    filled = {"text": TEXT, "title": "", "readers": "everyone", "name": "hidden"} | boxes
    return await world.fill(person, await world.slash(person, "seed post"), **filled)


async def test_the_form_has_one_required_box_and_two_choices(world: World) -> None:
    await found_forum(world)
    form = (await world.slash(world.person("そら"), "seed post")).modal
    assert form is not None
    fields = {part["component"]["custom_id"]: part["component"] for part in form["components"]}
    assert [name for name, field in fields.items() if field.get("required") and field["type"] == 4] == [
        "text"
    ]
    assert set(fields) == {"text", "title", "readers", "name"}
    chosen = [o["value"] for name in ("readers", "name") for o in fields[name]["options"] if o.get("default")]
    assert chosen == ["everyone", "hidden"], "no name unless it is chosen"
    assert "うまく書けなくて大丈夫です" in str(form)


async def test_the_preview_is_word_for_word_what_becomes_public(world: World) -> None:
    forum = await found_forum(world)
    shown = await preview_of(world)
    assert labels_of(shown) == PREVIEW
    said = world.read(shown)
    assert "まだ何も保存していません" in said
    assert shown.response is not None
    [preview] = shown.response.embeds
    assert await world.hub.seeds.reviews.waiting(world.community.guild.id) == []
    done = await world.press(world.person("そら"), shown, "これで出す")
    key = key_in(world, done)
    await until_the_office_sees_it(world)
    await world.press(world.staff, await review(world, 1), "公開する")
    await world.tick()
    public = public_text(forum)
    assert f"{preview.title}\n{preview.description}" in public
    assert key not in public


async def test_stop_stores_nothing_and_rewrite_keeps_the_words(world: World) -> None:
    await found_forum(world)
    shown = await preview_of(world)
    again = await world.press(world.person("そら"), shown, "書き直す")
    assert TEXT.splitlines()[1] in str(again.modal)
    shown = await preview_of(world)
    said = world.read(await world.press(world.person("そら"), shown, "出さずにやめる"))
    assert "何も保存していません" in said
    await until_the_office_sees_it(world)
    assert await world.hub.seeds.reviews.waiting(world.community.guild.id) == []


async def test_after_a_restart_nothing_was_stored_and_the_words_are_still_on_the_screen(world: World) -> None:
    await found_forum(world)
    shown = await preview_of(world)
    form = await world.slash(world.person("うみ"), "seed post")
    await world.restart()
    assert TEXT.splitlines()[1] in text_of_message(shown.response), "the screen keeps it"  # type: ignore[arg-type]
    assert "時間が経った" in world.read(await world.press(world.person("そら"), shown, "これで出す"))
    filled = {"text": "閉じる前の文章", "title": "", "readers": "everyone", "name": "hidden"}
    assert "閉じる前の文章" in world.read(await world.fill(world.person("うみ"), form, **filled))
    await until_the_office_sees_it(world)
    assert await world.hub.seeds.reviews.waiting(world.community.guild.id) == []


async def test_a_second_press_posts_nothing_twice(world: World) -> None:
    await found_forum(world)
    shown = await preview_of(world)
    await world.press(world.person("そら"), shown, "これで出す")
    await until_the_office_sees_it(world)
    assert len(await world.hub.seeds.reviews.waiting(world.community.guild.id)) == 1


async def test_what_could_not_be_stored_can_be_posted_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await found_forum(world)
    shown = await preview_of(world)
    with monkeypatch.context() as broken:
        broken.setattr(world.hub.seeds.posting, "post_anonymous", _fails)
        said = world.read(await world.press(world.person("そら"), shown, "これで出す"))
    assert "申し訳" in said
    assert key_in(world, await world.press(world.person("そら"), shown, "これで出す")).startswith("1-")
    await until_the_office_sees_it(world)
    assert len(await world.hub.seeds.reviews.waiting(world.community.guild.id)) == 1


async def test_a_key_that_could_not_be_shown_is_shown_at_the_next_press(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await found_forum(world)
    shown = await preview_of(world)
    with monkeypatch.context() as broken:
        broken.setattr(posting, "show_key", _fails)
        await world.press(world.person("そら"), shown, "これで出す")
    assert key_in(world, await world.press(world.person("そら"), shown, "これで出す")).startswith("1-")
    await until_the_office_sees_it(world)
    assert len(await world.hub.seeds.reviews.waiting(world.community.guild.id)) == 1


async def test_with_a_name_it_is_seen_at_once_and_a_trusted_one_is_public_at_once(world: World) -> None:
    forum = await found_forum(world)
    said = world.read(await post(world, world.person("そら"), named=True))
    assert "事務局に届けました" in said
    await world.tick()
    assert "そら さんから" in text_of_message(staff_post(world, "seed:1:review"))
    trusted = world.community.guild.create_role("信頼")
    await world.hub.seeds.rules.change(world.community.guild.id, trusted_role_id=trusted.id)
    umi = world.person("うみ")
    world.env.backend.add_member_role(world.community.guild.id, umi.id, trusted.id)
    assert "公開しました" in world.read(await post(world, umi, "公園のベンチ", named=True))
    await world.tick()
    assert "うみ さんから" in public_text(forum)
    assert "事務局に届けました" in world.read(await post(world, umi, "もう消えたい", named=True)), (
        "looked at first"
    )
    assert "公開しました" not in world.read(await post(world, umi, "名前なしの話"))
    waiting = await world.hub.seeds.reviews.waiting(world.community.guild.id)
    assert [seed.title for seed in waiting] == [TITLE, "もう消えたい"]


async def test_similar_ones_are_shown_and_never_block(world: World) -> None:
    await found_forum(world)
    await post(world, world.person("そら"), named=True)
    await world.hub.seeds.reviews.move(world.community.guild.id, 1, SeedState.PUBLISHED, _actor(world), None)
    umi = world.person("うみ")
    shown = await preview_of(world, "うみ", text="学校の帰り道、通学路が暗いです")
    assert labels_of(shown) == ["#1 と同じです（この種を応援する）", "このまま出す"]
    assert "学校の帰り道、通学路が暗いです" in world.read(shown), "what was written can be copied from here"
    said = world.read(await world.press(umi, shown, "#1 と同じです（この種を応援する）"))
    assert "応援に数えました" in said
    shown = await preview_of(world, "えま", text="学校の帰り道、通学路が暗いです")
    assert labels_of(await world.press(world.person("えま"), shown, "このまま出す")) == PREVIEW
    facts = await world.hub.seeds.supporters.show(world.community.guild.id, 1)
    assert facts.counts.people == 1


async def test_personal_things_are_pointed_out_and_help_lines_shown_at_once(world: World) -> None:
    await found_forum(world)
    await world.hub.seeds.rules.change(world.community.guild.id, help_lines="みなとの相談室（平日10時から）")
    shown = await preview_of(world, text="山田太郎さんの電話は03-1234-5678です。もう消えたいです。")
    said = world.read(shown)
    assert "電話番号" in said
    assert "どなたかのお名前" in said
    assert "みなとの相談室" in said
    done = world.read(await world.press(world.person("そら"), shown, "これで出す"))
    assert "みなとの相談室" in done
    assert not [text for text in spoken(world.env).public if "みなとの相談室" in text]
    await world.move(timedelta(minutes=31))
    await world.tick()
    urgent = staff_post(world, "seed:1:review")
    assert "早めに確認" in text_of_message(urgent)
    assert "確認してください: 電話番号、どなたかのお名前" in text_of_message(urgent)


async def test_too_many_in_a_day_and_a_closed_door_give_the_words_back(world: World) -> None:
    await found_forum(world)
    sora = world.person("そら")
    for text in ("一つ目", "二つ目"):
        key_in(world, await post(world, sora, text))
    said = world.read(await post(world, sora, "三つ目の大事な話"))
    assert "1日2件まで" in said
    assert "三つ目の大事な話" in said
    await world.hub.seeds.rules.close_anonymous(world.community.guild.id, 2)
    said = world.read(await preview_of(world, "うみ", text="休みの日の話"))
    assert "お休みしています" in said
    assert "休みの日の話" in said


async def test_words_full_of_signs_come_back_whole(world: World) -> None:
    await found_forum(world)
    await world.hub.seeds.rules.close_anonymous(world.community.guild.id, 2)
    assert "おわり" in world.read(await preview_of(world, text="「_家_*と*_~」" * 149 + "おわり"))


async def test_the_help_lines_stay_when_the_key_is_noted(world: World) -> None:
    await found_forum(world)
    await world.hub.seeds.rules.change(world.community.guild.id, help_lines="みなとの相談室")
    shown = await post(world, world.person("そら"), "もう消えたいです。")
    assert "みなとの相談室" in world.read(await world.press(world.person("そら"), shown, NOTED))


async def test_what_only_the_office_reads_is_not_called_a_public_seed(world: World) -> None:
    await found_forum(world)
    here = world.read(await post(world, world.person("そら"), readers="office"))
    assert "課題の種 #1 をお預かりしました。読むのは事務局だけで、公開しません。" in here
    assert "お預かりしました。書いてくださり" not in here
    assert "お預かりしました。書いてくださり" in world.read(await post(world, world.person("うみ")))


async def test_a_mistyped_key_is_corrected_where_it_was_typed(world: World) -> None:
    await found_forum(world)
    sora = world.person("そら")
    key = key_in(world, await post(world, sora))
    for typed in (key[:-1], f"{key[:-1]}{'A' if key[-1] != 'A' else 'B'}"):
        refused = await open_with(world, sora, typed)
        assert typed not in world.read(refused), "it stands in the form only"
        form = await world.press(sora, refused, labels_of(refused)[0])
        assert typed in str(form.modal)
        assert TITLE in world.read(await world.fill(sora, form, key=key))


async def test_a_question_to_the_office_without_a_name_is_answered_through_its_key(world: World) -> None:
    await world.set_up()
    sora = world.person("そら")
    asked = await world.fill(
        sora, await world.slash(sora, "ask"), question="こわくて聞けないことがあります。", name="hidden"
    )
    assert "ご質問（#1）をお預かりしました。読むのは事務局だけで、公開しません。" in world.read(asked)
    key = key_in(world, asked)
    assert await world.hub.questions.open_questions(world.community.guild.id) == []
    await until_the_office_sees_it(world)
    panel = await review(world, 1)
    assert "事務局だけ（公開しません）" in world.read(panel)
    form = await world.press(world.staff, panel, "出した方に書く")
    await world.fill(world.staff, form, question="どうぞ、何でも書いてください。")
    assert "どうぞ、何でも書いてください。" in world.read(await open_with(world, sora, key))
    members = await world.hub.members.who(world.community.guild.id, sora.id)
    assert members[1] is None, "no row was made of the person"


async def _fails(*_args: object, **_named: object) -> None:
    raise OSError(28, "no space")


def _actor(world: World) -> Actor:
    return Actor(world.staff.id, "事務局 はるか")


async def test_the_outbox_of_the_office_neither_lists_nor_sends_it_before_its_time(world: World) -> None:
    await found_forum(world)
    await post(world, world.person("そら"))
    await world.tick()
    assert (await world.hub.outbox.listing(world.community.guild.id)).lines == ()
    assert not any(TITLE in said for said in office_posts(world))
    await until_the_office_sees_it(world)
    assert any(TITLE in said for said in office_posts(world)), "the scanner finds it"
    embed = staff_post(world, "seed:1:review").embeds[0]
    assert embed.title == TITLE
    assert TITLE not in (embed.description or ""), "the title stands once"
