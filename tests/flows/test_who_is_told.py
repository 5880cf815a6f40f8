"""By which way people are told: named in the thread if they wish, by DM unless they do not, at a press else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from simcord import MemberActor

from bot.events.rules import Choice, Event
from tests.cogs.events.scenes import announce
from tests.kit.passing import move_until
from tests.kit.world import World, text_of_message

pytestmark = pytest.mark.long  # whole stories; each step has a test of its own that runs every time


async def press(world: World, event: Event, name: str, *ways: str) -> None:
    person = world.person(name)
    for way in ways:
        await world.press(person, world.card(), way.format(event.id))


def posts(world: World, words: str) -> list[dict[str, Any]]:
    """What the bot posted into the thread with these words, as it left for Discord."""
    thread = world.announcements.threads[-1]
    return [
        call.json
        for call in world.env.http_requests
        if call.method == "POST" and call.path.endswith(f"/channels/{thread.id}/messages")
        if isinstance(call.json, dict) and words in call.json["content"]
    ]


def mentions(people: list[MemberActor]) -> str:
    return " ".join(f"<@{person.id}>" for person in people)


@pytest.mark.long
async def test_the_reminder_in_the_thread_names_exactly_who_asked_and_comes(world: World) -> None:
    await world.set_up()
    event = await announce(world, names_shown="participants")
    await press(world, event, "よぶ会場", "rsvp:{}:venue")
    await press(world, event, "よぶオンライン", "rsvp:{}:online")
    await press(world, event, "よばない", "rsvp:{}:venue")
    await press(world, event, "よぶけれど待つ", "rsvp:{}:venue")
    await press(world, event, "よぶけれど未定", "rsvp:{}:maybe")
    await press(world, event, "よぶけれど不参加", "rsvp:{}:online")
    await press(world, event, "やはりよばない", "rsvp:{}:online")
    asked = (
        "よぶ会場",
        "よぶオンライン",
        "よぶけれど待つ",
        "よぶけれど未定",
        "よぶけれど不参加",
        "やはりよばない",
    )
    guild_id = world.community.guild.id
    for name in asked:
        await world.hub.rsvps.set_mention(guild_id, world.person(name).id, event.id, True)
    await press(world, event, "よぶけれど不参加", "rsvp:{}:declined")
    await world.hub.rsvps.set_mention(guild_id, world.person("やはりよばない").id, event.id, False)

    await move_until(world, event.starts_at)

    hall, online = world.people("よぶ会場", "よぶオンライン")
    for words, named in (
        ("明日です", [hall, online]),
        ("本日です", [hall]),
        ("まもなく始まります", [online]),
    ):
        [post] = posts(world, words)
        assert post["content"].splitlines()[-1] == mentions(named), words
        assert post["allowed_mentions"]["users"] == [str(person.id) for person in named], words
        assert not post["allowed_mentions"].get("parse"), words
        assert not post["allowed_mentions"].get("roles"), words


@pytest.mark.long
async def test_no_post_names_more_than_forty(world: World) -> None:
    await world.set_up()
    event = await announce(world, names_shown="participants")
    people = range(10_001, 10_046)
    for person in people:
        await world.hub.rsvps.rsvp(event.community_id, person, "参加者", event.id, Choice.ONLINE)
        await world.hub.rsvps.set_mention(event.community_id, person, event.id, True)
    await move_until(world, event.starts_at - timedelta(hours=24))
    [post] = posts(world, "明日です")
    assert len(post["allowed_mentions"]["users"]) == post["content"].count("<@") == 40


async def test_where_names_are_hidden_nobody_is_named_whatever_was_asked(world: World) -> None:
    await world.set_up()
    event = await announce(world, names_shown="office")
    await press(world, event, "はる", "rsvp:{}:venue", "event:{}:details")
    await world.hub.rsvps.set_mention(event.community_id, world.person("はる").id, event.id, True)
    await move_until(world, event.starts_at)
    [post] = posts(world, "明日です")
    assert "<@" not in post["content"]
    assert not any(post["allowed_mentions"].get(key) for key in ("users", "roles", "parse"))


async def promote_without_dm(world: World, *, names_shown: str, mention: bool) -> Event:
    """うみ waits, wants no DM, and gets the seat of はる."""
    event = await announce(world, names_shown=names_shown, venue="会館 定員1")
    await press(world, event, "はる", "rsvp:{}:venue")
    umi = world.person("うみ")
    waits = await world.press(umi, world.card(), f"rsvp:{event.id}:venue")
    await world.press(umi, waits, f"member:{event.id}:nodm")
    if mention:
        await world.press(umi, waits, f"event:{event.id}:mention")
    asked = await world.press(world.person("はる"), world.card(), f"rsvp:{event.id}:declined")
    await world.press(world.person("はる"), asked, f"rsvp:{event.id}:declined:sure")
    await move_until(world, world.hands() + timedelta(minutes=1))
    return event


@pytest.mark.long
async def test_no_dm_stops_reminders_but_not_the_notice_of_a_seat(world: World) -> None:
    await world.set_up()
    event = await promote_without_dm(world, names_shown="office", mention=False)
    listed = world.read(await world.slash(world.staff, "outbox"))
    assert "ご本人に届いていないもの" in listed
    assert "うみ" in listed
    assert "このボットのDMを希望していません" in listed

    umi = world.person("うみ")
    details = await world.press(umi, world.card(), f"event:{event.id}:details")
    assert world.read(details).startswith("会場の席をご用意しました")  # what was pressed comes first
    assert "席が空き、参加できるようになりました" in world.read(details)
    assert "席が空き" not in world.read(await world.slash(umi, "my"))
    assert "届いていない方はいません" in await tray(world, "not_reached")

    await move_until(world, event.starts_at)
    assert world.read_dms(umi) == []
    assert "明日です" not in world.read(await world.slash(umi, "my")), "a stopped reminder is not owed"


async def tray(world: World, name: str) -> str:
    shown = await world.slash(world.staff, "outbox")
    assert shown.response is not None
    menu = shown.response.components[0]
    custom_id = (menu if isinstance(menu, dict) else menu.to_dict())["components"][0]["custom_id"]
    return world.read(await world.choose(world.staff, shown, custom_id, name))


async def test_who_asked_is_named_in_the_thread_instead_of_a_dm(world: World) -> None:
    await world.set_up()
    await promote_without_dm(world, names_shown="participants", mention=True)
    umi = world.person("うみ")
    [post] = posts(world, "席が空き")
    assert post["content"].endswith(mentions([umi]))
    assert post["allowed_mentions"]["users"] == [str(umi.id)]
    assert world.read_dms(umi) == []
    assert "席が空き" not in world.read(await world.slash(umi, "my"))


async def test_a_promotion_nobody_read_is_told_to_staff_after_ten_minutes_without_a_name(
    world: World,
) -> None:
    await world.set_up()
    await promote_without_dm(world, names_shown="participants", mention=False)
    assert not any("まだ届いていません" in text for text in world.read_channel(world.office))
    await move_until(world, world.hands() + timedelta(minutes=11))
    [line] = [text for text in world.read_channel(world.office) if "まだ届いていません" in text]
    assert "うみ" not in line


async def test_without_a_thread_reminders_stand_in_the_channel_and_no_welcome_to_a_thread(
    world: World,
) -> None:
    await world.set_up()
    path = f"/channels/{world.announcements.id}/messages/*/threads"
    world.env.inject_error("POST", path, status=403, code=50013, message="Missing Permissions", times=None)
    event = await announce(world)
    await move_until(world, event.starts_at)
    assert world.announcements.threads == []
    said = world.read_channel(world.announcements)
    assert [text.splitlines()[0] for text in said[1:]] == [
        "1週間後です：12月の情報交換会",
        "明日です：12月の情報交換会",
        "本日です：12月の情報交換会",
        "まもなく始まります：12月の情報交換会",
    ]
    assert not any("スレッド" in text for text in said)


async def test_the_week_ahead_asks_only_where_people_wait_for_that_seat(world: World) -> None:
    await world.set_up()
    event = await announce(world, venue="会館 定員1")
    await press(world, event, "はる", "rsvp:{}:venue")
    await press(world, event, "なつ", "rsvp:{}:online")
    await press(world, event, "あき", "rsvp:{}:venue")
    await move_until(world, event.starts_at - timedelta(days=6))
    question = "席を待っている方がいます。ご都合が変わった方はお知らせください。"
    [hall] = world.read_dms(world.person("はる"))
    [online] = world.read_dms(world.person("なつ"))
    assert question in hall
    assert question not in online
    assert "1週間後です" in online
    assert world.read_dms(world.person("あき")) == [], "who only waits is not reminded"


async def test_every_direct_message_names_its_community_in_a_plain_line(world: World) -> None:
    await world.set_up()
    event = await announce(world)
    await press(world, event, "はる", "rsvp:{}:online")
    await press(world, event, "なつ", "rsvp:{}:maybe")
    await move_until(world, event.starts_at)
    told = [*world.dms(world.person("はる")), *world.dms(world.person("なつ"))]
    assert len(told) == 4  # a week, a day and 15 minutes ahead; one question two days ahead
    for message in told:
        assert message.content.startswith("〈みなと市民ハブ〉")
        assert event.title in message.content.splitlines()[0]
        assert text_of_message(message).startswith(message.content)
