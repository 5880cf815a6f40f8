"""What a text should be looked at for: a hint for people, which may err, and says nothing about most texts."""

from __future__ import annotations

import pytest

from bot.seeds.concerns import Concern, concerns, worries
from bot.seeds.defaults import WORRYING_WORDS

C = Concern


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("電話は03-1234-5678です", [C.PHONE]),
        ("０９０−１２３４−５６７８ではなく090-1234-5678へ", [C.PHONE]),
        ("連絡は hana@mail.example まで", [C.MAIL]),
        ("〒123-4567 みなと市1丁目", [C.ADDRESS]),
        ("山田さんの家", [C.NAME]),
        ("鈴木先生に言われました", [C.NAME]),
        ("弟がうつで学校に行けません", [C.HEALTH]),
        ("障害者手帳を持っています", [C.HEALTH]),
        ("父に前科があります", [C.CRIME]),
        ("My neighbour Mr. Brown lives at 12 Elm Street", [C.ADDRESS, C.NAME]),
        ("皆さん、お母さん、近所の学生さん、担任の先生が困っています", []),
        ("夕方になると、学校の裏の道に灯りがありません。20人ほどが通ります。", []),
        ("2026-11-02の19時、情報交換会で話しました", []),
    ],
)
def test_what_is_found(text: str, found: list[Concern]) -> None:
    assert concerns(text) == found


def test_every_concern_can_be_named() -> None:
    for concern in Concern:
        assert concern.label.to("ja") != concern.label.to("en")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_words_that_worry(lang: str) -> None:
    for word in WORRYING_WORDS[lang]:
        assert worries(f"…{word.upper()}…", WORRYING_WORDS[lang])
    assert not worries("街灯がほしい / a lamp, please", WORRYING_WORDS[lang])
    assert worries("ＤＶかもしれません", ["DV"])
    assert not worries("何でも", ["", " "])
