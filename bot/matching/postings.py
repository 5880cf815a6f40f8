"""Which texts have which words in common, without any knowledge of skills: BM25 over pairs and kanji. Pure.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with k1 and b as there.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.bigrams import fold, grams

K1 = 1.2
B = 0.5
COMMON = 0.1
"""Pairs in more than this part of many texts say nothing, and would cost most."""
MANY = 200


class Postings:
    """The pairs of all offers; `scores` gives what a text has in common with each of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._count = len(texts)
        lengths = [len(tokens(text)) for text in texts]
        mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
        self._postings: dict[str, tuple[array[int], array[float]]] = {}
        for doc, (text, length) in enumerate(zip(texts, lengths, strict=True)):
            norm = K1 * (1 - B + B * length / mean)
            for gram, times in Counter(tokens(text)).items():
                docs, weights = self._postings.setdefault(gram, (array("I"), array("f")))
                docs.append(doc)
                weights.append(times * (K1 + 1) / (times + norm))

    def scores(self, words: Iterable[tuple[str, float]]) -> list[float]:
        """The BM25 score of every offer for pieces of a text; a pair counts as in its weightiest piece."""
        asked: dict[str, float] = {}
        for piece, factor in words:
            for gram in tokens(piece):
                asked[gram] = max(asked.get(gram, 0.0), factor)
        found = [0.0] * self._count
        for gram, factor in asked.items():
            posting = self._postings.get(gram)
            if posting is None or not factor or self._is_common(len(posting[0])):
                continue
            rarity = factor * self.rarity(len(posting[0]))
            for doc, weight in zip(*posting, strict=True):
                found[doc] += rarity * weight
        return found

    def rarity(self, documents: int) -> float:
        return math.log(1 + (self._count - documents + 0.5) / (documents + 0.5))

    def _is_common(self, documents: int) -> bool:
        return self._count >= MANY and documents > COMMON * self._count


def tokens(text: str) -> list[str]:
    """What is compared: telling pairs, and each kanji by itself, which 腰を痛め and 腰痛 have in common."""
    folded = fold(text)
    return [*telling_grams(text), *(sign for sign in folded if "一" <= sign <= "鿿")]


def telling_grams(text: str) -> Iterable[str]:
    """Pairs that can say what a text is about: neither hiragana alone nor single signs."""
    return (gram for gram in grams(fold(text)) if len(gram) > 1 and any(_tells(sign) for sign in gram))


def _tells(sign: str) -> bool:
    return sign.isalnum() and not "ぁ" <= sign <= "ゟ"
