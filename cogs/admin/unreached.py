"""Who was not reached about one meeting, why, and what can be done."""

from __future__ import annotations

from typing import ClassVar

import discord

from bot.i18n import _
from cogs.admin.outbox_lines import line_text
from cogs.admin.reasons import remedy_text
from cogs.admin.subjects import subjects_of
from cogs.shared.controls import HubButton
from cogs.shared.doors import Door
from cogs.shared.paging import show_pages
from cogs.shared.permissions import Right
from cogs.shared.press import Press


class UnreachedButton(HubButton, template="unreached:{event_id:d}:list"):
    """[Who was not reached] under a meeting, in /outbox and in what staff are told."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_unreached(press, self.event_id)


async def show_unreached(press: Press, event_id: int) -> None:
    """One line for each notice, with the name where the office may read it. Raises `NoSuchEvent`."""
    event = await press.hub.events.show(press.community_id, event_id, is_staff=True)
    lines = await press.hub.unreached.about(press.community_id, event_id)
    if not lines:
        await press.answer(_("Everybody was reached about “{title}”.", title=event.title))
        return
    subjects = await subjects_of(press, lines)
    told = [
        press.say(
            _(
                "{line}\n  → {remedy}",
                line=line_text(line, subjects, press.community.tz),
                remedy=remedy_text(line),
            )
        )
        for line in lines
    ]
    title = _("Not reached: {title}", title=event.title)
    await show_pages(press, title, told, per_page=10, right=Right.STAFF)


def door(press: Press, event_id: int) -> Door:
    """The button from another screen."""
    label = press.say(_("Who was not reached"))
    return Door(label, f"unreached:{event_id}:list", style=discord.ButtonStyle.secondary)
