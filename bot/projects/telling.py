"""The kinds of notices that projects send; the texts are in `notices`."""

from __future__ import annotations

ASKED = "project.asked"
HANDED_OVER = "project.handed_over"
CARD = "project.card"
MEMO_WANTED = "project.memo_wanted"
MEMO = "project.memo"
