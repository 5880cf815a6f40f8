"""People press on the card and read what came of it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from icalendar import Calendar

from bot.events.rules import Choice
from bot.members.rules import Sector
from tests.cogs.events.scenes import LINK, announce, answers, filenames
from tests.kit.world import World, labels, parts_of, text_of_message


@pytest.fixture
async def card(world: World) -> World:
    """Two seats at the venue, 80 online, posted."""
    await world.set_up()
    await announce(world)
    return world


async def test_a_seat_is_confirmed_and_the_rest_wait_in_order(card: World) -> None:
    results = await answers(card, "venue", "はる", "なつ", "あき", "ふゆ")
    said = [card.read(result) for result in results]

    assert said[0].splitlines()[:4] == [
        "会場の席をご用意しました：「12月の情報交換会」",
        "日時：2026年12月17日（木）19:00〜20:30",
        "会場：みなと市民センター 3階",
        "開場：18:30",
    ]
    assert "前日と当日に、このボットからDMでお知らせします。" in said[0]
    assert said[1].startswith("会場の席をご用意しました")
    assert said[2].startswith("会場は満席のため、キャンセル待ち 1番目です")
    assert "席が空きましたら、このボットからDMでお知らせします。" in said[2]
    assert said[3].startswith("会場は満席のため、キャンセル待ち 2番目です")

    await card.move(timedelta(seconds=10))
    await card.tick()
    shown = text_of_message(card.card())
    assert "定員 2人・申し込み 2人・キャンセル待ち 2人" in shown
    assert not any(name in shown for name in ("はる", "なつ", "あき", "ふゆ"))


async def test_the_link_is_only_in_the_private_answer_of_those_confirmed_online(card: World) -> None:
    [online] = await answers(card, "online", "はる")
    assert card.read(online).splitlines()[:3] == [
        "オンラインで参加できます：「12月の情報交換会」",
        "日時：2026年12月17日（木）19:00〜20:30",
        f"参加リンク：{LINK}",
    ]
    assert online.response is not None
    assert online.response.ephemeral

    [venue] = await answers(card, "venue", "なつ")
    assert LINK not in card.read(venue)
    details = await card.press(card.person("なつ"), card.card(), "event:1:details")
    assert LINK not in card.read(details)

    await card.move(timedelta(seconds=10))
    await card.tick()
    assert LINK not in "\n".join(card.read_channel(card.announcements))
    leaks = [call for call in card.env.http_requests if LINK in json.dumps(str(call))]
    assert len(leaks) == 1, "the link left once, in the answer to the person online"


async def test_the_calendar_file_is_the_persons_own(card: World) -> None:
    [online] = await answers(card, "online", "はる")
    assert filenames(online) == ["event.ics"]
    assert online.response is not None
    [file] = online.response.attachments
    calendar = Calendar.from_ical(await file.read())
    [entry] = calendar.walk("VEVENT")
    assert entry["SUMMARY"] == "12月の情報交換会"
    assert entry["URL"] == LINK
    assert entry.decoded("DTSTART").isoformat() == "2026-12-17T19:00:00+09:00"

    [maybe] = await answers(card, "maybe", "なつ")
    assert filenames(maybe) == []
    waits = (await answers(card, "venue", "あき", "ふゆ", "そら"))[-1]
    assert waits.response is not None
    [entry] = Calendar.from_ical(await waits.response.attachments[0].read()).walk("VEVENT")
    assert entry["STATUS"] == "TENTATIVE"
    assert "キャンセル待ち" in str(entry["DESCRIPTION"])
    assert LINK not in str(entry)


async def test_the_same_press_twice_changes_nothing(card: World) -> None:
    await answers(card, "venue", "はる")
    [again] = await answers(card, "venue", "はる")
    said = card.read(again)
    assert said.startswith("すでにこのお返事をいただいています")
    assert "会場の席をご用意しました" in said
    event = await card.hub.events.show(card.community.guild.id, 1)
    assert sum(seats.taken for seats in event.seats.values()) == 1


async def test_waiting_in_the_other_mode_keeps_the_seat(world: World) -> None:
    await world.set_up()
    await announce(world, online=f"{LINK} 定員1")
    await answers(world, "online", "なつ")
    await answers(world, "venue", "はる")
    [waits] = await answers(world, "online", "はる")

    assert world.read(waits).splitlines()[:2] == [
        "オンラインは満席のため、キャンセル待ち 1番目です：「12月の情報交換会」",
        "オンラインをお待ちの間も、会場の席はそのままです。",
    ]
    [back] = await answers(world, "venue", "はる")
    assert "キャンセル待ち" not in world.read(back)
    assert world.read(back).startswith("会場の席をご用意しました")


async def test_a_seat_others_wait_for_is_asked_about_once(card: World) -> None:
    await answers(card, "venue", "はる", "なつ", "あき")
    haru = card.person("はる")
    [question] = await answers(card, "declined", "はる")
    assert "待っている方が1人います" in card.read(question)
    assert labels(question) == ["席を譲る", "このまま参加する"]

    kept = await card.press(haru, question, "event:1:keep")
    assert card.read(kept).splitlines() == [
        "変更はありません。",
        "会場の席をご用意しました：「12月の情報交換会」",
    ]
    [question] = await answers(card, "declined", "はる")
    given = await card.press(haru, question, "rsvp:1:declined:sure")
    said = card.read(given)
    assert said.splitlines() == [
        "「12月の情報交換会」は、ご都合がつかないとうかがいました。お知らせくださり、ありがとうございます。",
        "会場の席は、ほかの方におまわしします。",
    ]
    assert labels(given) == ["やっぱり参加する"]
    await card.tick()
    assert "席が空き、参加できるようになりました" in card.read_dms(card.person("あき"))[-1]

    last = await card.press(haru, given, "rsvp:1:venue")
    assert "キャンセル待ち 1番目" in card.read(last)


@pytest.mark.parametrize("choice", ["maybe", "declined"])
async def test_a_free_seat_can_be_taken_back(card: World, choice: str) -> None:
    await answers(card, "venue", "はる")
    [gone] = await answers(card, choice, "はる")
    assert "やっぱり参加する" in labels(gone)
    back = await card.press(card.person("はる"), gone, "rsvp:1:venue")
    assert card.read(back).startswith("会場の席をご用意しました")


async def test_the_sector_is_asked_once_and_kept(card: World) -> None:
    haru = card.person("はる")
    [first] = await answers(card, "venue", "はる")
    assert "sector:1" in ids(first)
    thanks = await card.choose(haru, first, "sector:1", "nonprofit")
    assert "NPO・市民活動団体" in card.read(thanks)
    _community, member = await card.hub.members.who(card.community.guild.id, haru.id)
    assert member is not None
    assert member.sector is Sector.NONPROFIT

    await answers(card, "venue", "なつ")
    [ignored] = await answers(card, "online", "なつ")
    assert "sector:1" not in ids(ignored)


def ids(result: object) -> list[str]:
    response = getattr(result, "response", None)
    assert response is not None
    return [part["custom_id"] for part in parts_of(response) if "custom_id" in part]


async def test_no_dm_stops_reminders_and_can_be_undone(card: World) -> None:
    haru = card.person("はる")
    [first] = await answers(card, "venue", "はる")
    stopped = await card.press(haru, first, "member:1:nodm")
    assert "止めました" in card.read(stopped)
    details = await card.press(haru, card.card(), "event:1:details")
    assert "DMでの開催前のお知らせは止めています" in card.read(details)
    again = await card.press(haru, details, "member:1:dm")
    assert "またDMでお送りします" in card.read(again)
    _community, member = await card.hub.members.who(card.community.guild.id, haru.id)
    assert member is not None
    assert member.wants_dm


async def test_being_mentioned_is_offered_only_where_names_are_visible(world: World) -> None:
    await world.set_up()
    await announce(world)
    [hidden] = await answers(world, "venue", "はる")
    assert "スレッドで呼んでほしい" not in labels(hidden)

    await announce(world, names_shown="participants")
    [visible] = await answers(world, "venue", "はる")
    assert "スレッドで呼んでほしい" in labels(visible)
    yes = await world.press(world.person("はる"), visible, "event:2:mention")
    assert "お名前を呼びかけます" in world.read(yes)
    no = await world.press(world.person("はる"), yes, "event:2:unmention")
    assert "お呼びしません" in world.read(no)


async def test_a_reminder_in_a_direct_message_can_be_answered(card: World) -> None:
    haru = card.person("はる")
    await answers(card, "online", "はる")
    await card.move_to(
        (await card.hub.events.show(card.community.guild.id, 1)).starts_at - timedelta(hours=24)
    )
    await card.tick()
    [reminder] = card.dms(haru)
    assert LINK not in text_of_message(reminder)

    shown = await card.press(haru, reminder, "event:1:details")
    assert LINK in card.read(shown)
    gone = await card.press(haru, reminder, "rsvp:1:declined")
    assert "ご都合がつかない" in card.read(gone)
    assert gone.response is not None
    sure = await haru.user.click(gone.response, custom_id="rsvp:1:online")
    assert "オンラインで参加できます" in card.read(sure)


async def test_every_button_works_after_a_restart(card: World) -> None:
    haru = card.person("はる")
    [first] = await answers(card, "venue", "はる")
    await card.restart()

    assert "止めました" in card.read(await card.press(haru, first, "member:1:nodm"))
    assert "ありがとうございます" in card.read(await card.choose(haru, first, "sector:1", "student"))
    details = await card.press(haru, card.card(), "event:1:details")
    assert "会場の席をご用意しました" in card.read(details)
    assert filenames(details) == ["event.ics"]


async def test_somebody_without_an_answer_gets_the_buttons(card: World) -> None:
    details = await card.press(card.person("はる"), card.card(), "event:1:details")
    assert "お返事はまだいただいていません" in card.read(details)
    assert labels(details) == [
        "会場で参加する",
        "オンラインで参加する",
        "まだ分からない",
        "行けません・取り消す",
    ]
    assert filenames(details) == []


async def test_answers_close_at_the_start(card: World) -> None:
    await answers(card, "venue", "はる")
    event = await card.hub.events.show(card.community.guild.id, 1)
    await card.move_to(event.starts_at)
    [late] = await answers(card, "venue", "なつ")
    assert "申し込みの受付は終わりました" in card.read(late)
    details = await card.press(card.person("はる"), card.card(), "event:1:details")
    assert "会場の席をご用意しました" in card.read(details)
    assert labels(details) == []
    stranger = await card.press(card.person("なつ"), card.card(), "event:1:details")
    assert card.read(stranger).startswith("「12月の情報交換会」へのお申し込みはいただいていません。")
    assert "下のボタン" not in card.read(stranger)
    lounge = card.community.lounge
    assert await card.person("なつ").autocomplete(lounge, "rsvp", "event", "", choice="venue") == []
    assert len(await card.staff.autocomplete(lounge, "event cancel", "event", "")) == 1


async def test_whoever_waits_in_one_mode_reads_where_they_stand_in_both(world: World) -> None:
    await world.set_up()
    await announce(world, online=f"{LINK} 定員1")
    await answers(world, "online", "なつ")
    await answers(world, "venue", "はる")
    await answers(world, "online", "はる")
    details = await world.press(world.person("はる"), world.card(), "event:1:details")
    assert world.read(details).splitlines()[:3] == [
        "会場の席をご用意しました：「12月の情報交換会」",
        "オンラインは満席のため、キャンセル待ち 1番目です：「12月の情報交換会」",
        "オンラインをお待ちの間も、会場の席はそのままです。",
    ]


async def test_whoever_leaves_the_line_is_told_so(card: World) -> None:
    await answers(card, "venue", "はる", "なつ", "あき")
    [unsure] = await answers(card, "maybe", "あき")
    assert "お席もキャンセル待ちの順番もお取りしていません" in card.read(unsure)
    assert labels(unsure) == ["DMは不要"]


async def test_an_english_client_reads_english(card: World) -> None:
    haru = card.person("はる")
    card.speaks(haru, "en-US")
    [answer] = await answers(card, "venue", "はる")
    assert card.read(answer).splitlines()[:2] == [
        "You have a seat at the venue: “12月の情報交換会”",
        "When: Thu 17 Dec 2026, 19:00–20:30",
    ]
    assert labels(answer) == ["No DM", "Notes for the office", "Add to Google Calendar"]


async def test_a_rehearsal_answers_only_staff(world: World) -> None:
    await world.set_up()
    draft = await world.hub.drafts.rehearse(world.community.guild.id, world.staff.id, "事務局")
    await world.hub.events.announce(world.community.guild.id, draft.id)
    await world.tick()
    assert not world.read_channel(world.announcements)
    assert "練習用（事務局だけに見えています）" in "\n".join(world.read_channel(world.office))

    staff = await world.slash(world.staff, "rsvp", event="1", choice=Choice.VENUE.value)
    assert "会場の席をご用意しました" in world.read(staff)
    member = await world.slash(world.person("はる"), "rsvp", event="1", choice=Choice.VENUE.value)
    assert "該当するイベントが見つかりません" in world.read(member)
