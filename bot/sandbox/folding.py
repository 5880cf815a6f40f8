"""Breaking Japanese lines for a terminal: anywhere between letters, but never before a closing mark.

rich breaks at spaces only, which Japanese hardly has.
"""

from __future__ import annotations

import re

from rich.cells import cell_len

STAYS = "。、，．）」』】〉》・：；！？…ー〜"
"""Never at the beginning of a line (JIS X 4051 calls these 行頭禁則文字)."""

_PIECE = re.compile(rf"[!-~]+[{STAYS}]*|.[{STAYS}]*", re.DOTALL)


def fold(text: str, width: int) -> str:
    """The text with line breaks, no line wider than ``width`` cells; words of Latin letters stay whole."""
    return "\n".join(_fold_line(line, width) for line in text.split("\n"))


def _fold_line(line: str, width: int) -> str:
    lines = [""]
    for piece in _PIECE.findall(line):
        if cell_len(lines[-1] + piece) > width and lines[-1].strip():
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return "\n".join(lines)
