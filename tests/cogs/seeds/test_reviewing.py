"""The office looks through seeds, moves them, asks, joins, sees to help; members support and follow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from simcord import InteractionResult, MemberActor

from bot.i18n import text_of
from bot.seeds.helping import NotToBeNamed
from bot.seeds.rules import SeedState, SupportKind
from bot.seeds.sealing import read_key
from bot.seeds.tools import Actor
from cogs.shared.permissions import StaffOnly
from tests.cogs.events.scenes import lose_staff_role
from tests.cogs.questions.scenes import plant
from tests.cogs.seeds.scenes import (
    TITLE,
    found_forum,
    key_in,
    labels_of,
    office_posts,
    open_with,
    post,
    public_post,
    public_text,
    review,
    staff_post,
    until_the_office_sees_it,
)
from tests.kit.leaks import spoken
from tests.kit.passing import move_until
from tests.kit.world import World, labels, parts_of, text_of_message

STAFF_ONLY = text_of(StaffOnly()).to("ja")
BUTTONS = [
    "わたしも感じています",
    "わたし自身のことです",
    "力になれます",
    "知っていることを書く",
    "その後を知りたい",
    "課題の種を出す",
]


async def publish(world: World, seed_id: int) -> None:
    actor = Actor(world.staff.id, "事務局 はるか")
    await world.hub.seeds.reviews.move(world.community.guild.id, seed_id, SeedState.PUBLISHED, actor, None)
    await world.tick()


def colleague(world: World) -> MemberActor:
    person = world.person("事務局 いつき")
    world.community.joins_the_office(person)
    return person


async def test_from_both_sides_until_it_is_public(world: World) -> None:
    forum = await found_forum(world)
    sora = world.person("そら")
    key = key_in(world, await post(world, sora))
    await until_the_office_sees_it(world)
    panel = await review(world, 1)
    assert {"公開する", "公開前にたずねる", "相談として預かる", "ほかの窓口を案内", "公開しない"} <= set(
        labels_of(panel)
    )
    assert "そら" not in world.read(panel)
    form = await world.press(world.staff, panel, "公開前にたずねる")
    asked = world.read(await world.fill(world.staff, form, reason="どのあたりの道ですか。"))
    assert "「事務局からおたずね中」になりました" in asked
    own = await open_with(world, sora, key)
    assert "どのあたりの道ですか。" in world.read(own)
    answer = await world.press(sora, own, "事務局に書く")
    assert "90分以内" in world.read(await world.fill(sora, answer, words="小学校の北側です。"))
    await world.tick()
    assert not [text for text in world.read_channel(world.office) if "返事が届きました" in text], (
        "not at once"
    )
    await until_the_office_sees_it(world)
    assert [text for text in world.read_channel(world.office) if "返事が届きました" in text]
    panel = await review(world, 1)
    assert "小学校の北側です。" in world.read(panel)
    await world.press(world.staff, panel, "公開する")
    await world.tick()
    post_shown = public_post(forum)
    assert forum.threads[0].name == f"#1 {TITLE}"
    assert labels(post_shown) == BUTTONS
    assert "お名前なし" in text_of_message(post_shown)
    assert "公開中" in world.read(await open_with(world, sora, key))


async def test_two_coordinators_cannot_both_act(world: World) -> None:
    await found_forum(world)
    await post(world, world.person("そら"), named=True)
    await world.tick()
    other = colleague(world)
    ours, theirs = await review(world, 1), await review(world, 1, other)
    form = await world.press(other, theirs, "公開しない")
    await world.press(world.staff, ours, "公開する")
    said = world.read(await world.fill(other, form, reason="ほかの種と同じため、見送ります。"))
    assert "ほかの方が先にこの種を動かしました" in said
    assert "公開中" in said
    assert (
        await world.hub.seeds.reviews.panel(world.community.guild.id, 1)
    ).seed.state is SeedState.PUBLISHED


async def test_only_the_office_and_the_role_is_asked_at_every_press(world: World) -> None:
    await found_forum(world)
    await post(world, world.person("そら"), named=True)
    await world.tick()
    midori = world.person("みどり")
    for choice in ("review", "rest", "keep", "postagain", "helpers"):
        planted = await plant(world, f"seed:1:{choice}")
        assert STAFF_ONLY in world.read(await world.press(midori, planted, "押す"))
    panel = await world.slash(world.staff, "seed show", seed="1")
    form = await world.press(world.staff, await world.slash(world.staff, "seed show", seed="1"), "公開しない")
    lose_staff_role(world, world.staff)
    assert STAFF_ONLY in world.read(await world.press(world.staff, panel, "公開する"))
    assert STAFF_ONLY in world.read(await world.fill(world.staff, form, reason="x"))


async def test_a_seed_of_another_server_is_unknown(world: World) -> None:
    await found_forum(world)
    other = world.add_community("となり町ハブ")
    await world.set_up(other)
    await post(world, world.person("そら"), named=True)
    await publish(world, 1)
    for choice in ("review", "me_too", "show", "follow", "helpers", "own", "takeback"):
        planted = await plant(world, f"seed:1:{choice}", other)
        said = world.read(await world.press(other.staff, planted, "押す"))
        assert TITLE not in said
        assert "見つからない" in said, choice


async def test_counts_are_public_names_are_not_and_few_affected_are_hidden(world: World) -> None:
    forum = await found_forum(world)
    await post(world, world.person("そら"), named=True)
    await publish(world, 1)
    for at, name in enumerate(("うみ", "えま", "おと", "かい"), start=1):
        person = world.person(name)
        said = world.read(await world.press(person, public_post(forum), "わたし自身のことです"))
        assert "誰にも表示されません" in said
        again = world.read(await world.press(person, public_post(forum), "わたし自身のことです"))
        assert "すでに押していただいています" in again
        await world.move(timedelta(seconds=6))
        await world.tick()
        shown = public_text(forum)
        assert (f"わたし自身のことです {at}名" in shown) is (at >= 3)
        assert name not in shown
    for said in (
        *world.read_channel(world.office),
        world.read(await world.slash(world.staff, "seed show", seed="1")),
        world.read(await world.slash(world.staff, "desk")),
    ):
        assert not any(name in said for name in ("うみ", "えま", "おと", "かい"))


async def test_help_goes_to_the_office_first_and_to_the_author_only_after_a_tick(world: World) -> None:
    await found_forum(world)
    sora = world.person("そら")
    await post(world, sora, named=True)
    await publish(world, 1)
    for name, ticked in (("うみ", True), ("えま", False)):
        person = world.person(name)
        form = await world.slash(person, "seed support", seed="1", kind="can_help")
        assert "30分" in str(form.modal)
        await world.fill(person, form, what=f"{name}の電気工事", how="電話で", named=ticked)
    await world.tick()
    posts = "\n".join(world.read_channel(world.office))
    assert "力になれる方がいます" in posts
    assert "うみ" not in posts, "names stand behind the button"
    panel = await world.press(world.staff, staff_post(world, "seed:1:helpers"), "seed:1:helpers")
    said = world.read(panel)
    assert "うみの電気工事" in said
    assert "名前は伝えない" in said
    assert "2. 出した方に伝える" not in labels_of(panel)
    with pytest.raises(NotToBeNamed):
        await world.hub.seeds.helpers.pass_on(world.community.guild.id, 2)
    await world.press(world.staff, panel, "1. 出した方に伝える")
    await world.move(timedelta(minutes=1))
    await world.tick()
    letters = "\n".join(world.read_dms(sora))
    assert "うみ さん" in letters
    assert "えま" not in letters


async def test_the_office_reads_every_word_of_those_it_can_see_to(world: World) -> None:
    await found_forum(world)
    await post(world, world.person("そら"), named=True)
    await publish(world, 1)
    for number in range(10):
        await world.hub.seeds.supporters.support(
            world.community.guild.id,
            1,
            800 + number,
            "人",
            SupportKind.KNOWS,
            what="知" * 490 + f"末尾{number}",
        )
    await world.tick()
    shown = await world.press(world.staff, staff_post(world, "seed:1:helpers"), "seed:1:helpers")
    said = world.read(shown)
    assert all(f"末尾{number}" in said for number in range(8))
    assert len(labels(shown)) == 16, "two buttons for each that is shown"


async def test_what_was_offered_comes_back_when_the_seed_is_gone(world: World) -> None:
    await found_forum(world)
    sora, umi = world.person("そら"), world.person("うみ")
    await post(world, sora, named=True)
    await publish(world, 1)
    form = await world.slash(umi, "seed support", seed="1", kind="can_help")
    await world.hub.seeds.authors.withdraw(world.community.guild.id, 1, sora.id)
    back = await world.fill(umi, form, what="三十分なら手伝えます", how="電話", named=True)
    assert "三十分なら手伝えます" in world.read(back)
    again = (await world.press(umi, back, "書き直す")).modal
    assert "三十分なら手伝えます" in str(again)
    assert "電話" in str(again)


async def test_what_somebody_knows_is_posted_without_a_name_by_the_bot(world: World) -> None:
    forum = await found_forum(world)
    await post(world, world.person("そら"), named=True)
    await publish(world, 1)
    umi = world.person("うみ")
    form = await world.press(umi, public_post(forum), "知っていることを書く")
    await world.fill(umi, form, what="市の防犯灯の補助があります @everyone", named=False)
    await world.tick()
    panel = await world.press(world.staff, staff_post(world, "seed:1:helpers"), "seed:1:helpers")
    await world.press(world.staff, panel, "1. 載せる")
    await world.tick()
    [_first, known] = forum.threads[0].history()
    assert "防犯灯の補助" in known.content
    assert "@everyone" not in known.content
    assert not known.mention_everyone
    assert "うみ" not in text_of_message(known)


async def test_joining_tells_supporters_who_may_take_it_back_and_can_be_undone(world: World) -> None:
    forum = await found_forum(world)
    for text in ("通学路が暗い", "帰り道に灯りがない"):
        await post(world, world.person("そら"), text, named=True)
        await publish(world, 2 if text.startswith("帰") else 1)
    umi, emma = world.person("うみ"), world.person("えま")
    await world.press(umi, public_post(forum), "わたしも感じています")
    await world.press(emma, public_post(forum, 0), "わたしも感じています")
    panel = await world.slash(world.staff, "seed show", seed="#2")
    form = await world.press(world.staff, panel, "ほかの種とまとめる")
    assert "#1 とまとめました" in world.read(await world.fill(world.staff, form, number="#1"))
    await world.move(timedelta(minutes=1))
    await world.tick()
    assert "わたしも感じています 2名" in public_text(forum, 0)
    assert "まとめた先: 課題の種 #1" in public_text(forum)
    [letter] = world.dms(umi)
    assert "まとめられました" in letter.content
    assert "数えられていません" in world.read(await world.press(umi, letter, "応援を取り消す"))
    panel = await world.slash(world.staff, "seed show", seed="2")
    await world.press(world.staff, panel, "まとめたのを元に戻す")
    await world.move(timedelta(minutes=1))
    await world.tick()
    assert "わたしも感じています 1名" in public_text(forum, 0)
    assert "わたしも感じています" not in public_text(forum).replace("\n".join(BUTTONS), "")


async def test_notices_about_seeds_ring_for_nobody_in_public(world: World) -> None:
    await found_forum(world)
    await post(world, world.person("そら"), "@everyone <@1> 灯りがない", named=True)
    await publish(world, 1)
    posts = [
        call for call in world.env.http_requests if call.path.endswith("/threads") and call.method == "POST"
    ]
    assert posts
    assert all("'parse': []" in str(call.json) for call in posts)
    assert "@everyone" not in "\n".join(
        text
        for text in spoken(world.env).public
        if "灯りがない" in text and "\\u200b" not in text and "@\u200b" not in text
    )


async def test_followers_hear_of_it_once_a_week_or_once_a_day(world: World) -> None:
    forum = await found_forum(world)
    await world.move(timedelta(hours=2))  # this Monday's letters have left
    await post(world, world.person("そら"), named=True)
    await publish(world, 1)
    umi, emma = world.person("うみ"), world.person("えま")
    for person in (umi, emma):
        assert "週に1回" in world.read(await world.press(person, public_post(forum), "その後を知りたい"))
    panel = await world.press(
        emma, await world.press(emma, public_post(forum), "その後を知りたい"), "見守っている種"
    )
    assert TITLE in world.read(panel)
    await world.choose(emma, panel, _menu(panel, 1), "daily")
    for state in (SeedState.DIGGING, SeedState.SESSION):
        actor = Actor(world.staff.id, "事務局 はるか")
        await world.hub.seeds.reviews.move(world.community.guild.id, 1, state, actor, None)
    await move_until(world, world.hands() + timedelta(hours=10))
    assert len(world.dms(emma)) == 1, "two changes of one day are one letter"
    assert "情報交換会で" in world.read_dms(emma)[0]
    assert world.read_dms(umi) == []
    await move_until(world, world.hands() + timedelta(days=7))
    [letter] = world.read_dms(umi)
    assert TITLE in letter
    assert "情報交換会で" in letter


async def test_with_a_name_the_author_answers_in_the_direct_message(world: World) -> None:
    await found_forum(world)
    sora = world.person("そら")
    await post(world, sora, named=True)
    await world.tick()
    form = await world.press(world.staff, await review(world, 1), "公開前にたずねる")
    await world.fill(world.staff, form, reason="どのあたりの道ですか。")
    await world.move(timedelta(minutes=1))
    await world.tick()
    [letter] = world.dms(sora)
    assert "どのあたりの道ですか。" in letter.content
    own = await world.press(sora, letter, "自分の種を開く")
    assert own.response is not None
    form = await sora.user.click(own.response, label="事務局に書く")
    done = await sora.user.submit_modal(form, {"words": "小学校の北側です。"})
    assert done.response is not None
    assert "事務局に届けました" in done.response.content
    assert "小学校の北側です。" in world.read(await review(world, 1))
    assert "確認前" in world.read(await review(world, 1)), "an answer with a name shows itself at once"


def _menu(panel: InteractionResult, at: int) -> str:
    assert panel.response is not None
    return [part["custom_id"] for part in parts_of(panel.response) if part.get("type") == 3][at]


async def test_changed_into_words_that_worry_the_office_is_rung(world: World) -> None:
    await found_forum(world)
    sora = world.person("そら")
    key = read_key(key_in(world, await post(world, sora)))
    await until_the_office_sees_it(world)
    await publish(world, 1)
    await world.hub.seeds.authors.edit(world.community.guild.id, 1, key, "", "もう死にたい")
    await world.move(timedelta(minutes=31))
    await world.tick()
    [said] = [text for text in office_posts(world) if "書き直され" in text]
    assert "気になる言葉" in said
    assert "<@&" in said, "the role of the office"
