"""The list, one event with those who come, and answering by command."""

from __future__ import annotations

from typing import Any

import pytest

from bot.events.rules import Attendee, Choice, Mode, Place
from bot.i18n import text_of
from cogs.events.lists import attendee_lines
from cogs.shared import limits
from cogs.shared.paging import pages_of
from cogs.shared.press import NotSetUp
from tests.cogs.events.scenes import LINK, STAFF_ONLY, announce, answers, lose_staff_role
from tests.kit.world import World, labels, parts_of, text_of_message

NOT_SET_UP = text_of(NotSetUp()).to("ja")
UNKNOWN = "該当するイベントが見つかりません。一覧からお選びください。"


async def crowd(world: World, event_id: int, count: int) -> None:
    """Many people answer by the use case itself; who they are does not matter here."""
    for number in range(count):
        await world.hub.rsvps.rsvp(
            world.community.guild.id, 10_000 + number, f"参加者{number:03}", event_id, Choice.ONLINE
        )


async def test_the_list_leads_to_an_event_and_to_an_answer(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    assert "お知らせ中のイベントはありません" in world.read(await world.slash(haru, "event list"))

    await announce(world)
    await announce(world, title="1月の情報交換会", when="1/21 19:00")
    listing = await world.slash(haru, "event list")
    said = world.read(listing)
    assert said.index("12月の情報交換会") < said.index("1月の情報交換会")
    assert LINK not in said

    shown = await world.choose(haru, listing, None, "2")
    assert "2027年1月21日（木）19:00〜20:30" in world.read(shown)
    answer = await world.press(haru, shown, "rsvp:2:venue")
    assert world.read(answer).startswith("会場の席をご用意しました：「1月の情報交換会」")


async def test_members_see_names_only_as_the_event_says(world: World) -> None:
    await world.set_up()
    await announce(world)
    await announce(world, names_shown="participants")
    await announce(world, names_shown="nobody")
    for event_id in ("1", "2", "3"):
        await world.slash(world.person("はる"), "rsvp", event=event_id, choice="venue")

    async def read(person: Any, event_id: str) -> str:
        return world.read(await world.slash(person, "event show", event=event_id))

    haru, natsu = world.people("はる", "なつ")
    assert "はる" not in await read(haru, "1")
    assert (await world.slash(haru, "event show", event="1")).followups == []
    assert "1. はる" in await read(haru, "2")
    assert "はる" not in await read(natsu, "2")
    assert "1. はる" in await read(world.staff, "1")
    assert "1. はる" in await read(world.staff, "2")
    nobody = await read(world.staff, "3")
    assert "はる" not in nobody
    assert "人数のみ" in nobody


async def test_names_are_paged(world: World) -> None:
    await world.set_up()
    event = await announce(world, online=LINK)
    await crowd(world, event.id, 45)
    shown = await world.slash(world.staff, "event show", event="1")
    [listing] = shown.followups
    pages = [text_of_message(listing)]
    assert "オンライン（45人）" in pages[0]
    for _page in range(2):
        onward = parts_of(listing)[-1]
        assert not onward.get("disabled")
        turned = await world.press(world.staff, listing, onward["custom_id"])
        assert turned.response is not None
        listing = turned.response
        pages.append(text_of_message(listing))
    assert parts_of(listing)[-1]["disabled"]
    seen = "\n".join(pages)
    assert all(seen.count(f"{number + 1}. 参加者{number:03}") == 1 for number in range(45))


async def test_pages_of_names_are_turned_only_by_who_may_read_them(world: World) -> None:
    await world.set_up()
    event = await announce(world)
    await crowd(world, event.id, 45)
    [listing] = (await world.slash(world.staff, "event show", event="1")).followups
    onward = parts_of(listing)[-1]["custom_id"]
    lose_staff_role(world, world.staff)
    refused = await world.press(world.staff, listing, onward)
    said = world.read(refused)
    assert STAFF_ONLY in said
    assert "参加者030" not in said


async def test_a_rehearsal_says_so_in_every_list(world: World) -> None:
    await world.set_up()
    draft = await world.hub.drafts.rehearse(world.community.guild.id, world.staff.id, "事務局")
    await world.hub.events.announce(world.community.guild.id, draft.id)
    listing = await world.slash(world.staff, "event list")
    assert "【練習用】" in world.read(listing)
    [offered] = await world.staff.autocomplete(world.community.lounge, "event show", "event", "")
    assert "【練習用】" in offered["name"]
    haru = world.person("はる")
    assert "練習" not in world.read(await world.slash(haru, "event list"))
    assert await haru.autocomplete(world.community.lounge, "event show", "event", "") == []


def test_two_hundred_long_names_fit_on_pages() -> None:
    names = [f"{'名' * 90}{number:03}" for number in range(200)]
    people = [Attendee(name, Mode.ONLINE, Place.CONFIRMED) for name in names]
    lines = attendee_lines("ja", people)
    pages = pages_of(lines)
    assert lines[0] == "**オンライン（200人）**"
    assert all(len(page) <= limits.EMBED_DESCRIPTION for page in pages)
    assert all(name in "\n".join(pages) for name in names)


async def test_titles_are_suggested_and_may_be_typed(world: World) -> None:
    await world.set_up()
    await announce(world)
    await announce(world, title="まちあるきの会", when="1/21 14:00")
    haru = world.person("はる")
    lounge = world.community.lounge

    offered = await haru.autocomplete(lounge, "rsvp", "event", "まちあるき", choice="venue")
    assert [choice["value"] for choice in offered] == ["2"]
    assert offered[0]["name"] == "2027年1月21日（木）14:00 まちあるきの会"
    everything = await haru.autocomplete(lounge, "event show", "event", "")
    assert [choice["value"] for choice in everything] == ["1", "2"]

    typed = await world.slash(haru, "rsvp", event="まちあるき", choice="venue")
    assert "会場の席をご用意しました：「まちあるきの会」" in world.read(typed)
    for nothing in ("会", "ないもの", "99", "9" * 40, "²"):
        assert world.read(await world.slash(haru, "rsvp", event=nothing, choice="venue")).startswith(UNKNOWN)


@pytest.mark.parametrize("command", ["rsvp", "event show"])
async def test_an_event_of_another_server_is_answered_like_an_unknown_one(world: World, command: str) -> None:
    await world.set_up()
    other = world.add_community("となり町ハブ")
    await world.set_up(other)
    foreign = await announce(world, other)
    options = {"choice": "venue"} if command == "rsvp" else {}
    haru = world.person("はる")

    for event_id in (str(foreign.id), "99"):
        assert world.read(await world.slash(haru, command, event=event_id, **options)) == UNKNOWN
    neighbour = other.person("となりの人")
    assert "12月の情報交換会" in world.read(
        await world.slash(neighbour, command, event=str(foreign.id), **options)
    )
    assert await haru.autocomplete(world.community.lounge, command, "event", "", **options) == []


async def test_before_setup_everything_says_what_is_missing(world: World) -> None:
    for command, options in (
        ("event list", {}),
        ("event show", {"event": "1"}),
        ("rsvp", {"event": "1", "choice": "venue"}),
    ):
        assert world.read(await world.slash(world.person("はる"), command, **options)) == NOT_SET_UP
    created = await world.slash(world.manager, "event create")
    assert created.modal is None
    assert world.read(created) == NOT_SET_UP


async def test_home_leads_to_the_list_and_to_a_new_event(world: World) -> None:
    await world.set_up()
    await announce(world)
    member = await world.slash(world.person("はる"), "home")
    assert "イベントを作る" not in labels(member)
    listing = await world.press(world.person("はる"), member, "events:0:list")
    assert "12月の情報交換会" in world.read(listing)

    office = await world.slash(world.staff, "home")
    begin = await world.press(world.staff, office, "events:0:new")
    assert labels(begin) == ["新しく書く", "前回の内容から始める"]


async def test_the_newcomers_of_a_burst_wait_in_order(world: World) -> None:
    await world.set_up()
    await announce(world)
    results = await answers(world, "venue", *[f"参加者{number}" for number in range(5)])
    numbers = ["キャンセル待ち" in world.read(result) for result in results]
    assert numbers == [False, False, True, True, True]


async def test_commands_have_the_names_of_the_words_table(world: World) -> None:
    [sync] = [call for call in world.env.http_requests if call.path.endswith("/commands") and call.json]
    assert isinstance(sync.json, list)
    commands = {command["name"]: command for command in sync.json}
    event = commands["event"]
    assert event["name_localizations"]["ja"] == "イベント"
    assert {part["name"]: part["name_localizations"]["ja"] for part in event["options"]} == {
        "create": "作る",
        "list": "一覧",
        "show": "見る",
        "edit": "直す",
        "people": "参加者",
        "record": "記録",
        "export": "名簿",
        "history": "履歴",
        "cancel": "中止",
        "text": "告知文",
    }
    rsvp = commands["rsvp"]
    assert rsvp["name_localizations"]["ja"] == "申し込む"
    assert [option["name_localizations"]["ja"] for option in rsvp["options"]] == ["イベント名", "参加方法"]
    assert [choice["name_localizations"]["ja"] for choice in rsvp["options"][1]["choices"]] == [
        "会場で参加する",
        "オンラインで参加する",
        "まだ分からない",
        "行けません・取り消す",
    ]
    described = [event, *event["options"], rsvp, *rsvp["options"]]
    assert all(part["description_localizations"]["ja"] != part["description"] for part in described)
