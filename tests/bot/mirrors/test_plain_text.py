"""The text to copy: everything that belongs into an invitation, and nothing secret."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.events.rules import Event, EventState
from bot.events.terms import Terms
from bot.mirrors.plain_text import plain_text
from tests.kit.meetings import LINK, NOON, Meetings, days

CARD = "https://discord.com/channels/1/2/3"


@pytest.fixture
async def event(meetings: Meetings) -> Event:
    return await meetings.announce(
        when="2026-12-17 19:00-20:30 開場18:30",
        venue=20,
        description="困りごとを持ち寄って話します。",
        fee="無料",
        co_hosts="みなと市",
        welcome=("listening",),
        room="南口から右",
        contact="内線4711",
    )


def text(event: Event, lang: str = "ja", card: str | None = CARD) -> str:
    return plain_text(event, "みなと市民ハブ", card, lang, NOON)


async def test_the_japanese_text_as_a_whole(event: Event) -> None:
    assert text(event) == (
        "【ご案内】12月の情報交換会\n\n"
        "日時：2026年12月17日（木）19:00〜20:30（日本時間）\n"
        "開場：18:30\n"
        "会場：みなと市民センター 3階（定員20名）\n"
        "オンライン：リンクは、参加される方にお申し込みの後でお知らせします\n"
        "参加費：無料\n"
        "共催：みなと市\n\n"
        "困りごとを持ち寄って話します。\n\n"
        "・聞くだけの参加も歓迎です\n\n"
        "お申し込み：Discordサーバー「みなと市民ハブ」の案内にあるボタンからお願いします\n"
        f"{CARD}\n"
        "申し込み締め切り：2026年12月17日（木）19:00"
    )


async def test_the_english_text_names_the_day_the_zone_and_the_way(event: Event) -> None:
    said = text(event, "en")
    for part in ("Invitation: 12月の情報交換会", "Thu 17 Dec 2026, 19:00–20:30 (JST)", "(20 seats)", CARD):
        assert part in said


async def test_what_is_secret_is_not_in_it(event: Event) -> None:
    for lang in ("ja", "en"):
        for secret in (LINK, "南口から右", "内線4711"):
            assert secret not in text(event, lang)
    assert LINK in text(replace(event, description=LINK)), "it would be found"


async def test_the_terms_of_the_meeting_are_told(event: Event) -> None:
    closes_at = event.starts_at - days(2)
    terms = Terms(answers_close_at=closes_at, role_ids=(1,), needs_approval=True)
    said = text(replace(event, terms=terms))
    assert "申し込み締め切り：2026年12月15日（火）19:00" in said
    assert "お申し込みは、対象の会員の方に限らせていただきます。" in said
    assert said.endswith("お申し込みの後、事務局で確認し、結果をお知らせします。")
    over = plain_text(replace(event, terms=terms), "みなと市民ハブ", CARD, "ja", closes_at)
    assert "お申し込み：" not in over


async def test_without_a_card_or_cancelled_or_begun_it_says_so(event: Event) -> None:
    assert "/rsvp" in text(event, card=None)
    off = text(replace(event, state=EventState.CANCELLED, cancel_reason="台風のため"))
    assert off.startswith("【中止】12月の情報交換会")
    assert off.endswith("理由：台風のため")
    begun = plain_text(event, "みなと市民ハブ", CARD, "ja", event.starts_at)
    assert "お申し込み：" not in begun
    assert begun.endswith("・聞くだけの参加も歓迎です")
