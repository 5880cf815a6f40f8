"""The place in a text where something was found. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.bigrams import fold

BEFORE = 20
LENGTH = 70
"""Signs of an excerpt, and how many of them stand before what was found."""
_BELONG_TO_THE_LAST = frozenset("ﾞﾟ")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text on one line; ``hit`` is what was looked for, as it is written there, or empty."""

    before: str
    hit: str
    after: str


def excerpt(text: str, folded_words: Iterable[str]) -> Excerpt:
    """Where the first of the words stands; the beginning where none does."""
    line = " ".join(text.split())
    starts = _starts(line)
    folded = "".join(sign for _at, sign in starts)
    places = [(at, len(word)) for word in folded_words if (at := folded.find(word)) >= 0]
    if not places:
        return Excerpt("", "", _clipped(line, LENGTH))
    at, length = min(places)
    first = starts[at][0]
    end = starts[at + length][0] if at + length < len(starts) else len(line)
    begin = max(first - BEFORE, 0)
    before = ("…" if begin else "") + line[begin:first]
    return Excerpt(before, line[first:end], _clipped(line[end:], max(LENGTH - (end - begin), BEFORE)))


def _starts(line: str) -> list[tuple[int, str]]:
    """Each sign of the folded line with the place in the line from which it comes."""
    found: list[tuple[int, str]] = []
    begin = 0
    for at in range(1, len(line) + 1):
        if at == len(line) or not _continues(line[at]):
            found += [(begin, sign) for sign in fold(line[begin:at])]
            begin = at
    return found


def _continues(sign: str) -> bool:
    return sign in _BELONG_TO_THE_LAST or unicodedata.combining(sign) > 0


def _clipped(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
