"""A seed as its author sees it: every word of it can be read, and what was typed is never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from simcord import InteractionResult

from bot.seeds.rules import SeedState
from bot.seeds.sealing import read_key
from bot.seeds.tools import Actor
from tests.cogs.seeds.scenes import (
    TITLE,
    found_forum,
    key_in,
    office_posts,
    open_with,
    post,
    review,
    until_the_office_sees_it,
)
from tests.kit.world import World, parts_of

LONG = "問" * 1400


async def posted(world: World) -> str:
    """The key of a seed that the office has seen."""
    await found_forum(world)
    key = key_in(world, await post(world, world.person("そら")))
    await until_the_office_sees_it(world)
    return key


async def opened(world: World, key: str) -> InteractionResult:
    return await open_with(world, world.person("そら"), key)


def office(world: World) -> Actor:
    return Actor(world.staff.id, "事務局")


async def test_long_messages_are_whole_for_the_author_and_for_the_office(world: World) -> None:
    key = await posted(world)
    here = world.community.guild.id
    await world.hub.seeds.reviews.ask(here, 1, office(world), f"{LONG}おわり")
    assert "おわり" in world.read(await opened(world, key))
    await world.hub.seeds.authors.answer(here, 1, read_key(key), f"{LONG}わたしの答え")
    await until_the_office_sees_it(world)
    said = world.read(await review(world, 1))
    assert "おわり" in said
    assert "わたしの答え" in said


async def test_the_newest_message_is_whole_and_the_older_ones_are_counted(world: World) -> None:
    key = await posted(world)
    for number in range(5):
        await world.hub.seeds.reviews.ask(world.community.guild.id, 1, office(world), f"{LONG}{number}番")
    shown = await opened(world, key)
    said = world.read(shown)
    assert "4番" in said
    assert "0番" not in said
    assert shown.response is not None
    assert shown.response.embeds[1].author.name, "the older ones are counted"
    assert sum(map(len, shown.response.embeds)) <= 6000


async def test_what_was_typed_comes_back_when_it_cannot_be_sent(world: World) -> None:
    key = await posted(world)
    sora = world.person("そら")
    answer = await world.press(sora, await opened(world, key), "事務局に書く")
    edit = await world.press(sora, await opened(world, key), "書き直す")
    await world.hub.seeds.reviews.move(
        world.community.guild.id, 1, SeedState.DECLINED, office(world), None, "理由"
    )
    back = await world.fill(sora, answer, words="長い長いわたしの言葉")
    assert "長い長いわたしの言葉" in world.read(back)
    assert "長い長いわたしの言葉" in str((await world.press(sora, back, "書き直す")).modal)
    back = await world.fill(sora, edit, title="", text="書き直した文章")
    assert "書き直した文章" in world.read(back)
    assert "書き直した文章" in str((await world.press(sora, back, "書き直す")).modal)
    assert TITLE in world.read(await world.press(sora, back, "戻る"))


async def test_a_waiting_edit_is_shown_and_is_what_is_written_on(world: World) -> None:
    key = await posted(world)
    sora = world.person("そら")
    form = await world.press(sora, await opened(world, key), "書き直す")
    changed = await world.fill(sora, form, text="まったく新しい文章です", title="")
    assert "まったく新しい文章です" in world.read(changed)
    assert "まったく新しい文章です" in str((await world.press(sora, changed, "書き直す")).modal)


async def test_the_state_is_explained_and_a_joined_seed_names_the_other(world: World) -> None:
    key = await posted(world)
    here = world.community.guild.id
    await world.hub.seeds.reviews.move(here, 1, SeedState.PUBLISHED, office(world), None)
    assert "応援できるようになりました" in world.read(await opened(world, key))
    await post(world, world.person("うみ"), "公園のベンチ", named=True)
    await world.hub.seeds.reviews.move(here, 2, SeedState.PUBLISHED, office(world), None)
    await world.hub.seeds.merging.merge(here, 1, 2, office(world), None)
    assert "課題の種 #2 とまとめました" in world.read(await opened(world, key))


async def test_a_fault_at_a_discreet_notice_names_nothing_to_the_office(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = await posted(world)
    sora = world.person("そら")
    here = world.community.guild.id
    await world.hub.seeds.authors.notify(here, read_key(key), sora.id, wanted=True)
    await world.hub.seeds.reviews.ask(here, 1, office(world), "どこですか。")
    await world.tick()
    [notice] = world.dms(sora)
    monkeypatch.setattr(world.hub.outbox, "open_notice", _fails)
    await world.press(sora, notice, parts_of(notice)[-1]["custom_id"])
    await world.move(timedelta(minutes=1))
    await world.tick()
    assert "ShowNotice" not in office_posts(world)[-1]
    assert (await world.hub.members.who(here, sora.id))[1] is None, "no row was made of the person"


async def test_after_the_name_is_off_the_key_says_so(world: World) -> None:
    await found_forum(world)
    sora = world.person("そら")
    await post(world, sora, named=True)
    shown = await world.press(sora, await world.slash(sora, "seed mine"), "seed:1:own")
    asked = await world.press(sora, shown, "名前を外す")
    said = await world.press(sora, asked, "名前を外す")
    assert "お預かりしました" not in world.read(said)
    assert TITLE in world.read(await open_with(world, sora, key_in(world, said)))


async def _fails(*_args: object, **_named: object) -> None:
    raise RuntimeError("boom")
