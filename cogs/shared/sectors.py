"""The one question about a person: where they come from. May be ignored; asked by several features."""

from __future__ import annotations

import discord

from bot.i18n import _
from bot.members.rules import Sector
from cogs.shared.press import Press
from cogs.shared.rows import HubSelect


class SectorSelect(HubSelect, template="member:0:sector"):
    """Keeps the sector and says so in a message of its own. Works in a server only."""

    async def press(self, press: Press) -> None:
        sector = Sector(self.chosen[0])
        await press.hub.members.set_sector(press.community_id, press.user_id, press.display_name, sector)
        await press.answer(_("Thank you. Noted: {sector}", sector=sector.label))


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
