"""/desk: everything that waits for the office, in order of due dates, with a button for each line."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.desk.lines import DeskLine
from bot.desk.view import DeskView
from bot.desk.words import buttons_for, heading, line_text
from bot.i18n import _
from bot.outbox.notice import Action
from cogs.shared.controls import HubButton, HubView
from cogs.shared.doors import Door
from cogs.shared.permissions import Right
from cogs.shared.press import Press

LINES_PER_PAGE = 10
MOST_BUTTONS = 25 - 6
"""Of the lines: Discord's 25, less those that turn the pages and those that every month needs."""


class OpenDesk(HubButton, template="desk:0:open"):
    """[Desk] on the home panel and under the post of Monday morning."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_desk(press)


class DeskPageButton(HubButton, template="desk:{page:d}:page:{way}"):
    """[Look again], [Previous] and [Next]: the panel itself shows that page as it is now.

    ``way`` only tells the buttons of one panel apart.
    """

    page: int
    way: str
    right: ClassVar[Right] = Right.STAFF
    updates = True

    async def press(self, press: Press) -> None:
        embed, view = await _panel(press, self.page)
        await press.update(embed=embed, view=view)


DESK_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (OpenDesk, DeskPageButton)


async def show_desk(press: Press) -> None:
    """Answer with the first page."""
    embed, view = await _panel(press, 1)
    await press.answer(embed=embed, view=view)


async def _panel(press: Press, page: int) -> tuple[discord.Embed, HubView]:
    desk = await press.hub.desk.lines(press.community_id)
    pages = max(1, -(-len(desk.lines) // LINES_PER_PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * LINES_PER_PAGE
    shown = desk.lines[first : first + LINES_PER_PAGE]
    embed = _embed(press, desk, shown, first + 1)
    if pages > 1:
        embed.set_footer(text=press.say(_("Page {page} of {pages}", page=page, pages=pages)))
    doors = [_door(press, action) for action in buttons_for(shown, first + 1, most=MOST_BUTTONS)]
    return embed, HubView(*doors, *_page_buttons(press, page, pages), *_month_doors(press))


def _embed(press: Press, desk: DeskView, shown: tuple[DeskLine, ...], first: int) -> discord.Embed:
    title = press.say(_("The office's desk"))
    if not desk.lines:
        thanks = _("Nothing is waiting for you right now. Thank you for all that you do.")
        return discord.Embed(title=title, description=press.say(thanks))
    now = press.hub.clock()
    lines = [press.say(line_text(number, line, desk, now)) for number, line in enumerate(shown, first)]
    return discord.Embed(title=title, description="\n".join([f"**{press.say(heading(desk))}**", "", *lines]))


def _door(press: Press, action: Action) -> Door:
    return Door(
        action.label.to(press.lang),
        f"{action.kind}:{action.row_id}:{action.choice}",
        style=discord.ButtonStyle[action.style],
    )


def _month_doors(press: Press) -> list[Door]:
    """What else a month needs, so that it can be run from here alone."""
    return [
        Door(press.say(_("New event")), "events:0:new"),
        Door(press.say(_("Next events")), "events:0:list"),
        Door(press.say(_("Outbox")), "admin:0:outbox"),
    ]


def _page_buttons(press: Press, page: int, pages: int) -> list[DeskPageButton]:
    again = DeskPageButton(press.say(_("Look again")), page=page, way="here")
    if pages == 1:
        return [again]
    back, on = press.say(_("Previous")), press.say(_("Next"))
    return [
        again,
        DeskPageButton(back, page=max(page - 1, 1), way="back", disabled=page == 1),
        DeskPageButton(on, page=page + 1, way="next", disabled=page == pages),
    ]
