"""Persistent controls: they name their row in the custom_id and work after a restart."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from typing import Any, ClassVar

import discord

from cogs.shared import limits
from cogs.shared.pressable import Pressable


def pattern_of(template: str) -> str:
    """The regular expression of a custom_id template."""
    pieces = []
    for literal, field, kind, _conversion in string.Formatter().parse(template):
        pieces.append(re.escape(literal))
        if field is not None:
            pieces.append(f"(?P<{field}>{r'[0-9]{1,19}' if kind == 'd' else '[^:]+'})")
    return "".join(pieces)


class _Row(Pressable):
    """The part that reads and writes the custom_id."""

    custom_id_template: ClassVar[str] = ""

    def __init_subclass__(cls, *, template: str = "", **kwargs: Any) -> None:
        cls.custom_id_template = template
        super().__init_subclass__(template=pattern_of(template) if template else "(?!)", **kwargs)

    def _take(self, values: dict[str, Any]) -> None:
        for _literal, field, kind, _conversion in string.Formatter().parse(self.custom_id_template):
            if field is not None:
                setattr(self, field, int(values[field]) if kind == "d" else values[field])

    @classmethod
    def custom_id_for(cls, **values: Any) -> str:
        """The custom_id of this control for one row (at most 100 characters)."""
        return limits.check_custom_id(cls.custom_id_template.format(**values))

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003  (the library's signature)
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Any:
        self: Any = cls.__new__(cls)
        discord.ui.DynamicItem.__init__(self, item)
        self._take(match.groupdict())
        return self


class HubButton(_Row, discord.ui.DynamicItem[discord.ui.Button[Any]]):
    """A button that works for ever, also in direct messages if it has ``find_community``."""

    def __init__(
        self,
        label: str | None = None,
        *,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        emoji: str | None = None,
        disabled: bool = False,
        row: int | None = None,
        **values: Any,
    ) -> None:
        button = discord.ui.Button[Any](
            label=None if label is None else limits.clip(label, limits.BUTTON_LABEL),
            style=style,
            emoji=emoji,
            disabled=disabled,
            custom_id=self.custom_id_for(**values),
        )
        super().__init__(button, row=row)
        self._take(values)


class HubSelect(_Row, discord.ui.DynamicItem[discord.ui.Select[Any]]):
    """A menu that works for ever; ``chosen`` is what was chosen."""

    def __init__(
        self,
        options: Sequence[discord.SelectOption],
        *,
        placeholder: str | None = None,
        min_values: int = 1,
        max_values: int = 1,
        row: int | None = None,
        **values: Any,
    ) -> None:
        select = discord.ui.Select[Any](
            options=limits.fit_options(options),
            placeholder=None if placeholder is None else limits.clip(placeholder, limits.PLACEHOLDER),
            min_values=min_values,
            max_values=max_values,
            custom_id=self.custom_id_for(**values),
        )
        super().__init__(select, row=row)
        self._take(values)

    @property
    def chosen(self) -> list[str]:
        return self.item.values
