"""A sensitive meeting: no notice to a person says what it is about, until that person asks for it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord import MemberActor

from bot.events.rules import Event
from bot.outbox.discreet import cover
from cogs.shared.renderers import render
from tests.cogs.events.scenes import announce, write
from tests.kit.leaks import spoken
from tests.kit.passing import move_until
from tests.kit.world import World, labels, parts_of

pytestmark = pytest.mark.long  # whole stories; each step has a test of its own that runs every time

PLANTED = "ひきこもり家族の夕べ"
REASON = "講師の都合かきつばた"
COVER = "〈みなと市民ハブ〉からお知らせがあります"


async def answered(world: World, **boxes: Any) -> Event:
    """はる and うみ want the one seat; はる gives it up, so that うみ is promoted."""
    await world.set_up()
    event = await announce(world, title=PLANTED, venue="会館 定員1", names_shown="participants", **boxes)
    haru, umi = world.people("はる", "うみ")
    for person in (haru, umi):
        await world.press(person, world.card(), f"rsvp:{event.id}:venue")
    asked = await world.press(haru, world.card(), f"rsvp:{event.id}:declined")
    await world.press(haru, asked, f"rsvp:{event.id}:declined:sure")
    return event


async def live(world: World, event: Event) -> None:
    """The promotion, all reminders, and at the end the cancellation."""
    await move_until(world, event.starts_at - timedelta(minutes=5))
    await world.hub.events.cancel(event.community_id, event.id, REASON)
    await move_until(world, event.starts_at)


def sent_to(world: World, person: MemberActor) -> list[str]:
    """All that left for this person's direct messages, as it went over the wire."""
    path = f"/channels/{person.user.dm_channel.id}/messages"
    return [
        json.dumps(call.json, ensure_ascii=False, default=str)
        for call in world.env.http_requests
        if call.method == "POST" and call.path == path
    ]


async def test_every_direct_message_is_the_same_cover_with_one_button(world: World) -> None:
    event = await answered(world, is_sensitive=True)
    await live(world, event)
    umi = world.person("うみ")
    messages = world.dms(umi)
    assert len(messages) == len(sent_to(world, umi)) >= 4
    for message in messages:
        assert message.content == COVER
        assert (message.embeds, message.attachments, labels(message)) == ([], [], ["お知らせを見る"])
        (button,) = parts_of(message)
        assert button["custom_id"].startswith("notice:")
    for word in (PLANTED, REASON, "会館"):
        assert not any(word in body for body in sent_to(world, umi)), word
        assert spoken(world.env).holding(word)["direct"] == [], word
        assert spoken(world.env).holding(word)["private" if word == "会館" else "public"], word


async def test_the_scanner_finds_the_title_of_an_ordinary_meeting(world: World) -> None:
    event = await answered(world, is_sensitive=False)
    await live(world, event)
    assert sum(PLANTED in body for body in sent_to(world, world.person("うみ"))) >= 4


async def test_show_tells_it_to_the_person_alone_with_its_usual_buttons(world: World) -> None:
    event = await answered(world, is_sensitive=True)
    await world.tick()
    umi = world.person("うみ")
    before = len(spoken(world.env).holding(PLANTED)["private"])
    shown = await world.press(umi, world.dms(umi)[-1], "お知らせを見る")
    assert f"席が空き、参加できるようになりました：{PLANTED}" in world.read(shown)
    assert "会館" in world.read(shown)
    assert labels(shown) == ["くわしく・参加リンク", "行けません・取り消す"]
    assert len(spoken(world.env).holding(PLANTED)["private"]) == before + 1
    assert spoken(world.env).holding(PLANTED)["direct"] == []
    assert shown.response is not None
    details = await umi.user.click(shown.response, custom_id=f"event:{event.id}:details")
    assert PLANTED in world.read(details)


async def test_after_a_restart_and_a_change_it_tells_what_is_true_then(world: World) -> None:
    event = await answered(world, is_sensitive=True)
    await world.tick()
    umi = world.person("うみ")
    cover = world.dms(umi)[-1]
    await world.restart()
    assert PLANTED in world.read(await world.press(umi, cover, "お知らせを見る"))
    await world.press(umi, world.card(), f"rsvp:{event.id}:declined")
    said = world.read(await world.press(umi, cover, "お知らせを見る"))
    assert "このお知らせの内容は変わったか" in said
    assert PLANTED not in said


async def test_nobody_else_opens_it_nor_an_unknown_one(world: World) -> None:
    await answered(world, is_sensitive=True)
    await world.tick()
    other, umi = world.person("よそ"), world.person("うみ")
    (button,) = parts_of(world.dms(umi)[-1])
    for custom_id in (button["custom_id"], "notice:987654:show"):
        await world.bot.get_partial_messageable(world.community.lounge.id).send(
            "写し", view=_view_with(custom_id)
        )
        await world.env.settle()
        copied = world.community.lounge.history(viewer=other)[-1]
        said = world.read(await world.press(other, copied, custom_id))
        assert "あなた宛てのお知らせは見つかりませんでした" in said
        assert PLANTED not in said
    own_press = await world.press(umi, world.dms(umi)[-1], "お知らせを見る")
    assert PLANTED in world.read(own_press), "the scanner finds it where it is allowed"


def _view_with(custom_id: str) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="写し", custom_id=custom_id))
    view.stop()
    return view


async def test_nobody_is_named_in_the_thread_of_a_sensitive_meeting(world: World) -> None:
    """A mention would ring with the title: who takes no direct message reads it at the next press."""
    for sensitive, named in ((True, False), (False, True)):
        event = await announce_and_promote(world, is_sensitive=sensitive)
        umi = world.person("うみ")
        public = [
            json.dumps(call.json, ensure_ascii=False, default=str)
            for call in world.env.http_requests
            if call.method == "POST" and call.path.endswith("/messages")
        ]
        assert any(f"<@{umi.id}>" in body for body in public) is named
        said = world.read(await world.press(umi, world.card(), f"event:{event.id}:details"))
        assert (f"席が空き、参加できるようになりました：{PLANTED}" in said) is not named


async def announce_and_promote(world: World, **boxes: Any) -> Event:
    await world.set_up()
    event = await announce(world, title=PLANTED, venue="会館 定員1", names_shown="participants", **boxes)
    haru, umi = world.people("はる", "うみ")
    for person in (haru, umi):
        await world.press(person, world.card(), f"rsvp:{event.id}:venue")
    await world.hub.members.set_wants_dm(event.community_id, umi.id, "うみ", wants_dm=False)
    await world.hub.rsvps.set_mention(event.community_id, umi.id, event.id, mention_me=True)
    asked = await world.press(haru, world.card(), f"rsvp:{event.id}:declined")
    await world.press(haru, asked, f"rsvp:{event.id}:declined:sure")
    await move_until(world, world.hands() + timedelta(minutes=1))
    return event


async def test_who_hides_subjects_gets_covers_for_everything(world: World) -> None:
    umi = world.person("うみ")
    await world.set_up()
    settings = await world.press(umi, await world.slash(umi, "home"), "わたしの設定")
    assert "お知らせの用件：通知に出す" in world.read(settings)
    settings = await world.press(umi, settings, "お知らせの用件を出さない")
    assert "お知らせの用件：通知に出さない" in world.read(settings)
    assert "DMには「お知らせがあります」とだけ届きます" in world.read(settings)
    event = await answered(world, is_sensitive=False)
    await world.hub.rsvps.set_mention(event.community_id, umi.id, event.id, mention_me=True)
    await move_until(world, event.starts_at - timedelta(hours=20))
    assert world.dms(umi)
    assert not any(PLANTED in body for body in sent_to(world, umi))
    thread = world.announcements.threads[-1]
    posts = [m for m in thread.history(viewer=world.staff) if "明日です" in m.content]
    assert posts, "there is a reminder in the thread"
    assert not any(f"<@{umi.id}>" in post.content for post in posts)
    await world.press(umi, settings, "お知らせの用件を出す")
    await live(world, event)
    assert any(REASON in body for body in sent_to(world, umi)), "the scanner finds it when it may be there"


async def test_staff_choose_it_while_writing_and_read_it_in_the_preview(world: World) -> None:
    await world.set_up()
    office = world.staff
    preview = await write(world, office, title=PLANTED)
    assert "配慮の必要な集まり" not in world.read(preview)
    form = await world.press(office, preview, "draft:1:welcome")
    preview = await world.fill(office, form, names_shown="office", is_sensitive=True)
    assert "配慮の必要な集まり：DMの通知には用件が出ません" in world.read(preview)
    await world.press(office, preview, "draft:1:announce")
    event = await world.hub.events.show(world.community.guild.id, 1)
    assert event.is_sensitive
    again = await world.hub.drafts.last_form(event.community_id)
    assert again is not None
    assert again.is_sensitive


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_cover_says_who_and_nothing_else(lang: str) -> None:
    shown = render(cover(7), lang=lang, timezone="Asia/Tokyo", community_name="みなと市民ハブ")
    assert shown.content.startswith("〈みなと市民ハブ〉")
    assert len(shown.content) < 50
    assert (shown.embed, shown.files) == (None, ())
