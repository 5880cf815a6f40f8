"""A long list, privately, page by page."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.i18n import Text, _
from cogs.shared import limits
from cogs.shared.controls import HubView, ViewButton
from cogs.shared.permissions import Right, require
from cogs.shared.press import Press

LINES_PER_PAGE = 20


def pages_of(lines: Sequence[str], per_page: int = LINES_PER_PAGE) -> list[str]:
    """The lines as texts that each fit into an embed's description. At least one page, perhaps empty.

    A single line that would not fit alone is clipped.
    """
    pages: list[list[str]] = [[]]
    for long_line in lines:
        line = limits.clip(long_line, limits.EMBED_DESCRIPTION)
        here = pages[-1]
        if len(here) >= per_page or sum(map(len, here)) + len(here) + len(line) > limits.EMBED_DESCRIPTION:
            pages.append([line])
        else:
            here.append(line)
    return ["\n".join(page) for page in pages]


async def show_pages(
    press: Press,
    title: Text,
    lines: Sequence[str],
    *,
    per_page: int = LINES_PER_PAGE,
    right: Right = Right.MEMBER,
) -> None:
    """Answer with a private list; more than one page gets [Previous] and [Next] for 15 minutes.

    ``lines`` are already said (`Press.say`). ``right`` is asked again whenever a page is turned.
    """
    listing = _Listing(press.say(title), pages_of(lines, per_page), right)
    await press.answer(embed=listing.embed(press), view=listing.buttons(press))


class _Listing:
    def __init__(self, title: str, pages: list[str], right: Right) -> None:
        self.title = title
        self.pages = pages
        self.right = right
        self.at = 0

    def embed(self, press: Press) -> discord.Embed:
        embed = discord.Embed(title=self.title, description=self.pages[self.at])
        if len(self.pages) > 1:
            counted = _("Page {page} of {pages}", page=self.at + 1, pages=len(self.pages))
            embed.set_footer(text=press.say(counted))
        return embed

    def buttons(self, press: Press) -> HubView | None:
        if len(self.pages) == 1:
            return None
        last = len(self.pages) - 1
        return HubView(
            ViewButton(press.say(_("Previous")), self._back, disabled=self.at == 0, updates=True),
            ViewButton(press.say(_("Next")), self._on, disabled=self.at == last, updates=True),
        )

    async def _back(self, press: Press) -> None:
        await self._turn(press, -1)

    async def _on(self, press: Press) -> None:
        await self._turn(press, +1)

    async def _turn(self, press: Press, step: int) -> None:
        require(press, self.right)
        self.at = min(max(self.at + step, 0), len(self.pages) - 1)
        await press.update(embed=self.embed(press), view=self.buttons(press))
