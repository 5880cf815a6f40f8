"""The posted card: its plain lines, its embed and its buttons, as a layout of the outbox."""

from __future__ import annotations

from functools import partial

import discord

from bot.events.notice_lines import when_line
from bot.events.rules import Event, EventState
from bot.i18n import _
from bot.outbox.notice import Notice
from cogs.events.embeds import card_embed
from cogs.events.flyers import put_on
from cogs.events.views import card_buttons
from cogs.shared.controls import HubView
from cogs.shared.doors import Door
from cogs.shared.renderers import MessageParts, fitted, headline, register


def register_layouts() -> None:
    """Let the courier post cards: open, after the deadline, and after the meeting has begun."""
    register("event_card", _render)
    register("event_card_late", partial(_render, late=True))
    register("event_card_closed", partial(_render, closed=True))


def _render(
    notice: Notice,
    *,
    lang: str,
    timezone: str,
    community_name: str | None = None,
    closed: bool = False,
    late: bool = False,
) -> MessageParts:
    event: Event = notice.facts
    cancelled = event.state is EventState.CANCELLED
    subject = _("Cancelled: {title}", title=event.title) if cancelled else notice.subject
    embed = card_embed(event, lang, closed=closed, late=late, theme=notice.paragraphs)
    files = put_on(embed, notice.picture, lang)
    return fitted(
        MessageParts(
            content=f"{headline(subject, lang, community_name)}\n{when_line(event).to(lang)}",
            view=HubView(
                *card_buttons(event, lang, closed=closed, late=late), *_doors(notice, lang), timeout=None
            ),
            embed=embed,
            files=files,
            keeps_files=notice.picture is not None and not files,
        )
    )


def _doors(notice: Notice, lang: str) -> list[Door]:
    """What else can be pressed for now, such as [Check in] around the beginning."""
    return [
        Door(
            action.label.to(lang),
            f"{action.kind}:{action.row_id}:{action.choice}",
            style=discord.ButtonStyle[action.style],
            row=2,
        )
        for action in notice.actions
    ]
