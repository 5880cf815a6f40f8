"""Texts as they are looked for: folded, cut into words and pairs of signs. Pure.

Japanese has no spaces between words, and SQLite's own tokenisers find nothing in it (``trigram`` no word
of two signs, ``unicode61`` nothing inside a run). Pairs of neighbouring signs find everything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

ENDING = 16
"""Signs of a Latin word, or of what stands at its end, that are kept in the index."""

_RUN = re.compile(r"[a-z0-9_]+|[^\x00-\x7f\s]+")
_HIRAGANA = re.compile(r"[ぁ-ゟー\W]+")
_NEVER = re.compile("[\x00\ud800-\udfff]")
"""What PostgreSQL does not store."""


def fold(text: str) -> str:
    """The text with all ways of writing a sign made one: width, case, voicing marks (NFKC, casefold)."""
    folded = unicodedata.normalize("NFKC", _NEVER.sub(" ", text)).casefold()
    return unicodedata.normalize("NFKC", folded)


def words_of(typed: str) -> list[str]:
    """What somebody typed as folded words, each once; any white space stands between two."""
    return list(dict.fromkeys(fold(typed).split()))


def runs(folded: str) -> list[str]:
    """The pieces of one script: ``[a-z0-9_]+`` stays one word; all that is not ASCII; the rest separates."""
    return _RUN.findall(folded)


def grams(folded: str) -> list[str]:
    """The tokens of a text: Latin words whole; of other runs each pair of neighbours, and the last sign."""
    return [gram for run in runs(folded) for gram in ([run] if run.isascii() else _pairs(run))]


def indexed(folded: str) -> list[str]:
    """What the index keeps of a text, each token once.

    Beside the `grams` stand the endings of Latin words, so that a part of a word is found too.
    """
    found = set(grams(folded))
    return sorted(found | {ending for gram in found if gram.isascii() for ending in _endings(gram)})


def telling(folded: str) -> list[str]:
    """The tokens that say what a text is about, each once: no pairs of hiragana, no single signs."""
    return list(dict.fromkeys(g for g in grams(folded) if len(g) > 1 and not _HIRAGANA.fullmatch(g)))


def needed(word: str) -> list[str]:
    """What the index must hold of every text with this word in it, each ending in ``*`` or whole.

    Nothing for a word of ASCII punctuation only. A text that has all of them need not have the word.
    """
    return [token for run in runs(word) for token in _needed_of(run)]


def is_exact(word: str) -> bool:
    """Whether a text that has what is `needed` surely has the word."""
    return runs(word) == [word] and len(word) <= (ENDING if word.isascii() else 2)


def _pairs(run: str) -> Iterator[str]:
    yield from (run[at : at + 2] for at in range(len(run) - 1))
    yield run[-1]


def _endings(word: str) -> Iterator[str]:
    yield from (word[at : at + ENDING] for at in range(len(word)))


def _needed_of(run: str) -> list[str]:
    if run.isascii():
        return [f"{run[:ENDING]}*"]
    if len(run) == 1:
        return [f"{run}*"]
    return [run[at : at + 2] for at in range(len(run) - 1)]
