"""Which skills a text names: the longest alias first, each sign of the text used once. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.matching.taxonomy import Alias, Taxonomy
from bot.matching.text import Plain, plain

SHORT = 3
"""Aliases of so few kana stand alone: ごみ is not in すごみ, ちらし not in まちらしさ."""
_ACROSS_A_GAP = 4
"""Shorter aliases do not reach over a space or a middle dot: 料理・科学 holds no 理科."""
_PARTICLES = frozenset("のをはがにともやへでだなか")
_HIRAGANA = re.compile("[ぁ-ゖゝゞ]")
_KATAKANA = re.compile("[ァ-ヺーヽヾｦ-ﾟ]")
_KANA = re.compile("[ぁ-ゖ]+")
SHORTEST_PLURAL = 3
_LATIN = re.compile("[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Hit:
    """An alias that stands in a text: of which skill, as written there, and where in the plain text."""

    skill: str
    phrase: str
    start: int
    end: int
    is_sign: bool


def hits(taxonomy: Taxonomy, text: Plain) -> list[Hit]:
    """The skills named in the text, in its order, none over another."""
    return [
        Hit(alias.skill, text.phrase(start, end), start, end, alias.is_sign)
        for start, end, alias in spans(taxonomy, text)
        if alias.skill is not None
    ]


def spans(taxonomy: Taxonomy, text: Plain) -> list[tuple[int, int, Alias]]:
    """Where aliases stand, in the order of the text; the longest are taken first, each sign once."""
    used = bytearray(len(text.text))
    found: list[tuple[int, int, Alias]] = []
    for start, end, alias in sorted(_candidates(taxonomy, text), key=lambda one: (one[0] - one[1], one[0])):
        if not any(used[start:end]):
            used[start:end] = b"\1" * (end - start)
            found.append((start, end, alias))
    return sorted(found, key=lambda one: one[0])


def skills_of_word(taxonomy: Taxonomy, word: str) -> tuple[str, ...]:
    """The skills that a short word as somebody typed it stands for: 「会計」, 「チラシのデザイン」."""
    return tuple(dict.fromkeys(hit.skill for hit in hits(taxonomy, plain(word))))


def _candidates(taxonomy: Taxonomy, text: Plain) -> Iterator[tuple[int, int, Alias]]:
    signs, aliases, lengths = text.text, taxonomy.aliases, taxonomy.lengths
    for start in range(len(signs) - 1):
        for length in lengths.get(signs[start : start + 2], ()):
            end = start + length
            alias = aliases.get(signs[start:end]) if end <= len(signs) else None
            if alias is not None and _stands_alone(text, start, end, alias):
                yield start, end, alias


def _ends_a_word(text: Plain, start: int, end: int) -> bool:
    """Whether a Latin word ends here, or with a plural's ending; short ones take none (IT, its)."""
    for ending in ("", "s", "es") if end - start > SHORTEST_PLURAL else ("",):
        after = end + len(ending)
        if text.text.startswith(ending, end) and (
            after in text.gaps or not _LATIN.match(text.text[after : after + 1])
        ):
            return True
    return False


def _stands_alone(text: Plain, start: int, end: int, alias: Alias) -> bool:
    signs = text.text
    if _LATIN.match(signs[start]) and start not in text.gaps and start and _LATIN.match(signs[start - 1]):
        return False
    if _LATIN.match(signs[end - 1]) and not _ends_a_word(text, start, end):
        return False
    if (
        end - start < _ACROSS_A_GAP
        and any(start < gap < end for gap in text.gaps)
        and not signs[start:end].isascii()
    ):
        return False
    return (
        end - start > SHORT or not _KANA.fullmatch(signs, start, end) or _is_a_word(text, start, end, alias)
    )


def _is_a_word(text: Plain, start: int, end: int, alias: Alias) -> bool:
    """Whether these few kana are written as in the alias (のみ is no ノミ) and no piece of a longer word."""
    before, after = text.source(start - 1), text.source(end)
    if bool(_KATAKANA.match(text.source(start))) != bool(_KATAKANA.match(alias.written)):
        return False
    if _KATAKANA.match(text.source(start)):
        return not (_KATAKANA.match(before) or _KATAKANA.match(after))
    starts = start in text.gaps or not _HIRAGANA.match(before) or before in _PARTICLES
    return starts and (end in text.gaps or not _HIRAGANA.match(after) or after in _PARTICLES)
