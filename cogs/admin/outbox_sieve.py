"""The two menus of /outbox that look at one way or one event only."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import discord

from bot.i18n import Text, _
from bot.outbox.notice import Way
from bot.outbox.trays import Page, Sieve
from cogs.admin.panels import StaffSelect
from cogs.admin.subjects import Subjects
from cogs.shared.controls import OnPress
from cogs.shared.press import Press

EVERYTHING = "all"
WAYS: dict[Way, Text] = {
    "place": _("Posts in Discord"),
    "dm": _("Direct messages"),
    "mail": _("Mail"),
}


class SieveMenus:
    """``sieve`` is what is chosen now; the panel reads it when one of the menus was used."""

    def __init__(self, sieve: Sieve) -> None:
        self.sieve = sieve

    def ways(self, press: Press, do: OnPress) -> StaffSelect:
        """The menu of the ways."""
        options = [_option(press.say(_("By every way")), EVERYTHING, self.sieve.way or EVERYTHING)]
        options += [
            _option(press.say(label), way, self.sieve.way or EVERYTHING) for way, label in WAYS.items()
        ]

        async def choose(press: Press) -> None:
            chosen = menu.values[0]
            way = None if chosen == EVERYTHING else cast("Way", chosen)
            self.sieve = replace(self.sieve, way=way)
            await do(press)

        menu = StaffSelect(options, choose, updates=True)
        return menu

    def events(self, press: Press, page: Page, subjects: Subjects, do: OnPress) -> StaffSelect | None:
        """The menu of the events of which there is something in this tray; None where there is none."""
        offered = list(page.subjects)
        if self.sieve.subject is not None and self.sieve.subject not in offered:
            offered = [self.sieve.subject, *offered[:-1]]
        if not offered:
            return None
        now = self.sieve.subject or EVERYTHING
        options = [_option(press.say(_("About every event, and all else")), EVERYTHING, now)]
        options += [_option(subjects.titles.get(subject, subject), subject, now) for subject in offered]

        async def choose(press: Press) -> None:
            chosen = menu.values[0]
            self.sieve = replace(self.sieve, subject=None if chosen == EVERYTHING else chosen)
            await do(press)

        menu = StaffSelect(options, choose, updates=True)
        return menu


def _option(label: str, value: str, chosen: str) -> discord.SelectOption:
    return discord.SelectOption(label=label, value=value, default=value == chosen)
