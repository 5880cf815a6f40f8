"""A word is the same however it is written, and can be quoted as it was."""

from __future__ import annotations

import pytest
from hypothesis import example, given, strategies as st

from bot.matching.text import plain, plain_text, without_ending

SIGNS = st.text(
    st.sampled_from("会計のカーｶﾞﾟＡWi-Fi づくり作り造る子供障がい申し込み・　\n。")
    | st.characters(codec="utf-8"),
    max_size=40,
)


@pytest.mark.parametrize(
    "writings",
    [
        ("パソコン", "ﾊﾟｿｺﾝ", "ぱそこん"),
        ("Wi-Fi", "ＷＩＦＩ", "wifi", "Wi Fi"),
        ("プリンター", "プリンタ"),
        ("ものづくり", "もの作り", "もの造り"),
        ("まちづくり", "街づくり", "町作り"),
        ("子供", "子ども", "こども"),
        ("障害", "障がい", "障碍"),
        ("申し込み", "申込み"),
        ("ウェブ", "ウエブ", "うぇぶ"),
        ("グラフィック・デザイン", "グラフィックデザイン"),
    ],
)
def test_all_ways_of_writing_are_one(writings: tuple[str, ...]) -> None:
    assert len({plain_text(one) for one in writings}) == 1


@given(SIGNS)
@example("ﾊﾟｿｺﾝ教室の申し込み")
@example("一 人")
def test_every_sign_knows_where_it_was_written(written: str) -> None:
    text = plain(written)
    assert len(text.text) == len(text.places)
    assert all(0 <= first < last <= len(written) for first, last in text.places)
    assert text.places == tuple(sorted(text.places))
    assert all(0 <= gap <= len(text.text) for gap in text.gaps)


@given(SIGNS)
def test_a_text_made_plain_stays_as_it_is(written: str) -> None:
    once = plain_text(written)
    assert "ー" not in once
    assert not any("ァ" <= sign <= "ヶ" for sign in once)


def test_a_phrase_is_quoted_as_it_was_written() -> None:
    text = plain("ﾊﾟｿｺﾝ の 引っ越し")
    start = text.text.index("引")
    assert text.phrase(start, start + 3) == "引っ越し"
    assert text.phrase(0, 4) == "ﾊﾟｿｺﾝ"


@pytest.mark.parametrize(
    ("word", "short"),
    [
        ("引越し", "引越"),
        ("見積もり", "見積"),
        ("草刈り", "草刈"),
        ("手伝い", "手伝"),
        ("話し", None),
        ("税務", None),
    ],
)
def test_the_ending_can_be_left_out(word: str, short: str | None) -> None:
    assert without_ending(word) == short
