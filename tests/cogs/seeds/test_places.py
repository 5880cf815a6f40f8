"""Where seeds stand: forum, text channel, nowhere; archived, without permission, deleted by hand or by wish."""

from __future__ import annotations

from datetime import timedelta

from simcord import ChannelHandle, InteractionResult

from bot.i18n import text_of
from bot.seeds.rules import SeedState
from bot.seeds.tools import Actor
from cogs.shared.permissions import StaffOnly
from tests.cogs.events.scenes import lose_staff_role
from tests.cogs.questions.scenes import plant
from tests.cogs.seeds.scenes import (
    TITLE,
    found_forum,
    key_in,
    open_with,
    post,
    public_text,
    until_the_office_sees_it,
)
from tests.kit.leaks import spoken
from tests.kit.world import World, labels, parts_of, text_of_message

STAFF_ONLY = text_of(StaffOnly()).to("ja")


async def move(world: World, seed_id: int, *states: SeedState) -> None:
    actor = Actor(world.staff.id, "事務局 はるか")
    for state in states:
        await world.hub.seeds.reviews.move(world.community.guild.id, seed_id, state, actor, None)
    await world.move(timedelta(seconds=6))
    await world.tick()


async def published(world: World) -> None:
    await post(world, world.person("そら"), named=True)
    await move(world, 1, SeedState.PUBLISHED)


def tags_of(forum: ChannelHandle) -> list[str]:
    [thread] = forum.threads
    names = {int(tag["id"]): tag["name"] for tag in forum._channel.available_tags}
    return [names[tag] for tag in thread._channel.applied_tags]


async def test_name_and_tags_follow_the_state(world: World) -> None:
    forum = await found_forum(world)
    await published(world)
    assert tags_of(forum) == ["公開中"]
    categories = await world.hub.seeds.rules.categories(world.community.guild.id)
    await world.hub.seeds.reviews.categorise(
        world.community.guild.id, 1, [categories[0].id], Actor(world.staff.id, "事"), None
    )
    await move(world, 1, SeedState.DIGGING)
    assert tags_of(forum) == ["深掘り中", "子ども・教育"]
    for state, tag in (
        (SeedState.SESSION, "情報交換会で"),
        (SeedState.PROJECT, "取り組み中"),
        (SeedState.DORMANT, "公開中"),
        (SeedState.ARCHIVED, "ひと区切り"),
    ):
        await move(world, 1, state)
        assert tags_of(forum)[0] == tag


async def test_an_archived_post_is_opened_again_in_the_same_request_that_tags_it(world: World) -> None:
    forum = await found_forum(world)
    await published(world)
    [thread] = forum.threads
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    await move(world, 1, SeedState.DIGGING)
    assert "今の状態: 深掘り中" in public_text(forum)
    [patch] = [
        call
        for call in world.env.http_requests
        if call.method == "PATCH" and call.path == f"/channels/{thread.id}"
    ]
    assert patch.json is not None
    assert patch.json["archived"] is False
    assert patch.json["applied_tags"]


async def test_where_the_bot_may_not_dress_a_post_its_message_still_says_the_truth(world: World) -> None:
    forum = await found_forum(world, with_tags=False)
    await published(world)
    world.env.inject_error("PATCH", f"/channels/{forum.threads[0].id}", status=403, code=50013, times=None)
    await move(world, 1, SeedState.DIGGING)
    assert "今の状態: 深掘り中" in public_text(forum)


async def test_without_a_forum_seeds_are_cards_in_a_text_channel(world: World) -> None:
    await world.set_up()
    channel = world.community.guild.create_text_channel("課題の種")
    await world.hub.seeds.rules.change(world.community.guild.id, channel_id=channel.id)
    await published(world)
    [card] = channel.history(viewer=world.staff)
    assert TITLE in text_of_message(card)
    assert "わたしも感じています" in labels(card)
    await world.press(world.person("うみ"), card, "わたしも感じています")
    await move(world, 1, SeedState.DIGGING)
    assert "わたしも感じています 1名" in text_of_message(channel.history(viewer=world.staff)[0])


async def test_without_a_channel_it_is_public_found_and_can_be_posted_later(world: World) -> None:
    await world.set_up()
    await published(world)
    desk = await world.slash(world.staff, "desk")
    assert "投稿が見当たりません" in world.read(desk)
    said = world.read(await world.press(world.staff, desk, "seed:1:postagain"))
    assert "課題の種のチャンネルがまだ選ばれていません" in said
    assert TITLE in world.read(await world.slash(world.person("うみ"), "seed show", seed="1"))
    forum = world.community.create_forum("課題の種", [])
    await world.hub.seeds.rules.change(world.community.guild.id, channel_id=forum.id)
    await world.press(world.staff, desk, "seed:1:postagain")
    await world.tick()
    assert TITLE in public_text(forum)
    assert "投稿が見当たりません" not in world.read(await world.slash(world.staff, "desk"))


async def test_a_forum_deleted_by_hand_or_closed_to_the_bot_is_a_line_for_the_office(world: World) -> None:
    forum = await found_forum(world)
    await published(world)
    world.env.backend.delete_channel(forum.id)
    await move(world, 1, SeedState.DIGGING)
    assert "投稿が見当たりません" in world.read(await world.slash(world.staff, "desk"))
    closed = world.community.guild.create_forum_channel("別の場所")
    await world.hub.seeds.rules.change(world.community.guild.id, channel_id=closed.id)
    world.env.inject_error("POST", f"/channels/{closed.id}/threads", status=403, code=50013, times=None)
    desk = await world.slash(world.staff, "desk")
    await world.press(world.staff, desk, "seed:1:postagain")
    await world.tick()
    assert "投稿が見当たりません" in world.read(await world.slash(world.staff, "desk"))


async def test_a_post_in_doubt_is_not_made_twice(world: World) -> None:
    forum = await found_forum(world)
    await post(world, world.person("そら"), named=True)
    name = f"#1 {TITLE}"
    made = await world.bot.get_channel(forum.id).create_thread(name=name, content="x")  # type: ignore[union-attr]
    await move(world, 1, SeedState.PUBLISHED)
    assert [thread.id for thread in forum.threads] == [made.thread.id]


async def test_deleted_by_its_author_the_post_and_the_office_s_post_go(world: World) -> None:
    forum = await found_forum(world)
    sora = world.person("そら")
    key = key_in(world, await post(world, sora, "かきつばた沼の灯り"))
    await until_the_office_sees_it(world)
    await move(world, 1, SeedState.PUBLISHED)
    assert "かきつばた" in public_text(forum)
    assert any("かきつばた" in text for text in world.read_channel(world.office)), "the scanner finds it"
    asked = await world.press(sora, await open_with(world, sora, key), "消す")
    assert "消しました" in world.read(await world.press(sora, asked, "消す"))
    await world.move(timedelta(seconds=6))
    await world.tick()
    assert forum.threads == []
    assert not any("かきつばた" in text for text in world.read_channel(world.office))
    assert "見つからない" in world.read(await world.slash(world.person("うみ"), "seed show", seed="1"))
    said = world.read(await open_with(world, sora, key))
    assert "この合言葉で開ける種はありません" in said


async def test_withdrawn_nobody_but_its_author_reads_it(world: World) -> None:
    forum = await found_forum(world)
    sora = world.person("そら")
    key = key_in(world, await post(world, sora, "かきつばた沼の灯り"))
    await until_the_office_sees_it(world)
    await move(world, 1, SeedState.PUBLISHED)
    asked = await world.press(sora, await open_with(world, sora, key), "取り下げる")
    await world.press(sora, asked, "取り下げる")
    await world.move(timedelta(seconds=6))
    await world.tick()
    assert forum.threads == []
    for said in (
        *world.read_channel(world.office),
        world.read(await world.slash(world.staff, "seed show", seed="1")),
        world.read(await world.slash(world.staff, "seed search", words="かきつばた")),
        world.read(await world.slash(world.person("うみ"), "seed search", words="かきつばた")),
    ):
        assert "かきつばた沼" not in said
    assert "かきつばた沼" in world.read(await open_with(world, sora, key))


async def test_where_the_bot_may_not_delete_a_post_nothing_of_it_is_left_to_read(world: World) -> None:
    forum = await found_forum(world)
    sora = world.person("そら")
    key = key_in(world, await post(world, sora, "かきつばた沼の灯り"))
    await until_the_office_sees_it(world)
    await move(world, 1, SeedState.PUBLISHED)
    [thread] = forum.threads
    world.env.inject_error("DELETE", f"/channels/{thread.id}", status=403, code=50013, times=None)
    asked = await world.press(sora, await open_with(world, sora, key), "消す")
    await world.press(sora, asked, "消す")
    await world.move(timedelta(seconds=6))
    await world.tick()
    [left] = forum.threads
    assert "かきつばた" not in str(left.name)
    assert not any("かきつばた" in text_of_message(message) for message in left.history())


async def test_the_settings_prepare_the_forum_and_put_up_the_button(world: World) -> None:
    forum = await found_forum(world, with_tags=False)
    panel = await _open_settings(world)
    panel = await world.press(world.manager, panel, "フォーラムを準備する")
    assert "タグはそろっています" in world.read(panel)
    names = [tag["name"] for tag in world.env.backend.get_channel(forum.id).available_tags]
    assert names[:5] == ["公開中", "深掘り中", "情報交換会で", "取り組み中", "ひと区切り"]
    assert len(names) == 18
    panel = await world.press(world.manager, panel, "「課題の種を出す」を置く")
    assert "を置きました" in world.read(panel)
    [how_to] = [thread for thread in forum.threads if thread.name == "課題の種の出し方"]
    form = await world.press(world.person("そら"), how_to.history()[0], "課題の種を出す")
    assert form.modal is not None
    assert not spoken(world.env).holding("そら")["public"]


async def test_settings_are_for_those_who_manage_the_server(world: World) -> None:
    await found_forum(world)
    panel = await _open_settings(world)
    form = await world.press(world.manager, panel, "分類")
    kept = await world.fill(world.manager, form, names="子ども\n高齢\nその他")
    assert "子ども、高齢、その他" in world.read(kept)
    form = await world.press(world.manager, kept, "分類")
    refused = await world.fill(world.manager, form, names="\n".join(f"分類{n}" for n in range(16)))
    assert "15個まで" in world.read(refused)
    again = await world.press(world.manager, refused, "直す")
    assert "分類15" in str(again.modal)
    kept = await world.fill(world.manager, again, names="子ども\n高齢\nその他")
    form = await world.press(world.manager, kept, "名前なしの受付を休む")
    closed = await world.fill(world.manager, form, days="3")
    assert "2026年11月5日" in world.read(closed)


async def _open_settings(world: World) -> InteractionResult:
    setup = await world.slash(world.manager, "setup")
    for label in ("そのほかの設定", "課題の種"):
        setup = await world.press(world.manager, setup, label)
    return setup


async def test_the_office_changes_words_and_categories_but_not_the_channel(world: World) -> None:
    await found_forum(world)
    panel = await world.press(world.staff, await world.slash(world.staff, "home"), "seed:0:panel")
    panel = await world.press(world.staff, panel, "種の受け方")
    assert panel.response is not None
    assert not [part for part in parts_of(panel.response) if part["type"] != 2], (
        "no menus of channel and role"
    )
    form = await world.press(world.staff, panel, "相談窓口と気になる言葉")
    refused = await world.fill(world.staff, form, help="みなとの相談室", words="つらい\n苦しい", months="x")
    again = await world.press(world.staff, refused, "直す")
    assert "みなとの相談室" in str(again.modal), "what was typed is not lost"
    kept = await world.fill(world.staff, again, help="みなとの相談室", words="つらい\n苦しい", months="3")
    assert "つらい、苦しい" in world.read(kept)
    member = await world.press(
        world.person("うみ"), await world.slash(world.person("うみ"), "home"), "seed:0:panel"
    )
    assert "種の受け方" not in labels(member)
    lose_staff_role(world, world.staff)
    planted = await plant(world, "seed:0:settings")
    assert STAFF_ONLY in world.read(await world.press(world.staff, planted, "押す"))
