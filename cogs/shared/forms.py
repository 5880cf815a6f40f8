"""Forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, final

import discord

from cogs.shared import limits
from cogs.shared.answers import Manner, answer_error, run
from cogs.shared.permissions import Right
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub

FORM_LIFETIME_SECONDS = 6 * 60 * 60
"""Discord does not say when somebody closes a form; those are forgotten after this time."""


class HubModal(discord.ui.Modal):
    """A form. Fields are class attributes or added with ``add_item``; `submitted` gets the press.

    ``updates``: the answer edits the private message from which the form was opened. ``is_anonymous``: it
    leaves no trace of who filled it.
    """

    right: ClassVar[Right] = Right.MEMBER
    before_setup: ClassVar[bool] = False
    updates: ClassVar[bool] = False
    is_anonymous: ClassVar[bool] = False

    def __init__(self, title: str, **kwargs: Any) -> None:
        kwargs.setdefault("timeout", FORM_LIFETIME_SECONDS)
        super().__init__(title=limits.clip(title, limits.MODAL_TITLE), **kwargs)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if own := {"interaction_check", "on_error", "on_submit"} & set(vars(cls)):
            raise TypeError(f"{cls.__name__} overrides {own.pop()}, which keeps forms answered")

    async def find_community(self, hub: Hub) -> int | None:
        """As for controls: where this form belongs when it was opened in a direct message."""
        return None

    async def submitted(self, press: Press) -> None:
        """What happens with the filled form. Must answer; cannot open another form."""
        raise NotImplementedError

    @final
    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        manner = Manner(
            type(self).__name__,
            self.right,
            self.before_setup,
            updates=self.updates,
            is_anonymous=self.is_anonymous,
        )
        await run(interaction, manner, self.submitted, self.find_community)

    @final
    async def on_error(self, interaction: discord.Interaction[Any], error: Exception, /) -> None:
        await answer_error(interaction, error, type(self).__name__, is_anonymous=self.is_anonymous)
