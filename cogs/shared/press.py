"""Somebody pressed something: who it was, and the ways to answer them privately.

`Voice` knows the mechanics of one Discord interaction (what was said already decides how the next thing is
said); `Press` is what a cog gets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

import discord

from bot.errors import N_, UserError
from bot.i18n import Joined, Text
from cogs.shared import limits
from cogs.shared.clip import split_content
from cogs.shared.renderers import escape

if TYPE_CHECKING:
    from bot.hub import Hub
    from bot.members.rules import Community, Member

Words = Text | Joined | str
"""Something to say: a `Text`, or a string that `Press.say` has already made."""

NOBODY = discord.AllowedMentions.none()


class HubClient(Protocol):
    """What the frame needs of the bot, which lives one floor higher."""

    hub: Hub


class NotSetUp(UserError):
    sentence = N_(
        "This server is not set up yet. Somebody with the permission “Manage Server” can do it with /setup."
    )


def hub_of(interaction: discord.Interaction[Any]) -> Hub:
    return cast("HubClient", interaction.client).hub


def is_private(interaction: discord.Interaction[Any]) -> bool:
    """Whether the pressed message is seen by this person alone: an ephemeral one, or one in a DM."""
    message = interaction.message
    return message is not None and (message.flags.ephemeral or interaction.guild_id is None)


def _let_go(view: discord.ui.View | None) -> None:
    """Keep no view in memory whose buttons all name their rows."""
    if view is not None and not getattr(view, "needs_listening", True):
        view.stop()


class Voice:
    """Says things in answer to one interaction, always privately and without ringing for anybody."""

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        self.interaction = interaction
        self.has_spoken = False
        self._thinking = False
        self._in_place = False

    async def acknowledge(self, *, update: bool) -> None:
        """Tell Discord that an answer comes; ``update``: the pressed private message will be edited."""
        self._in_place = update and is_private(self.interaction)
        await self.interaction.response.defer(ephemeral=True, thinking=not self._in_place)
        self._thinking = not self._in_place

    async def tell(self, **parts: Any) -> None:
        """One private message."""
        _let_go(parts.get("view"))
        if self._thinking:
            files = parts.pop("files", None)
            await self.interaction.edit_original_response(
                allowed_mentions=NOBODY, **parts, **({"attachments": files} if files else {})
            )
            self._thinking = False
        elif not self.interaction.response.is_done():
            await self.interaction.response.send_message(ephemeral=True, allowed_mentions=NOBODY, **parts)
        else:
            await self.interaction.followup.send(ephemeral=True, allowed_mentions=NOBODY, wait=True, **parts)
        self.has_spoken = True

    async def rewrite(
        self,
        content: str | None,
        embeds: Sequence[discord.Embed],
        view: discord.ui.View | None,
        files: Sequence[discord.File],
    ) -> bool:
        """Edit the pressed message, if that is possible and it is private; False: say it anew instead."""
        if not self._in_place:
            return False
        _let_go(view)
        await self.interaction.edit_original_response(
            content=content, embeds=embeds, view=view, attachments=files, allowed_mentions=NOBODY
        )
        self.has_spoken = True
        return True

    async def open_form(self, form: discord.ui.Modal) -> None:
        limits.check_modal(form)
        await self.interaction.response.send_modal(form)
        self.has_spoken = True

    @property
    def gave_a_form(self) -> bool:
        return self.interaction.response.type is discord.InteractionResponseType.modal


@dataclass(frozen=True, slots=True)
class Press:
    """One press of one person, with everything a cog needs to answer it.

    ``lang`` is the language of the answer. ``role_ids`` and ``manages_server`` were true at this press.
    ``member`` is None for somebody about whom nothing was ever stored.
    """

    interaction: discord.Interaction[Any]
    voice: Voice
    hub: Hub
    community_id: int
    user_id: int
    display_name: str
    lang: str
    member: Member | None = None
    community_or_none: Community | None = None
    role_ids: frozenset[int] = field(default_factory=frozenset)
    manages_server: bool = False

    @property
    def community(self) -> Community:
        """The community as /setup left it; raises `NotSetUp` before that."""
        if self.community_or_none is None or not self.community_or_none.is_set_up:
            raise NotSetUp
        return self.community_or_none

    def say(self, words: Words) -> str:
        """The words in this person's language; whatever people typed is escaped."""
        return words if isinstance(words, str) else words.to(self.lang, escape)

    async def answer(
        self,
        words: Words | None = None,
        *,
        embed: discord.Embed | None = None,
        embeds: Sequence[discord.Embed] = (),
        view: discord.ui.View | None = None,
        files: Iterable[discord.File] = (),
    ) -> None:
        """Say something privately. May be called again; the last message carries embeds, buttons and files.

        Too long a text becomes several messages; an embed over Discord's limits is clipped.
        """
        pages = split_content(self.say(words), limits.CONTENT) if words is not None else [None]
        for page in pages[:-1]:
            await self.voice.tell(content=page)
        parts: dict[str, Any] = {"content": pages[-1]} if pages[-1] is not None else {}
        if shown := limits.fit_embeds([embed, *embeds] if embed is not None else embeds):
            parts["embeds"] = shown
        if view is not None:
            parts["view"] = view
        if attached := list(files):
            parts["files"] = attached
        await self.voice.tell(**parts)

    async def update(
        self,
        words: Words | None = None,
        *,
        embed: discord.Embed | None = None,
        embeds: Sequence[discord.Embed] = (),
        view: discord.ui.View | None = None,
        files: Iterable[discord.File] = (),
    ) -> None:
        """Make the private message with the pressed button say this instead (for classes with ``updates``).

        Everything is replaced: no ``view`` means no buttons any more. A message that others see too is left
        alone, and the words are said privately.
        """
        content = None if words is None else limits.clip(self.say(words), limits.CONTENT)
        shown = limits.fit_embeds([embed, *embeds] if embed is not None else embeds)
        attached = list(files)
        if not await self.voice.rewrite(content, shown, view, attached):
            await self.answer(content, embeds=shown, view=view, files=attached)

    async def open_form(self, form: discord.ui.Modal) -> None:
        """Show a form. Only a press marked ``opens_form`` can: a form must be the first response."""
        await self.voice.open_form(form)
