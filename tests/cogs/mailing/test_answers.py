"""The office reads what came by mail: accepts it, or sets it aside, and never twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr
from simcord import InteractionResult

from bot.clock import Hands
from bot.events.rules import Event, Mode
from bot.settings import Settings
from tests.bot.mailing.post import Post
from tests.cogs.events.scenes import STAFF_ONLY, announce
from tests.cogs.questions.scenes import plant
from tests.kit.burst import burst
from tests.kit.meetings import Meetings
from tests.kit.returned import HUB
from tests.kit.world import World, labels, open_world

LIST = "mailanswer:0:list"


@pytest.fixture
async def world(settings: Settings, hands: Hands) -> AsyncIterator[World]:
    """With a mail server that nobody asks here, in Japanese."""
    with_mail = settings.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:9"), "mail_from": HUB})
    async with open_world(with_mail, hands) as made:
        yield made


def post_of(world: World) -> Post:
    return Post(Meetings(world.hub, world.hands, world.community.guild.id))


async def answered(world: World, name: str, **boxes: Any) -> tuple[Post, Event, int]:
    """はる, who has no Discord, answered a mail about the meeting."""
    await world.set_up()
    event = await announce(world, **boxes)
    post = post_of(world)
    haru = await post.guest()
    await post.comes_back(name, await post.mailed(haru, event.subject))
    return post, event, haru


async def listing(world: World) -> InteractionResult:
    """From the line of the desk."""
    desk = await world.slash(world.staff, "desk")
    assert "メールの返信 1件" in world.read(desk)
    return await world.press(world.staff, desk, LIST)


async def people(world: World, event: Event) -> list[tuple[int, Mode]]:
    roster = await world.hub.rosters.people(event.community_id, event.id)
    return [(person.member_id, place.mode) for person in roster.people for place in person.places]


async def test_an_answer_is_accepted_from_the_desk_and_the_person_is_told_by_mail(world: World) -> None:
    post, event, haru = await answered(world, "answer_venue_phone")
    shown = await listing(world)
    text = world.read(shown)
    for words in ("はる", "会場で参加", "12月の情報交換会", "メールを受け取っている方 1人"):
        assert words in text
    assert "1. そのまま受け付ける" in labels(shown)
    done = world.read(await world.press(world.staff, shown, "1. そのまま受け付ける"))
    assert "ご本人にもお知らせします" in done
    assert "メールの返信はありません" in done
    assert await people(world, event) == [(haru, Mode.VENUE)]
    [told] = await post.planned("event.by_staff")
    assert told.member_id == haru
    assert "メールの返信" not in world.read(await world.slash(world.staff, "desk"))


async def test_when_all_seats_are_taken_the_person_joins_the_line(world: World) -> None:
    _post, event, haru = await answered(world, "answer_venue_phone", venue="会館 定員1", online="")
    await world.press(world.person("うみ"), world.card(), f"rsvp:{event.id}:venue")
    done = world.read(await world.press(world.staff, await listing(world), "1. そのまま受け付ける"))
    assert "キャンセル待ち" in done
    assert (haru, Mode.VENUE) in await people(world, event)


async def test_an_unclear_answer_is_shown_escaped_and_staff_say_what_it_means(world: World) -> None:
    post, event, haru = await answered(world, "answer_unclear")
    shown = await listing(world)
    assert "会場はどこですか？" in world.read(shown)
    assert [label for label in labels(shown) if label.startswith("1.")] == [
        "1. 会場で参加", "1. オンラインで参加", "1. 欠席", "1. 対応しない",
    ]  # fmt: skip
    await world.press(world.staff, shown, "1. オンラインで参加")
    assert await people(world, event) == [(haru, Mode.ONLINE)]
    assert await post.open_answers() == []


async def test_what_somebody_wrote_is_neither_markup_nor_mention(world: World) -> None:
    post, event, haru = await answered(world, "answer_yes")
    from bot.mailing import answers

    async with world.hub.db.transaction() as tx:
        await answers.keep(
            tx, community_id=event.community_id, member_id=haru, subject=event.subject, choice=None,
            excerpt="@everyone [見る](https://evil.example) **会場**", is_proven=True, now=world.hands(),
        )  # fmt: skip
    assert len(await post.open_answers()) == 1, "the newer one took the place of the older one"
    text = world.read(await listing(world))
    assert "@everyone" not in text
    assert r"\[見る](" in text
    assert r"\*\*会場\*\*" in text


async def test_an_unproven_yes_is_confirmed_by_the_office(world: World) -> None:
    await world.set_up()
    post = post_of(world)
    haru = await post.guest(consent="asked")
    await post.comes_back("answer_yes", 987654)
    shown = await listing(world)
    assert "確かめてください" in world.read(shown)
    done = world.read(await world.press(world.staff, shown, "1. そのまま受け付ける"))
    assert "同意" in done
    assert await post.consent(haru) == "confirmed"


async def test_set_aside_changes_nothing(world: World) -> None:
    post, event, _haru = await answered(world, "answer_venue_phone")
    done = world.read(await world.press(world.staff, await listing(world), "1. 対応しない"))
    assert "どなたにもお知らせしていません" in done
    assert (await people(world, event), await post.planned("event.by_staff")) == ([], [])
    assert await post.open_answers() == []


async def test_of_two_who_press_at_once_the_first_counts_and_the_others_read_so(world: World) -> None:
    post, event, haru = await answered(world, "answer_venue_phone")
    staff = world.people("いつき", "さくら", "なお")
    for person in staff:
        world.community.joins_the_office(person)
    planted = await plant(world, "mailanswer:1:accept:as_it_is")
    said = [
        world.read(each) for each in await burst(world, planted, "mailanswer:1:accept:as_it_is", people=staff)
    ]
    assert sum("ほかの方がすでに対応" in text for text in said) == 2
    assert await people(world, event) == [(haru, Mode.VENUE)]
    assert len(await post.planned("event.by_staff")) == 1


async def test_only_staff_of_this_community_may(world: World) -> None:
    post, event, _haru = await answered(world, "answer_venue_phone")
    buttons = (LIST, "mailanswer:1:accept:as_it_is", "mailanswer:1:aside")
    for custom_id in buttons:
        planted = await plant(world, custom_id)
        assert STAFF_ONLY in world.read(await world.press(world.person("うみ"), planted, custom_id))
    assert (len(await post.open_answers()), await people(world, event)) == (1, [])
    unknown = await plant(world, "mailanswer:99:aside")
    assert "見つかりません" in world.read(await world.press(world.staff, unknown, "mailanswer:99:aside"))
