"""The open needs, as every member may read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from bot.i18n import Text, _
from bot.probono.strangers import OpenNeed
from cogs.probono.need_texts import open_need_embed
from cogs.shared.controls import HubButton, HubView, ViewButton, ViewSelect
from cogs.shared.doors import Door
from cogs.shared.press import Press

PER_PAGE = 20


class OpenNeedsButton(HubButton, template="need:0:list"):
    """[Open requests]."""

    async def press(self, press: Press) -> None:
        await press.answer(**await OpenNeeds().parts(press))


OPEN_NEED_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (OpenNeedsButton,)


class OpenNeeds:
    """Newest first, page by page, with a menu to read one; read anew at every press."""

    def __init__(self) -> None:
        self.page = 0

    async def parts(self, press: Press) -> dict[str, Any]:
        """What the message shows."""
        found = await press.hub.probono.needs.looking(press.community_id)
        if not found:
            return {
                "words": _(
                    "Nobody is looked for at the moment. New requests appear here as soon as they are open."
                )
            }
        last = (len(found) - 1) // PER_PAGE
        self.page = min(max(self.page, 0), last)
        shown = found[self.page * PER_PAGE : (self.page + 1) * PER_PAGE]
        embed = discord.Embed(
            title=press.say(_("Open requests")),
            description="\n".join(press.say(_line(need)) for need in shown),
        )
        items: list[discord.ui.Item[Any]] = [_OpenNeedMenu(press, shown)]
        if last:
            embed.set_footer(text=press.say(_("Page {page} of {pages}", page=self.page + 1, pages=last + 1)))
            items += [
                ViewButton(press.say(_("Previous")), self._turn(-1), disabled=not self.page, updates=True),
                ViewButton(press.say(_("Next")), self._turn(+1), disabled=self.page == last, updates=True),
            ]
        return {"embed": embed, "view": HubView(*items)}

    def _turn(self, step: int) -> Any:
        async def turn(press: Press) -> None:
            self.page += step
            await press.update(**await self.parts(press))

        return turn


def _line(need: OpenNeed) -> Text:
    title: object = need.title or _("(no title)")
    if need.kind is None:
        return _("・{what}", what=title)
    return _("・{title} ({kind})", title=title, kind=need.kind.label)


class _OpenNeedMenu(ViewSelect):
    def __init__(self, press: Press, shown: Sequence[OpenNeed]) -> None:
        options = [discord.SelectOption(label=need.title or "…", value=str(need.id)) for need in shown]
        super().__init__(options, placeholder=press.say(_("Read one of them")))

    async def press(self, press: Press) -> None:
        need = await press.hub.probono.needs.look_at(press.community_id, int(self.values[0]))
        taxonomy = await press.hub.probono.chips.taxonomy(press.community_id)
        volunteer = Door(
            press.say(_("I could help with this")),
            f"need:{need.id}:volunteer",
            style=discord.ButtonStyle.primary,
        )
        await press.answer(embed=open_need_embed(press, need, taxonomy), view=HubView(volunteer))
