"""Staff write a meeting: the form, the preview, the card."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from simcord import InteractionResult, MemberActor

from bot.events.rules import NoSuchDraft
from tests.cogs.events.scenes import (
    FORM,
    LINK,
    STAFF_ONLY,
    TYPED,
    announce,
    answers,
    boxes_of,
    lose_staff_role,
    refill,
    write,
)
from tests.kit.world import World, labels, parts_of, text_of_message


@pytest.fixture
async def office(world: World) -> MemberActor:
    await world.set_up()
    return world.staff


async def test_the_form_becomes_a_preview_and_the_preview_a_card(world: World, office: MemberActor) -> None:
    preview = await write(world, office)

    said = world.read(preview)
    assert f"<#{world.announcements.id}> に投稿し、通知は鳴らしません" in said
    assert "2026年12月17日（木）19:00〜20:30" in said
    assert labels(preview) == [
        "この内容で知らせる", "直す", "参加しやすさの案内", "くわしい案内", "申し込みの条件", "チラシ",
        "日時を決めて知らせる", "やめる",
    ]  # fmt: skip
    assert not world.read_channel(world.announcements)

    done = await world.press(office, preview, "draft:1:announce")
    assert "お知らせしました" in world.read(done)
    assert labels(done) == []
    await world.tick()
    card = world.card()
    assert card.content.splitlines() == [
        "イベントのご案内：12月の情報交換会",
        "日時：2026年12月17日（木）19:00〜20:30",
    ]
    assert labels(card) == [
        "会場で参加する",
        "オンラインで参加する",
        "まだ分からない",
        "行けません・取り消す",
        "くわしく・参加リンク",
        "事務局に聞く",
    ]
    text = text_of_message(card)
    assert "開場：18:30" in text
    assert "<t:1797501600:R>" in text
    assert "定員 2人・申し込み 0人" in text
    assert LINK not in text


@pytest.mark.parametrize(
    ("box", "written", "told"),
    [
        ("when", "12/17(金) 19:00〜20:30", "金曜日ではなく木曜日です"),
        ("when", "あした", "時刻がありません"),
        ("online", "Zoom", "https:// で始まるリンク"),
        ("venue", "市民センター 定員0", "定員として読み取れません"),
    ],
)
async def test_a_rejected_form_keeps_its_text(
    world: World, office: MemberActor, box: str, written: str, told: str
) -> None:
    rejected = await write(world, office, **{box: written})

    said = world.read(rejected)
    assert told in said
    for name, typed in {**TYPED, box: written}.items():
        assert typed in said, f"{name} was lost"
    assert labels(rejected) == ["直す", "申し込みの条件", "やめる"]

    again = await world.press(office, rejected, "draft:1:change")
    assert boxes_of(again) == {**TYPED, box: written}
    fixed = await refill(world, office, again, **{box: TYPED[box]})
    assert "この内容で知らせる" in labels(fixed)


async def test_a_rejected_form_is_still_there_after_a_restart(world: World, office: MemberActor) -> None:
    rejected = await write(world, office, when="いつか")
    await world.restart()

    again = await world.press(office, rejected, "draft:1:change")
    assert again.modal is not None
    fixed = await refill(world, office, again, when=TYPED["when"])
    await world.press(office, fixed, "draft:1:announce")
    await world.tick()
    assert "12月の情報交換会" in world.card().content


async def test_the_venue_may_be_missing_but_not_both(world: World, office: MemberActor) -> None:
    neither = await write(world, office, venue="", online="")
    assert "少なくともどちらか" in world.read(neither)

    await world.press(office, neither, "draft:1:stop")
    online_only = await write(world, office, venue="")
    await world.press(office, online_only, "draft:2:announce")
    await world.tick()
    assert labels(world.card())[:2] == ["オンラインで参加する", "まだ分からない"]


async def test_how_to_feel_welcome_is_on_the_card_and_more_details_are_not(
    world: World, office: MemberActor
) -> None:
    preview = await write(world, office)
    welcome = await world.press(office, preview, "draft:1:welcome")
    preview = await world.fill(
        office, welcome, welcome=["listening", "camera_off"], names_shown="participants"
    )
    more = await world.press(office, preview, "draft:1:details")
    preview = await world.fill(
        office,
        more,
        room="北口から入って右の階段",
        contact="080-0000-0000",
        co_hosts="みなとNPOセンター",
        fee="無料",
    )
    said = world.read(preview)
    assert "聞くだけの参加も歓迎です" in said
    assert "カメラはオフで大丈夫です" in said
    assert "ニックネームで大丈夫です" not in said
    assert "お名前は参加者どうしで見えます" in said
    assert "みなとNPOセンター" in said
    assert "無料" in said

    await world.press(office, preview, "draft:1:announce")
    await world.tick()
    card = text_of_message(world.card())
    assert "聞くだけの参加も歓迎です" in card
    assert "みなとNPOセンター" in card
    assert "北口" not in card
    assert "080-0000-0000" not in card

    answer = await world.press(world.person("はる"), world.card(), "rsvp:1:venue")
    assert "北口から入って右の階段" in world.read(answer)
    assert "080-0000-0000" in world.read(answer)


async def test_who_is_rung_is_said_before_and_done_once(world: World, office: MemberActor) -> None:
    preview = await write(world, office)
    assert ring_option(preview, "role")["description"] == "ロールはまだ選ばれていません"
    no_role = await world.choose(office, preview, "draft:1:ring", "role")
    assert "/setup の「そのほかの設定」" in world.read(no_role)
    assert "通知は鳴らしません" in world.read(no_role)
    assert ring_option(no_role, "nobody")["default"]

    ring = world.community.guild.create_role("参加者")
    await world.hub.communities.change(world.community.guild.id, ring_role_id=ring.id)
    with_role = await world.choose(office, preview, "draft:1:ring", "role")
    assert f"<@&{ring.id}> に通知します" in world.read(with_role)
    assert ring_option(with_role, "role")["default"]
    assert not ring_option(with_role, "role").get("description")
    here = await world.choose(office, preview, "draft:1:ring", "here")
    assert "@here" in world.read(here)
    with_role = await world.choose(office, preview, "draft:1:ring", "role")

    await world.press(office, with_role, "draft:1:announce")
    await world.tick()
    assert world.card().content.endswith(f"<@&{ring.id}>")


def ring_option(preview: InteractionResult, value: str) -> dict[str, Any]:
    assert preview.response is not None
    [menu] = [part for part in parts_of(preview.response) if part.get("custom_id") == "draft:1:ring"]
    [option] = [option for option in menu["options"] if option["value"] == value]
    return option


def rung_by(world: World) -> list[tuple[str, Any]]:
    """Whom the bot allowed itself to ring in the announcement channel, request by request."""
    sent = [
        (call.method, call.json["allowed_mentions"])
        for call in world.env.http_requests
        if f"/channels/{world.announcements.id}/messages" in call.path and isinstance(call.json, dict)
        if "allowed_mentions" in call.json
    ]
    return [(method, {key: ids for key, ids in allowed.items() if ids}) for method, allowed in sent]


@pytest.mark.parametrize("ring", ["nobody", "role", "here"])
async def test_exactly_who_was_chosen_is_rung_and_no_edit_rings(
    world: World, office: MemberActor, ring: str
) -> None:
    role = world.community.guild.create_role("参加者")
    await world.hub.communities.change(world.community.guild.id, ring_role_id=role.id)
    await announce(world, ring=ring, title="@everyone @here <@&1>")
    card = world.card()
    tail = {"nobody": "", "role": f"<@&{role.id}>", "here": "@here"}[ring]
    allowed = {"nobody": {}, "role": {"roles": [str(role.id)]}, "here": {"parse": ["everyone"]}}[ring]
    assert rung_by(world) == [("POST", allowed)]
    assert card.content.splitlines()[2:] == ([tail] if tail else [])

    await answers(world, "venue", "はる")
    await world.move(timedelta(seconds=10))
    await world.tick()
    assert rung_by(world) == [("POST", allowed), ("PATCH", {})]
    assert "申し込み 1人" in text_of_message(world.card())
    assert not tail or tail not in world.card().content


async def test_a_role_that_is_gone_from_the_settings_rings_nobody(world: World, office: MemberActor) -> None:
    ring = world.community.guild.create_role("参加者")
    await world.hub.communities.change(world.community.guild.id, ring_role_id=ring.id)
    preview = await world.choose(office, await write(world, office), "draft:1:ring", "role")
    await world.hub.communities.change(world.community.guild.id, ring_role_id=None)
    await world.press(office, preview, "draft:1:announce")
    await world.tick()
    assert rung_by(world) == [("POST", {})]
    assert f"<@&{ring.id}>" not in world.card().content


async def test_a_closed_day_is_mentioned_and_hinders_nobody(world: World, office: MemberActor) -> None:
    closed = "2026年12月29日は事務局の休業日です"
    await world.hub.communities.change(world.community.guild.id, closed_days=(date(2026, 12, 29),))
    preview = await write(world, office, when="12/28 19:00〜23:30")
    assert closed not in world.read(preview)
    again = await world.press(office, preview, "draft:1:change")
    preview = await refill(world, office, again, when="12/29 0:30〜2:00")  # 28 December in UTC
    assert world.read(preview).startswith(closed)

    world.speaks(office, "en-US")
    shown = await world.choose(office, preview, "draft:1:ring", "nobody")
    assert world.read(shown).startswith("29 Dec 2026 is a closed day of the office.")
    await world.press(office, shown, "draft:1:announce")
    await world.tick()
    assert "12月の情報交換会" in world.card().content
    assert "休業日" not in text_of_message(world.card())


async def test_the_preview_shows_what_only_confirmed_people_will_read(
    world: World, office: MemberActor
) -> None:
    preview = await write(world, office, online=f"{LINK} パスコード: 4711 / 定員80")
    assert f"オンライン参加の方だけに表示：{LINK} パスコード: 4711" in world.read(preview)
    more = await world.press(office, preview, "draft:1:details")
    preview = await world.fill(office, more, room="北口から右", contact="内線12")
    assert "席のある方だけに表示：北口から右\n席のある方だけに表示：内線12" in world.read(preview)
    await world.press(office, preview, "draft:1:announce")
    await world.tick()
    assert not any("4711" in text for text in world.read_channel(world.announcements))

    answer = await world.press(world.person("はる"), world.card(), "rsvp:1:online")
    assert f"参加リンク：{LINK}\n入室のご案内：パスコード: 4711" in world.read(answer)
    assert answer.response is not None
    calendar = Calendar.from_ical(await answer.response.attachments[0].read())
    [entry] = calendar.walk("VEVENT")
    assert (entry["URL"], entry["STATUS"]) == (LINK, "CONFIRMED")
    assert "パスコード: 4711" in str(entry["DESCRIPTION"])


async def test_an_announcement_that_cannot_be_posted_is_found_in_the_outbox(
    world: World, office: MemberActor
) -> None:
    path = f"/channels/{world.announcements.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50013, message="Missing Permissions")
    done = await world.press(office, await write(world, office), "draft:1:announce")
    assert "しばらくしても出ないときは、/outbox で理由をご確認いただけます" in world.read(done)
    await world.tick()
    listed = world.read(await world.slash(office, "outbox"))
    assert "告知／「12月の情報交換会」" in listed
    assert "ボットにチャンネルへ投稿する権限がありません" in listed


async def test_stop_gives_back_what_was_typed(world: World, office: MemberActor) -> None:
    preview = await write(world, office)
    stopped = await world.press(office, preview, "draft:1:stop")
    said = world.read(stopped)
    assert "削除しました" in said
    assert all(typed in said for typed in TYPED.values())

    await world.tick()
    assert not world.read_channel(world.announcements)


async def test_the_last_event_is_a_start_without_its_date(world: World, office: MemberActor) -> None:
    await announce(world)
    choice = await world.slash(office, "event create")
    assert labels(choice) == ["新しく書く", "前回の内容から始める"]

    shown = await world.press(office, choice, "前回の内容から始める")
    assert boxes_of(shown) == {**TYPED, "when": None}
    preview = await refill(world, office, shown, when="1/21 19:00")
    assert "2027年1月21日（木）19:00〜20:30" in world.read(preview)

    again = await world.slash(office, "event create")
    assert labels(again) == ["新しく書く", "前回の内容から始める", "書きかけの「12月の情報交換会」を続ける"]
    found = await world.press(office, again, "書きかけの「12月の情報交換会」を続ける")
    assert "2027年1月21日" in world.read(found)


async def test_a_draft_is_announced_once(world: World, office: MemberActor) -> None:
    preview = await write(world, office)
    choice = await world.slash(office, "event create")
    second = await world.press(office, choice, "書きかけの「12月の情報交換会」を続ける")
    await world.press(office, preview, "draft:1:announce")
    late = await world.press(office, second, "draft:1:announce")
    assert "この下書きはもうありません" in world.read(late)
    await world.tick()
    cards = [text for text in world.read_channel(world.announcements) if "イベントのご案内" in text]
    assert len(cards) == 1


async def test_a_rehearsal_left_alone_is_nothing_to_go_on_with(world: World, office: MemberActor) -> None:
    await world.hub.drafts.rehearse(world.community.guild.id, office.id, "事務局")
    shown = await world.slash(office, "event create")
    assert boxes_of(shown)["title"] is None


async def test_three_backticks_and_long_texts_come_back_whole(world: World, office: MemberActor) -> None:
    long = "長" * 1990 + "```終"
    rejected = await write(world, office, when="?", description=long)
    said = world.read(rejected).replace("\u200b", "")
    assert long in said


async def test_a_member_cannot_write_an_event(world: World, office: MemberActor) -> None:
    refused = await world.slash(world.person("はる"), "event create")
    assert refused.modal is None
    assert world.read(refused) == STAFF_ONLY


@pytest.mark.parametrize("name", ["announce", "change", "welcome", "details", "stop", "ring"])
async def test_buttons_of_a_draft_outlive_the_role_and_refuse(
    world: World, office: MemberActor, name: str
) -> None:
    preview = await write(world, office)
    lose_staff_role(world, office)

    custom_id = f"draft:1:{name}"
    refused = await (
        world.choose(office, preview, custom_id, "here")
        if name == "ring"
        else world.press(office, preview, custom_id)
    )

    assert refused.modal is None
    assert world.read(refused).endswith(STAFF_ONLY)
    draft = await world.hub.drafts.get(world.community.guild.id, 1)
    assert draft.form.title == TYPED["title"]
    assert draft.form.ring == "nobody"


async def test_a_draft_of_another_server_is_answered_like_an_unknown_one(
    world: World, office: MemberActor
) -> None:
    other = world.add_community("となり町ハブ")
    await world.set_up(other)
    await world.hub.drafts.start(other.guild.id, other.staff.id, "事務局", FORM)
    await write(world, office)

    foreign = await world.hub.drafts.get(other.guild.id, 1)
    assert foreign.form == FORM
    for unknown in (1, 99):
        with pytest.raises(NoSuchDraft):
            await world.hub.events.announce(world.community.guild.id, unknown)
