"""What the program proposes for a text: chips to be confirmed, and words that it does not know. Pure."""

from __future__ import annotations

import re

from bot.matching.rules import NeedFacts, OfferFacts
from bot.matching.tagging import spans
from bot.matching.taxonomy import Taxonomy
from bot.matching.text import plain
from bot.matching.wanting import read_need
from bot.matching.weighing import Weighed, weigh_offer

MOST_CHIPS = 6
MOST_WORDS = 5
_CONTENT = re.compile("[一-鿿々]{2,8}|[ァ-ヺー]{3,}|[A-Za-z][A-Za-z0-9+#.]{2,}")
_EVERYDAY = """
    お願 今年 来年 昨年 去年 毎年 毎月 毎週 今月 来月 先月 最近 現在 今回 今後 以上 以下 自分 一緒 皆様
    方々 団体 活動 会員 代表 担当 募集 必要 希望 相談 支援 協力 参加 経験 対応 作業 仕事 予定 内容 方法
    場合 時間 土曜 日曜 平日 週末 午前 午後 夕方 月曜 火曜 水曜 木曜 金曜 土日 祝日 年間 以前 以外 全員
    全部 大変 得意 可能 地域 市内 市民 住民 メンバー スタッフ ボランティア アドバイス サポート お手伝
"""
_EMPTY = frozenset(_EVERYDAY.split())


def propose_chips(taxonomy: Taxonomy, text: str, title: str = "") -> tuple[str, ...]:
    """The skills of a need's text, or with no title of an offer's; those that weigh most come first."""
    if title:
        return best_first(read_need(taxonomy, NeedFacts(0, title, text)).skills)
    return best_first(weigh_offer(taxonomy, OfferFacts(0, text)))


def best_first(weighed: Weighed) -> tuple[str, ...]:
    """At most `MOST_CHIPS` skills, by weight and then by name."""
    return tuple(sorted(weighed, key=lambda skill: (-weighed[skill].value, skill))[:MOST_CHIPS])


def unknown_words(taxonomy: Taxonomy, text: str) -> tuple[str, ...]:
    """Words of the text that belong to no skill, as written, longest first: perhaps one is a new alias."""
    whole = plain(text)
    known = bytearray(len(text))
    for start, end, _alias in spans(taxonomy, whole):
        first, last = whole.places[start][0], whole.places[end - 1][1]
        known[first:last] = b"\1" * (last - first)
    found = [
        word[0]
        for word in _CONTENT.finditer(text)
        if not any(known[word.start() : word.end()]) and word[0] not in _EMPTY
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda word: -len(word))[:MOST_WORDS])
