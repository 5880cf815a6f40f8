"""A notice in Discord's clothes: plain line, paragraphs, buttons, files.

Features register their own layouts (a meeting's card) with `register`; everything else is a letter.
Nothing here pings anybody: rings and mentions are added by the courier.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from typing import Protocol

import discord

from bot.i18n import Text
from bot.outbox.notice import Action, Attachment, Notice
from cogs.shared import limits
from cogs.shared.clip import clip

MAX_BUTTONS = 25
"""Five rows of five."""


@dataclass(frozen=True, slots=True)
class MessageParts:
    """What one Discord message consists of; the files are read once, by one send.

    ``keeps_files``: an edit leaves the files of the posted message as they are.
    """

    content: str
    embed: discord.Embed | None = None
    view: discord.ui.View | None = None
    files: tuple[discord.File, ...] = ()
    keeps_files: bool = False


class Renderer(Protocol):
    """Makes the message of a notice for one reader or one place.

    ``community_name`` is given where the reader may know several communities (a direct message).
    """

    def __call__(
        self, notice: Notice, *, lang: str, timezone: str, community_name: str | None = None
    ) -> MessageParts: ...


_renderers: dict[str, Renderer] = {}


def register(layout: str, renderer: Renderer) -> None:
    """From now on ``renderer`` dresses every notice with this ``layout``."""
    _renderers[layout] = renderer


def render(notice: Notice, *, lang: str, timezone: str, community_name: str | None = None) -> MessageParts:
    """The message of ``notice`` in ``lang`` (``ja`` or ``en``), times in ``timezone`` (an IANA name).

    Raises LookupError for a layout that no feature registered.
    """
    parts = _renderers[notice.layout](notice, lang=lang, timezone=timezone, community_name=community_name)
    # where @here is allowed for this post, a renderer that forgot to escape must not ring with typed words
    return replace(parts, content=re.sub(r"@(?=everyone|here)", "@\u200b", parts.content))


def escape(typed: str) -> str:
    """What a person typed, so that it stays plain words: no markdown, no masked link, no mention."""
    # discord.py's escape_markdown leaves the second of two masked links alive, so no "[" ever reaches it
    plain = r"\[".join(discord.utils.escape_markdown(piece) for piece in typed.split("["))
    return discord.utils.escape_mentions(plain)


def letter(
    notice: Notice,
    *,
    lang: str,
    timezone: str,
    community_name: str | None = None,
) -> MessageParts:
    """Subject line and paragraphs; the paragraphs move into an embed when they are long."""
    lines = [headline(notice.subject, lang, community_name)]
    lines += [paragraph.to(lang, escape) for paragraph in notice.paragraphs]
    return fitted(
        MessageParts(
            content="\n".join(lines),
            view=buttons(notice.actions, lang),
            files=files(notice.attachments),
        )
    )


def fitted(parts: MessageParts, tail: str = "") -> MessageParts:
    """The same message with ``tail`` as its last line, cut to what Discord accepts.

    What follows the first line moves into an embed when there is no room for it in the content.
    """
    content = f"{parts.content}\n{tail}" if tail else parts.content
    if len(content) <= limits.CONTENT:
        return replace(parts, content=content)
    first, _newline, body = parts.content.partition("\n")
    if body and parts.embed is None:
        return fitted(
            replace(
                parts, content=first, embed=discord.Embed(description=clip(body, limits.EMBED_DESCRIPTION))
            ),
            tail,
        )
    room = limits.CONTENT - (len(tail) + 1 if tail else 0)
    return replace(parts, content=clip(parts.content, room) + (f"\n{tail}" if tail else ""))


def headline(subject: Text, lang: str, community_name: str | None) -> str:
    """The line that a phone shows in its notification (it shows nothing of an embed)."""
    line = _one_line(subject.to(lang, escape))
    if community_name is not None:
        line = f"〈{_one_line(escape(community_name))}〉{line}"
    return line


def buttons(actions: tuple[Action, ...], lang: str) -> discord.ui.View | None:
    """The actions as buttons that outlive a restart: the ``custom_id`` says all there is to know.

    The cogs answer them with DynamicItems, so the buttons themselves have no callback.
    """
    if not actions:
        return None
    view = discord.ui.View(timeout=None)
    for action in actions[:MAX_BUTTONS]:
        view.add_item(
            discord.ui.Button(
                label=clip(action.label.to(lang), limits.BUTTON_LABEL),
                style=discord.ButtonStyle[action.style],
                custom_id=f"{action.kind}:{action.row_id}:{action.choice}",
            )
        )
    return view


def files(attachments: tuple[Attachment, ...]) -> tuple[discord.File, ...]:
    """The attachments, ready to be sent once."""
    return tuple(discord.File(io.BytesIO(item.content), filename=item.filename) for item in attachments)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


register("letter", letter)
