"""What is wrong with a taxonomy, or with one word that somebody wants to add to it. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.i18n import Text, _
from bot.matching.taxonomy import Name, Skill, Taxonomy
from bot.matching.text import plain_text

LONGEST = 40
AMBIGUOUS_WORDS = """
    相談 支援 手伝い 作る 教える 活動 団体 会員 代表 担当 募集 必要 希望 協力 参加 経験 対応 作業 仕事
    予定 内容 方法 時間 平日 週末 地域 市民 住民 代わり 準備 当日 先生 講師 企画 管理 計画 制作 作成
    運営 アドバイス サポート ボランティア スタッフ メンバー イベント help support work volunteer
"""
AMBIGUOUS = frozenset(map(plain_text, AMBIGUOUS_WORDS.split()))
_HIRAGANA = re.compile("[ぁ-ゖ]+")


class Fault(StrEnum):
    """What can be wrong with a word."""

    EMPTY = "empty"
    SHORT = "short"
    LONG = "long"
    AMBIGUOUS = "ambiguous"
    TAKEN = "taken"
    KNOWN = "known"
    UNKNOWN_SKILL = "unknown_skill"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of ``word`` in a skill; ``other`` is the name of the skill that has the word already."""

    fault: Fault
    skill: str
    word: str
    other: Name | None = None

    @property
    def text(self) -> Text:
        match self.fault:
            case Fault.EMPTY:
                return _("There is no letter or number in it. Please write a word.")
            case Fault.SHORT:
                return _("“{word}” is too short and would be found inside other words.", word=self.word)
            case Fault.LONG:
                return _("That is too long; a word has at most {most} signs.", most=LONGEST)
            case Fault.AMBIGUOUS:
                return _("“{word}” is used for everything. Please write a longer word.", word=self.word)
            case Fault.TAKEN:
                return _("“{word}” already belongs to “{skill}”.", word=self.word, skill=self.other)
            case Fault.KNOWN:
                return _("“{word}” is known already.", word=self.word)
            case Fault.UNKNOWN_SKILL:
                return _("There is no such skill any more.")


def check_word(taxonomy: Taxonomy, skill_id: str, word: str) -> Finding | None:
    """What speaks against adding this word to the skill; nothing when it can be added."""
    if skill_id not in taxonomy.skills:
        return Finding(Fault.UNKNOWN_SKILL, skill_id, word)
    if (fault := _fault_of(word)) is not None:
        return Finding(fault, skill_id, word)
    alias = taxonomy.aliases.get(plain_text(word))
    if alias is None or alias.skill is None:
        return None
    if alias.skill == skill_id:
        return Finding(Fault.KNOWN, skill_id, word)
    return Finding(Fault.TAKEN, skill_id, word, taxonomy.skills[alias.skill].label)


def findings(taxonomy: Taxonomy) -> Iterator[Finding]:
    """Every word of the whole taxonomy that could not be added as it is."""
    owners: defaultdict[str, list[Skill]] = defaultdict(list)
    for skill in taxonomy.skills.values():
        for word in (*skill.words, *skill.signs):
            if (fault := _fault_of(word)) is not None:
                yield Finding(fault, skill.id, word)
            key = plain_text(word)
            for other in owners[key]:
                fault = Fault.KNOWN if other is skill else Fault.TAKEN
                yield Finding(fault, skill.id, word, None if other is skill else other.label)
            owners[key].append(skill)


def one_sided(taxonomy: Taxonomy) -> list[tuple[str, str]]:
    """Pairs of neighbours of which one is unknown, the same twice, or no neighbour of the other."""
    return [
        (skill.id, other)
        for skill in taxonomy.skills.values()
        for other, weight in skill.related.items()
        if other == skill.id
        or other not in taxonomy.skills
        or taxonomy.skills[other].related.get(skill.id) != weight
        or not 0 < weight < 1
    ]


def _fault_of(word: str) -> Fault | None:
    key = plain_text(word)
    if not any(sign.isalnum() for sign in key):
        return Fault.EMPTY
    if len(word) > LONGEST:
        return Fault.LONG
    if key in AMBIGUOUS:
        return Fault.AMBIGUOUS
    is_short = len(key) < 2 or (len(key) == 2 and _HIRAGANA.fullmatch(word) is not None)
    return Fault.SHORT if is_short else None
