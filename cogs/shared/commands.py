"""Slash commands inside the frame: `on_press` for callbacks, `suggesting` for autocomplete, the tree."""

from __future__ import annotations

import functools
import inspect
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot import log
from cogs.shared import limits
from cogs.shared.answers import Manner, answer_error, identify, run
from cogs.shared.permissions import Right
from cogs.shared.press import Press, Voice

_log = logging.getLogger(__name__)

FRAME = "__hub_frame__"
"""Attribute of every callback that the frame is around; a test looks for it on all commands."""

Callback = Callable[..., Awaitable[None]]
Suggest = Callable[[Any, Press, str], Awaitable[Sequence[app_commands.Choice[Any]]]]


def on_press(
    *,
    right: Right = Right.MEMBER,
    before_setup: bool = False,
    opens_form: bool = False,
    is_anonymous: bool = False,
) -> Callable[[Callback], Any]:
    """Make a cog's method, which takes a `Press` in the place of the interaction, a command callback.

    Stands below ``@app_commands.command`` and above nothing else:

        @app_commands.command(name=cmd(C_("command", "list")), description=cmd(_("The next meetings")))
        @on_press()
        async def list_(self, press: Press, category: str | None = None) -> None: ...
    """

    def around(callback: Callback) -> Any:
        @functools.wraps(callback)
        async def framed(cog: Any, interaction: discord.Interaction[Any], **options: Any) -> None:
            manner = Manner(where_of(interaction), right, before_setup, opens_form, is_anonymous=is_anonymous)
            await run(interaction, manner, lambda press: callback(cog, press, **options))

        # discord.py reads the annotations with this module's globals: hand it the resolved ones.
        framed.__signature__ = inspect.signature(callback, eval_str=True)  # pyright: ignore[reportAttributeAccessIssue]
        manner = Manner(callback.__qualname__, right, before_setup, opens_form, is_anonymous=is_anonymous)
        setattr(framed, FRAME, manner)
        return framed

    return around


@dataclass(frozen=True, slots=True)
class PressedMessage:
    """The message under a message menu, as it was when the menu was opened."""

    id: int
    channel_id: int
    author_id: int
    author_is_bot: bool
    content: str


MenuCallback = Callable[[Press, PressedMessage], Awaitable[None]]


def message_menu(
    name: app_commands.locale_str,
    act: MenuCallback,
    *,
    right: Right = Right.MEMBER,
    opens_form: bool = False,
    is_anonymous: bool = False,
) -> app_commands.ContextMenu:
    """An entry of the menu under a message, inside the frame; give it to ``bot.tree.add_command``."""

    async def framed(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        manner = Manner(where_of(interaction), right, opens_form=opens_form, is_anonymous=is_anonymous)
        pressed = PressedMessage(
            message.id, message.channel.id, message.author.id, message.author.bot, message.content
        )
        await run(interaction, manner, lambda press: act(press, pressed))

    # discord.py reads the annotations of a menu with this module's globals
    framed.__annotations__ = {"interaction": discord.Interaction, "message": discord.Message}
    setattr(framed, FRAME, Manner(str(name), right, opens_form=opens_form, is_anonymous=is_anonymous))
    menu = app_commands.ContextMenu(name=name, callback=framed)
    menu.guild_only = True
    return menu


def suggesting(suggest: Suggest) -> Any:
    """Make a method ``(self, press, typed) -> choices`` an autocomplete callback.

    An error is logged and gives no suggestions; more than 25, or names too long, are cut to fit.
    """

    @functools.wraps(suggest)
    async def framed(
        cog: Any, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[Any]]:
        try:
            press = await identify(interaction, Voice(interaction))
            return limits.fit_choices(await suggest(cog, press, typed))
        except Exception:  # noqa: BLE001  (a list of suggestions cannot show an apology)
            _log.exception("fault %s in the suggestions of %s", log.reference(), where_of(interaction))
            return []

    setattr(framed, FRAME, None)
    return framed


def where_of(interaction: discord.Interaction[Any]) -> str:
    command = interaction.command
    return f"/{command.qualified_name}" if command is not None else "a command"


class HubTree(app_commands.CommandTree[Any]):
    """Answers what goes wrong before or around a callback."""

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        await answer_error(interaction, error, where_of(interaction))
