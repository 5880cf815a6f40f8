"""Passing controls: they live in a view under a private answer, as long as Discord lets it be edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, final

import discord

from cogs.shared import limits
from cogs.shared.answers import answer_error
from cogs.shared.press import Press
from cogs.shared.pressable import OnPress, Pressable

VIEW_LIFETIME_SECONDS = 15 * 60
"""As long as the token of a press is good."""


class HubView(discord.ui.View):
    """Buttons under a private answer. Holds persistent and passing controls.

    A view with persistent controls and links only needs nobody to wait for it (``needs_listening``).
    """

    needs_listening = False

    def __init__(self, *items: discord.ui.Item[Any], timeout: float | None = VIEW_LIFETIME_SECONDS) -> None:
        super().__init__(timeout=timeout)
        for item in items:
            self.add_item(item)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if own := {"interaction_check", "on_error"} & set(vars(cls)):
            raise TypeError(f"{cls.__name__} overrides {own.pop()}, which keeps presses answered")

    def add_item(self, item: discord.ui.Item[Any]) -> HubView:
        if isinstance(item, discord.ui.DynamicItem) and isinstance(item, Pressable):
            # Its bare button goes in: when a view that holds a DynamicItem ends, discord.py forgets the whole
            # class, and that button would be dead on every message until the next start.
            return super().add_item(item.item)
        link = isinstance(item, discord.ui.Button) and item.url is not None
        if not link and not isinstance(item, Pressable):
            raise TypeError(f"{type(item).__name__} would leave its errors unanswered")
        self.needs_listening = self.needs_listening or not link
        return super().add_item(item)

    @final
    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, item: discord.ui.Item[Any], /
    ) -> None:
        is_anonymous = isinstance(item, Pressable) and item.is_anonymous
        await answer_error(interaction, error, type(item).__name__, is_anonymous=is_anonymous)


class _Passing(Pressable):
    """A control whose work is given as a function."""

    on_press: OnPress | None = None

    async def press(self, press: Press) -> None:
        if self.on_press is None:
            raise NotImplementedError
        await self.on_press(press)

    def _be(
        self, on_press: OnPress | None, *, updates: bool, opens_form: bool, is_anonymous: bool = False
    ) -> None:
        if on_press is not None:
            self.on_press = on_press
        self.updates = updates or type(self).updates
        self.opens_form = opens_form or type(self).opens_form
        self.is_anonymous = is_anonymous or type(self).is_anonymous


class ViewButton(_Passing, discord.ui.Button[Any]):
    def __init__(
        self,
        label: str | None = None,
        on_press: OnPress | None = None,
        *,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        emoji: str | None = None,
        disabled: bool = False,
        row: int | None = None,
        updates: bool = False,
        opens_form: bool = False,
        is_anonymous: bool = False,
    ) -> None:
        label = None if label is None else limits.clip(label, limits.BUTTON_LABEL)
        super().__init__(label=label, style=style, emoji=emoji, disabled=disabled, row=row)
        self._be(on_press, updates=updates, opens_form=opens_form, is_anonymous=is_anonymous)


class ViewSelect(_Passing, discord.ui.Select[Any]):
    """A menu of strings; ``values`` is what was chosen."""

    def __init__(
        self,
        options: Sequence[discord.SelectOption],
        on_press: OnPress | None = None,
        *,
        updates: bool = False,
        opens_form: bool = False,
        is_anonymous: bool = False,
        **menu: Any,
    ) -> None:
        super().__init__(options=limits.fit_options(options), **limits.fit_menu(menu))
        self._be(on_press, updates=updates, opens_form=opens_form, is_anonymous=is_anonymous)


class ViewUserSelect(_Passing, discord.ui.UserSelect[Any]):
    """A menu of the people in this server; ``values`` is whom was chosen."""

    def __init__(
        self, on_press: OnPress | None = None, *, updates: bool = False, opens_form: bool = False, **menu: Any
    ) -> None:
        super().__init__(**limits.fit_menu(menu))
        self._be(on_press, updates=updates, opens_form=opens_form)


class ViewChannelSelect(_Passing, discord.ui.ChannelSelect[Any]):
    def __init__(
        self, on_press: OnPress | None = None, *, updates: bool = False, opens_form: bool = False, **menu: Any
    ) -> None:
        super().__init__(**limits.fit_menu(menu))
        self._be(on_press, updates=updates, opens_form=opens_form)


class ViewRoleSelect(_Passing, discord.ui.RoleSelect[Any]):
    def __init__(
        self, on_press: OnPress | None = None, *, updates: bool = False, opens_form: bool = False, **menu: Any
    ) -> None:
        super().__init__(**limits.fit_menu(menu))
        self._be(on_press, updates=updates, opens_form=opens_form)
