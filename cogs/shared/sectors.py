"""The one question about a person: where they come from. May be ignored; asked by several features."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.i18n import _
from bot.members.rules import Sector
from cogs.shared.panels import HubView
from cogs.shared.press import Press
from cogs.shared.rows import HubButton, HubSelect

if TYPE_CHECKING:
    from bot.hub import Hub


class SectorSelect(HubSelect, template="member:0:sector"):
    """Keeps the sector and says so in a message of its own. Works in a server only."""

    async def press(self, press: Press) -> None:
        sector = Sector(self.chosen[0])
        await press.hub.members.set_sector(press.community_id, press.user_id, press.display_name, sector)
        elsewhere = ElsewhereButton(
            press.say(_("I live in another prefecture")), community_id=press.community_id, answer="yes"
        )
        await press.answer(_("Thank you. Noted: {sector}", sector=sector.label), view=HubView(elsewhere))


class ElsewhereButton(HubButton, template="member:{community_id:d}:elsewhere_{answer}"):
    """[I live in another prefecture], and back again; it names the community, so that it works anywhere."""

    community_id: int
    answer: str

    async def find_community(self, hub: Hub) -> int | None:
        return self.community_id

    async def press(self, press: Press) -> None:
        is_so = self.answer == "yes"
        await press.hub.members.set_from_elsewhere(
            press.community_id, press.user_id, press.display_name, is_so
        )
        back = ElsewhereButton(press.say(_("Take that back")), community_id=press.community_id, answer="no")
        if is_so:
            await press.answer(_("Noted: you live in another prefecture."), view=HubView(back))
        else:
            await press.answer(_("Noted: you live in this prefecture."))


def sector_options(press: Press) -> list[discord.SelectOption]:
    """All sectors, with what this person said before marked."""
    known = press.member.sector if press.member else None
    return [
        discord.SelectOption(label=press.say(sector.label), value=sector.value, default=sector is known)
        for sector in Sector
    ]


def sector_select(press: Press, *, row: int | None = None) -> SectorSelect:
    """The menu."""
    options = sector_options(press)
    return SectorSelect(options, placeholder=press.say(_("Your sector (if you like)")), row=row)
