"""Texts made to fit: shortened, or split into several messages."""

from __future__ import annotations

import unicodedata

JOINER = "\u200d"
"""Joins emoji into one visible sign."""


def clip(text: str, limit: int) -> str:
    """The text in at most ``limit`` characters; a shortened one ends in … and never inside an emoji."""
    if len(text) <= limit:
        return text
    end = limit - 1
    while end > 0 and _continues(text, end):
        end -= 1
    return text[:end].rstrip() + "…"


def _continues(text: str, at: int) -> bool:
    """Whether cutting before ``at`` would tear one visible sign apart."""
    here, before = text[at], text[at - 1]
    return (
        unicodedata.combining(here) > 0
        or unicodedata.category(here) in {"Mn", "Me"}  # includes the variation selectors
        or JOINER in (here, before)
        or "\U0001f3fb" <= here <= "\U0001f3ff"  # skin tones
        or ("\U0001f1e6" <= here <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff")  # flags
    )


def split_content(text: str, limit: int) -> list[str]:
    """The text as messages of at most ``limit`` characters, broken at line ends where there are any."""
    pages: list[str] = []
    rest = text
    while len(rest) > limit:
        cut = rest.rfind("\n", 1, limit + 1)
        if cut < 0:
            cut = limit
            while cut > 1 and _continues(rest, cut):
                cut -= 1
        pages.append(rest[:cut])
        rest = rest[cut:].removeprefix("\n")
    return [*pages, rest] if rest or not pages else pages
