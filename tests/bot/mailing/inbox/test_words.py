"""The words that people send back, as they write them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from bot.mailing.inbox.quoting import own_lines
from bot.mailing.inbox.words import DECLINED, LEAVE, ONLINE, VENUE, YES, single_word

GREETING = "お世話になっております。\n鈴木です。\n\n"
MEANT = {
    VENUE: [
        "会場", "会 場", "「会場」", "会場です", "会場で参加します", "会場で参加させていただきます。", "現地で参加します",
        "venue", "At the venue, please", "はい、会場で参加します", GREETING + "会場で参加します。\nよろしくお願いいたします。",
    ],
    ONLINE: ["オンライン", "ｵﾝﾗｲﾝ", "ＯＮＬＩＮＥ", "ONLINE", "オンライン参加", "Zoomで参加します", "online please"],
    DECLINED: [
        "欠席", "欠席します", "今回は欠席いたします", "参加できません", "都合により参加できなくなりました",
        "残念ながら伺えません", "行けなくなりました", "参加を見送ります", "不参加でお願いします", "I can't come",
        "I will be absent", "absent",
    ],
    YES: ["はい", "はい。", "はい、お願いします", "Yes", "YES!"],
    LEAVE: ["配信停止", "配信停止してください。", "メールの配信停止をお願いします", "unsubscribe", "Unsubscribe please"],
}  # fmt: skip
DOUBTFUL = [
    "会場 オンライン", "会場\nオンライン", "会場には行けません", "会場はどこですか？", "オンラインに変更できますか",
    "会場ではなくオンラインで参加します", "欠席しません", "キャンセルしません", "配信を停止しないでください",
    "配信停止\n会場", "ありがとうございます", "会場かオンラインか、まだ決めていません", "", "それでいいえ",
]  # fmt: skip


@pytest.mark.parametrize(
    ("choice", "text"), [(choice, text) for choice, all_ in MEANT.items() for text in all_]
)
def test_a_word_is_understood(choice: str, text: str) -> None:
    assert single_word(own_lines(text)) == choice


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_is_not_beyond_doubt_is_left_to_people(text: str) -> None:
    assert single_word(own_lines(text)) is None


@pytest.mark.parametrize(
    "below",
    [
        "> オンライン",
        "＞オンライン",
        "-----Original Message-----\nFrom: x\nオンライン",
        "----- 元のメッセージ -----\nオンライン",
        "2026年11月5日(木) 19:00 みなと市民ハブ <hub@city.example>:\nオンライン",
        "2026/11/05 19:00、みなと市民ハブのメール:\nオンライン",
        "On Thu, Nov 5, 2026 at 7:00 PM Hub <hub@city.example> wrote:\nオンライン",
        "On Thu, Nov 5, 2026 at 7:00 PM Hub\n<hub@city.example> wrote:\nオンライン",
        "差出人: みなと市民ハブ\nオンライン",
        "-- \nオンライン推進課",
        "━━━━━━━━━━\nオンライン推進課",
        "********\nオンライン推進課",
        "Sent from my phone\nオンライン",
        "iPhoneから送信\nオンライン",
        "\n\n\n\n\n\n1\n2\n3\n4\n5\n6\nオンライン",
    ],
)
def test_quotes_and_signatures_are_not_the_answer(below: str) -> None:
    assert single_word(own_lines("オンライン")) == ONLINE, "the planted word is one"
    assert single_word(own_lines(f"会場\n{below}")) == VENUE


@given(st.text(max_size=400))
def test_any_text_has_an_answer_or_none(text: str) -> None:
    assert single_word(own_lines(text)) in {None, VENUE, ONLINE, DECLINED, YES, LEAVE}
