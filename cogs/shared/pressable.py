"""What every control says about itself, and the final way in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, ClassVar

import discord

from cogs.shared.answers import Manner, run
from cogs.shared.permissions import Right
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub

OnPress = Callable[[Press], Awaitable[None]]


class Pressable:
    """What a control says about itself, and the final way in.

    ``updates``: the press edits the private message it sits on (`Press.update`); ``opens_form``: it answers
    with a form and is not acknowledged before; ``is_anonymous``: it leaves no trace of who pressed.
    """

    right: ClassVar[Right] = Right.MEMBER
    before_setup: ClassVar[bool] = False
    opens_form: bool = False
    updates: bool = False
    is_anonymous: bool = False

    _final: ClassVar[tuple[str, ...]] = (
        "callback",
        "interaction_check",
        "on_error",
        "from_custom_id",
        "on_submit",
    )

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.__module__.startswith("cogs.shared.") and (
            own := [name for name in cls._final if name in vars(cls)]
        ):
            raise TypeError(f"{cls.__name__} overrides {own[0]}, which keeps presses answered")

    async def find_community(self, hub: Hub) -> int | None:
        """The community of the row in the custom_id, for a press in a direct message; None: not there."""
        return None

    async def press(self, press: Press) -> None:
        """What happens. Must answer."""
        raise NotImplementedError

    def _manner(self) -> Manner:
        return Manner(
            type(self).__name__,
            self.right,
            self.before_setup,
            self.opens_form,
            self.updates,
            self.is_anonymous,
        )

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await run(interaction, self._manner(), self.press, self.find_community)
