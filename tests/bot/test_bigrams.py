"""Cutting texts into tokens: whatever stands in a text, the index has what is asked for it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, strategies as st

from bot.bigrams import ENDING, fold, grams, indexed, is_exact, needed, runs, telling, words_of
from bot.seeds.excerpts import LENGTH, excerpt

SIGNS = st.text(
    st.sampled_from("孤立のがヵーabz09_ＡＢ１ｶﾞ①㍿が\u3099 　-\"'*\\\n\t\0。、😊éßİ\u200b\x85ʹ")
    | st.characters(),
    max_size=30,
)


def holds(tokens: list[str], wanted: str) -> bool:
    if wanted.endswith("*"):
        return any(token.startswith(wanted[:-1]) for token in tokens)
    return wanted in tokens


@given(before=SIGNS, word=SIGNS, after=SIGNS)
@example(before="", word="立", after="")
@example(before="x" * 30, word="y" * 40, after="z")
@example(before="NPO-", word="法人", after="AND")
def test_a_text_has_every_token_of_what_stands_in_it(before: str, word: str, after: str) -> None:
    text = before + word + after
    for part in words_of(word):
        if part in fold(text):
            assert [token for token in needed(part) if not holds(indexed(fold(text)), token)] == []


@given(text=SIGNS, word=SIGNS)
def test_an_exact_word_is_there_when_its_tokens_are(text: str, word: str) -> None:
    for part in words_of(word):
        if is_exact(part) and all(holds(indexed(fold(text)), token) for token in needed(part)):
            assert part in fold(text)


@given(SIGNS)
def test_tokens_carry_nothing_that_a_search_language_could_read(text: str) -> None:
    for token in indexed(fold(text)):
        assert all(sign.isalnum() or sign == "_" or not sign.isascii() for sign in token)
        assert "\x00" not in token
        assert not any(sign.isspace() for sign in token)
        assert not token.isascii() or token == token.lower()


@given(SIGNS)
def test_folding_is_done_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("孤立", ["孤立", "立"]),
        ("NPO-法人", ["npo", "法人", "人"]),
        ("ＳＮＳで孤立", ["sns", "で孤", "孤立", "立"]),
        ("の", ["の"]),
        ('"AND"', ["and"]),
        ("a_b 9", ["a_b", "9"]),
        ("…", []),
        ("ｶﾞｯｺｳ", ["ガッ", "ッコ", "コウ", "ウ"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert grams(fold(text)) == tokens


def test_endings_of_latin_words_are_indexed_and_bounded() -> None:
    assert indexed("sns") == ["ns", "s", "sns"]
    long = "abcdefghij" * 200
    assert max(map(len, set(indexed(long)) - {long})) == ENDING
    assert needed("x" * 40) == ["x" * ENDING + "*"]
    assert runs("npo-法人") == ["npo", "法人"]
    assert not is_exact("npo-法人")


def test_what_a_text_is_about_is_said_without_hiragana_and_single_signs() -> None:
    assert telling(fold("子どもの居場所がない。NPOとa")) == ["子ど", "の居", "居場", "場所", "所が", "npo"]


@given(text=SIGNS, word=SIGNS)
@example(text="ｶﾞｯｺｳに行けない", word="ガッコウ")
def test_an_excerpt_is_a_piece_of_the_text(text: str, word: str) -> None:
    found = excerpt(text, words_of(word))
    whole = f"{found.before}{found.hit}{found.after}".removeprefix("…").removesuffix("…")
    assert whole in " ".join(text.split())
    if found.hit:
        assert any(part in fold(found.hit) for part in words_of(word))


def test_an_excerpt_shows_the_place_and_fits() -> None:
    text = "あ" * 300 + "ｻｰﾄﾞﾌﾟﾚｲｽが遠い" + "い" * 300
    found = excerpt(text, ["サードプレイス"])
    assert found.hit == "ｻｰﾄﾞﾌﾟﾚｲｽ"
    assert found.before.startswith("…あ")
    assert found.after.startswith("が遠い")
    assert found.after.endswith("…")
    assert len(found.before + found.hit + found.after) <= LENGTH + 1
    assert excerpt("夜が長い", ["朝"]).after == "夜が長い"
