"""The menu under a message: a seed of one's own words, of somebody else's with their yes, and telling the office."""

from __future__ import annotations

from datetime import timedelta

from simcord import InteractionResult, MemberActor

from tests.cogs.seeds.scenes import (
    KEY,
    found_forum,
    key_in,
    labels_of,
    office_posts,
    staff_post,
    until_the_office_sees_it,
)
from tests.kit.leaks import spoken
from tests.kit.world import World, text_of_message

MAKE, TELL = "Make a seed of this", "Tell the office"
WORDS = r"駅前の[段差]で、*車いす* の方が C:\temp で困っています @everyone"


async def menu(world: World, person: MemberActor, name: str, message: object) -> InteractionResult:
    return await person.context_menu(world.community.lounge, name, message)  # type: ignore[arg-type]


def text_in(form: InteractionResult) -> str:
    """What stands in the first box."""
    assert form.modal is not None
    return form.modal["components"][0]["component"]["value"]


async def test_one_s_own_message_fills_the_form(world: World) -> None:
    await found_forum(world)
    sora = world.person("そら")
    message = await sora.send(world.community.lounge, WORDS)
    form = await menu(world, sora, MAKE, message)
    assert text_in(form) == WORDS
    preview = await world.fill(sora, form, text=WORDS, title="", readers="everyone", name="hidden")
    key_in(world, await world.press(sora, preview, "これで出す"))
    await until_the_office_sees_it(world)
    [seed] = await world.hub.seeds.reviews.waiting(world.community.guild.id)
    assert seed.origin.value == "message"


async def test_somebody_else_is_asked_in_private_and_nothing_is_stored_before_a_yes(world: World) -> None:
    await found_forum(world)
    sora, umi = world.person("そら"), world.person("うみ")
    message = await umi.send(world.community.lounge, WORDS)
    said = world.read(await menu(world, sora, MAKE, message))
    assert "何も保存しません" in said
    [letter] = world.dms(umi)
    assert "段差" in text_of_message(letter)
    assert "そら" not in text_of_message(letter), "nobody learns who suggested it"
    for account in (sora, umi):
        assert (await world.hub.members.who(world.community.guild.id, account.id))[1] is None
    form = await world.press(umi, letter, "内容を見て出す")
    assert text_in(form) == WORDS, "as it was written, without marks of escaping"
    preview = await umi.user.submit_modal(
        form, {"text": WORDS, "title": "", "readers": "everyone", "name": "hidden"}
    )
    assert preview.response is not None
    done = await umi.user.click(preview.response, label="これで出す")
    assert done.followups
    key = KEY.search("\n".join(text_of_message(each) for each in done.followups if each.ephemeral))
    assert key, "shown to them alone"
    assert not any(key[0] in text for text in world.read_dms(umi)), "and not kept in the letter"


async def test_silence_for_seven_days_drops_it_and_a_no_is_told_to_nobody(world: World) -> None:
    await found_forum(world)
    sora, umi = world.person("そら"), world.person("うみ")
    message = await umi.send(world.community.lounge, WORDS)
    await menu(world, sora, MAKE, message)
    [letter] = world.dms(umi)
    assert "お伝えしません" in world.read(await world.press(umi, letter, "やめておく"))
    await world.move(timedelta(days=7))
    assert "7日を過ぎた" in world.read(await world.press(umi, letter, "内容を見て出す"))
    assert world.read_dms(sora) == []


async def test_who_cannot_be_asked_and_what_is_no_text_is_said(world: World) -> None:
    await found_forum(world)
    sora, umi = world.person("そら"), world.person("うみ")
    message = await umi.send(world.community.lounge, WORDS)
    world.env.inject_error(
        "POST", f"/channels/{umi.user.dm_channel.id}/messages", status=403, code=50007, times=None
    )
    assert "誰も" in world.read(await menu(world, sora, MAKE, message)).replace(
        "おたずねしていません", "誰も"
    )
    others = await world.person("えま").send(world.community.lounge, attachments=[("a.txt", b"x")])
    assert "文章がありません" in world.read(await menu(world, sora, MAKE, others))


async def test_a_report_reaches_the_office_without_the_name_of_who_told(world: World) -> None:
    await found_forum(world)
    sora, umi = world.person("そら"), world.person("うみ")
    message = await umi.send(world.community.lounge, WORDS)
    form = await menu(world, sora, TELL, message)
    assert "お名前は保存しません" in str(form.modal)
    assert "保存していません" in world.read(await world.fill(sora, form, reason="言い方がきついです"))
    await world.tick()
    desk = world.read(await world.slash(world.staff, "desk"))
    assert "気になる書き込み" not in "".join([*office_posts(world), desk])
    await world.move(timedelta(minutes=30))
    await world.tick()
    post = staff_post(world, "seedreport:1:done")
    said = text_of_message(post)
    assert str(message.id) in said
    assert "言い方がきついです" in said
    assert "そら" not in said
    assert str(sora.id) not in str(spoken(world.env).public)
    assert world.read_dms(umi) == [], "the writer is not told"
    assert (await world.hub.members.who(world.community.guild.id, sora.id))[1] is None
    assert "気になる書き込み" in world.read(await world.slash(world.staff, "desk"))
    assert "対応済みにしました" in world.read(await world.press(world.staff, post, "対応済み"))
    assert "すでに事務局" in world.read(await world.press(world.staff, post, "対応済み"))
    assert "気になる書き込み" not in world.read(await world.slash(world.staff, "desk"))
    assert labels_of(form) == []


async def test_five_reports_a_day(world: World) -> None:
    await found_forum(world)
    sora = world.person("そら")
    message = await world.person("うみ").send(world.community.lounge, WORDS)
    for _ in range(5):
        await world.fill(sora, await menu(world, sora, TELL, message), reason="")
    said = world.read(await world.fill(sora, await menu(world, sora, TELL, message), reason=""))
    assert "1日5件まで" in said
