"""The shipped skills are sound, and a community can change them without losing anything."""

from __future__ import annotations

import pytest

from bot.matching.lint import Fault, check_word, findings, one_sided
from bot.matching.tagging import hits, skills_of_word
from bot.matching.taxonomy import Taxonomy, shipped
from bot.matching.text import plain, plain_text

TAXONOMY = shipped()


def skills(text: str, taxonomy: Taxonomy = TAXONOMY) -> list[str]:
    return [hit.skill for hit in hits(taxonomy, plain(text))]


def test_the_shipped_words_have_no_fault() -> None:
    assert [(one.fault.value, one.skill, one.word) for one in findings(TAXONOMY)] == []
    assert one_sided(TAXONOMY) == []


def test_every_skill_can_be_found_by_many_words_and_has_neighbours() -> None:
    groups = {group.id for group in TAXONOMY.groups}
    for skill in TAXONOMY.skills.values():
        assert skill.group in groups
        assert len(skill.words) >= 12, skill.id
        assert skill.related, skill.id
        assert all(skill.label.to(language) for language in ("ja", "en"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("会計ソフトの開発", ["software"]),
        ("手話通訳", ["sign_language"]),
        ("it is a kit", []),
        ("道具はのみだけで足ります", []),
        ("料理・科目の本", ["cooking"]),
    ],
)
def test_the_longest_word_wins_and_words_stand_alone(text: str, found: list[str]) -> None:
    assert skills(text) == found


@pytest.mark.parametrize(
    "writings",
    [
        ("プリンターの設定", "ﾌﾟﾘﾝﾀｰの設定", "プリンタの設定"),
        ("クラウドファンディング", "クラウド・ファンディング", "ｸﾗｳﾄﾞﾌｧﾝﾃﾞｨﾝｸﾞ"),
        ("WordPress", "ｗｏｒｄｐｒｅｓｓ", "WORDPRESS", "Word Press"),
        ("引っ越しの手伝い", "引越しの手伝い", "引越の手伝い"),
        ("まちづくり", "街づくり", "町作り"),
        ("子ども食堂", "子供食堂", "こども食堂"),
        ("障がい者支援", "障害者支援", "障碍者支援"),
        ("草刈り", "草刈"),
        ("Wi-Fi", "wifi", "ＷｉＦｉ"),
    ],
)
def test_the_first_hit_stays_however_it_is_written(writings: tuple[str, ...]) -> None:
    first = [skills(writing)[:1] for writing in writings]
    assert first[0]
    assert all(one == first[0] for one in first)


def test_a_community_adds_and_removes_words() -> None:
    changed = TAXONOMY.with_changes(
        added={"bookkeeping": ["ソロバン係"], "nobody": ["x"]},
        removed={"tax": ["ﾈﾝﾏﾂ調整", "年末調整"]},
    )
    assert skills("ソロバン係", changed) == ["bookkeeping"]
    assert skills("ソロバン係") != ["bookkeeping"]
    assert "tax" in skills("年末調整")
    assert "tax" not in skills("年末調整", changed)
    assert changed.skills.keys() == TAXONOMY.skills.keys()


def test_an_added_word_changes_hands() -> None:
    word = TAXONOMY.skills["tax"].words[0]
    changed = TAXONOMY.with_changes(added={"bookkeeping": [word]})
    assert skills_of_word(changed, word) == ("bookkeeping",)
    assert [one.word for one in findings(changed)] == []


def test_neighbours_are_neighbours_of_each_other() -> None:
    changed = TAXONOMY.with_changes(
        related={("tax", "music"): 0.4, ("tax", "bookkeeping"): 0, ("tax", "x"): 1}
    )
    assert changed.nearness("music", "tax") == changed.nearness("tax", "music") == 0.4
    assert changed.nearness("bookkeeping", "tax") == changed.nearness("tax", "bookkeeping") == 0
    assert TAXONOMY.nearness("tax", "music") == 0
    assert one_sided(changed) == []


@pytest.mark.parametrize(
    ("skill", "word", "fault"),
    [
        ("tax", "蔵入地改帳", None),
        ("tax", "。。", Fault.EMPTY),
        ("tax", "あ", Fault.SHORT),
        ("tax", "かい", Fault.SHORT),
        ("tax", "長" * 41, Fault.LONG),
        ("tax", "手伝い", Fault.AMBIGUOUS),
        ("tax", "ピアノ", Fault.TAKEN),
        ("music", "ﾋﾟｱﾉ", Fault.KNOWN),
        ("nothing", "ピアノ", Fault.UNKNOWN_SKILL),
    ],
)
def test_a_word_is_looked_at_before_it_is_added(skill: str, word: str, fault: Fault | None) -> None:
    finding = check_word(TAXONOMY, skill, word)
    assert (finding and finding.fault) == fault
    if finding is not None:
        assert finding.text.to("en")


def test_the_words_of_the_program_are_not_swallowed() -> None:
    for skill in TAXONOMY.skills.values():
        assert all(plain_text(word) in TAXONOMY.aliases for word in (*skill.words, *skill.signs))
