"""What a need asks for is not what it only mentions: places, people, what is done, what others do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from bot.matching.proposing import propose_chips, unknown_words
from bot.matching.rules import NeedFacts, OfferFacts
from bot.matching.tagging import hits
from bot.matching.taxonomy import shipped
from bot.matching.text import plain
from bot.matching.wanting import read_need
from bot.matching.weighing import weigh_offer

TAXONOMY = shipped()
SIGNS = st.text(
    st.sampled_from("会計の受付をパソコン修理はできています、。別担当通訳さん英語チラシ・ -Aaｱｶﾞー\n")
    | st.characters(codec="utf-8"),
    max_size=60,
)


def wanted(title: str, text: str = "") -> list[str]:
    return list(propose_chips(TAXONOMY, text, title))


@pytest.mark.parametrize(
    ("title", "text", "first"),
    [
        ("園芸教室の受付", "", "customer_service"),
        ("おもちゃ病院の会計係", "", "bookkeeping"),
        ("体操教室のチラシ", "", "graphic_design"),
        ("ロゴはできています", "ホームページを作ってくれる方を探しています。", "web_design"),
        ("写真展のお手伝い", "写真は会員が撮ります。作品を車で運んでほしいです。", "driving"),
        ("手話通訳の方を招く日のこと", "手話通訳は頼んであります。当日の司会をお願いします。", "hosting"),
        (
            "料理教室について",
            "料理の先生は決まっています。子どもを預かってくれる保育士さんを募集します。",
            "childcare",
        ),
    ],
)
def test_what_is_asked_for_comes_first(title: str, text: str, first: str) -> None:
    assert wanted(title, text)[:1] == [first]


def test_what_is_done_already_weighs_next_to_nothing() -> None:
    done = read_need(
        TAXONOMY, NeedFacts(1, "祭りのチラシ", "チラシのデザインは済んでいます。翻訳してほしいです。")
    ).skills
    open_ = read_need(TAXONOMY, NeedFacts(1, "祭りのチラシ", "チラシのデザインをお願いします。")).skills
    assert "graphic_design" not in done or done["graphic_design"].value < done["translation"].value / 2
    assert open_["graphic_design"].value > 1


def test_what_an_offer_rules_out_is_not_offered() -> None:
    found = weigh_offer(
        TAXONOMY, OfferFacts(1, "チラシのデザインをします。ホームページ制作は対応していません。")
    )
    assert "graphic_design" in found
    assert "web_design" not in found


def test_ticked_skills_weigh_most() -> None:
    need = NeedFacts(1, "チラシのデザイン", "", skills=frozenset({"tax", "not a skill"}))
    found = read_need(TAXONOMY, need).skills
    assert max(found, key=lambda skill: found[skill].value) == "tax"
    assert "not a skill" not in found


def test_words_without_a_skill_are_told_for_learning() -> None:
    assert unknown_words(TAXONOMY, "ヌンチャクの経理をお願いします") == ("ヌンチャク",)
    assert unknown_words(TAXONOMY, "経理をお願いします") == ()


@settings(max_examples=60, deadline=None)
@given(title=SIGNS, text=SIGNS)
def test_any_text_can_be_read_and_what_is_quoted_stands_in_it(title: str, text: str) -> None:
    found = read_need(TAXONOMY, NeedFacts(1, title, text))
    assert all(weight.value > 0 for weight in found.skills.values())
    assert all(weight.phrase in title or weight.phrase in text for weight in found.skills.values())
    assert all(factor >= 0 for _piece, factor in found.words)
    unknown_words(TAXONOMY, text)


@settings(max_examples=60, deadline=None)
@given(text=SIGNS)
def test_no_sign_belongs_to_two_words(text: str) -> None:
    whole = plain(text)
    last = 0
    for hit in hits(TAXONOMY, whole):
        assert last <= hit.start < hit.end <= len(whole.text)
        last = hit.end
