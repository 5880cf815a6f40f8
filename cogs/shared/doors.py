"""Buttons whose press somebody else answers: only the custom_id is known here.

A feature shows a button of another feature, which it may not import: ``Door(label, "event:12:details")``.
"""

from __future__ import annotations

from typing import Any

import discord

from cogs.shared import limits
from cogs.shared.pressable import Pressable


class Door(Pressable, discord.ui.DynamicItem[discord.ui.Button[Any]], template=""):
    """A button that leads to the DynamicItem answering ``custom_id``.

    The empty template lets every custom_id in (discord.py tests it with ``match``) and is never found by a
    press (tested with ``fullmatch``).
    """

    def __init__(
        self,
        label: str | None,
        custom_id: str,
        *,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        emoji: str | None = None,
        row: int | None = None,
    ) -> None:
        button = discord.ui.Button[Any](
            label=None if label is None else limits.clip(label, limits.BUTTON_LABEL),
            style=style,
            emoji=emoji,
            custom_id=limits.check_custom_id(custom_id),
        )
        super().__init__(button, row=row)
