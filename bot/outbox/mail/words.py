"""Typed words as a mail can carry them: nothing in them breaks a header or a body. Pure."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows; in a header that is the rest of the list of mails."""
_LINK = re.compile(r"https?://[!#-;=?-~]+")
_AFTER_A_LINK = ".,;:!?)]'"


def of_body(text: str) -> str:
    """Without control characters and lone surrogates; every kind of line end is a newline."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    lines = _LINE_ENDS.sub("\n", whole)
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) != "Cc")


def of_header(text: str) -> str:
    """The same on one line, and in one direction."""
    return " ".join(_TURNS.sub("", of_body(text)).split())


def pieces(line: str) -> list[tuple[str, bool]]:
    """A line cut into words and links, each with whether it is a link.

    A link is ASCII: the Japanese full stop after it does not belong to it.
    """
    found, at = [], 0
    for match in _LINK.finditer(line):
        link = match[0].rstrip(_AFTER_A_LINK)
        found += [(line[at : match.start()], False), (link, True)]
        at = match.start() + len(link)
    return [piece for piece in (*found, (line[at:], False)) if piece[0]]
