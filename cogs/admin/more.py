"""[More settings]: everything that has a sensible value already."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.i18n import LANGUAGES, _
from bot.members.rules import Community
from cogs.admin.archive import ArchivePanel
from cogs.admin.more_forms import DraftDaysForm, OfficeForm, PlaceForm, TimesForm
from cogs.admin.panels import ManagerButton, ManagerRoleSelect, ManagerSelect, chosen_role
from cogs.admin.switches import switches
from cogs.shared import screens
from cogs.shared.controls import HubView
from cogs.shared.press import Press
from cogs.shared.server_settings import LANGUAGE_NAMES, more_settings

Show = Callable[[Press], Awaitable[None]]


class MorePanel:
    """The settings as they are; every choice is kept at once."""

    def __init__(self, community: Community, *, back: Show) -> None:
        self.community = community
        self._back = back

    async def show(self, press: Press) -> None:
        """Show the settings in the place of the pressed message."""
        await press.update(embed=self.embed(press), view=self.view(press))

    async def keep(self, press: Press, **changes: Any) -> None:
        """Store what was changed and show it."""
        self.community = await press.hub.communities.change(press.community_id, **changes)
        await self.show(press)

    def embed(self, press: Press) -> discord.Embed:
        embed = discord.Embed(title=press.say(_("More settings")))
        for name, value in more_settings(self.community):
            embed.add_field(name=press.say(name), value=press.say(value), inline=False)
        return embed

    def view(self, press: Press) -> HubView:
        self._language = ManagerSelect(
            [
                discord.SelectOption(
                    label=LANGUAGE_NAMES[lang], value=lang, default=lang == self.community.language
                )
                for lang in LANGUAGES
            ],
            self._language_chosen,
            placeholder=press.say(_("Language of announcements")),
            updates=True,
        )
        ring = self.community.ring_role_id
        self._ring = ManagerRoleSelect(
            self._ring_chosen,
            placeholder=press.say(_("Role that can be rung (may stay empty)")),
            default_values=chosen_role(ring),
            min_values=0,
            updates=True,
        )
        return HubView(
            self._language,
            self._ring,
            ManagerButton(press.say(_("Times of reminders")), self._times, opens_form=True),
            ManagerButton(press.say(_("Time zone and closed days")), self._place, opens_form=True),
            ManagerButton(press.say(_("Drafts of series")), self._drafts, opens_form=True),
            ManagerButton(
                press.say(_("No role to ring")), self._no_ring, updates=True, disabled=ring is None
            ),
            ManagerButton(press.say(_("Channel for records")), self._archive, updates=True),
            ManagerButton(press.say(_("Seeds")), self._seeds, updates=True),
            ManagerButton(press.say(_("Office's addresses")), self._office, opens_form=True),
            ManagerButton(press.say(_("Probono")), self._probono, updates=True),
            *switches(press, self.community, self.keep),
            ManagerButton(press.say(_("Back")), self._back, updates=True),
        )

    async def _language_chosen(self, press: Press) -> None:
        await self.keep(press, language=self._language.values[0])

    async def _ring_chosen(self, press: Press) -> None:
        chosen = self._ring.values[0].id if self._ring.values else None
        # @everyone is rung by @here only; its role has the server's own id
        await self.keep(press, ring_role_id=None if chosen == press.community_id else chosen)

    async def _archive(self, press: Press) -> None:
        await ArchivePanel(self.community, self.keep, back=self.show).show(press)

    async def _seeds(self, press: Press) -> None:
        await screens.show(screens.SEED_SETTINGS, press, self.show)

    async def _probono(self, press: Press) -> None:
        await screens.show(screens.PROBONO_SETTINGS, press, self.show)

    async def _no_ring(self, press: Press) -> None:
        await self.keep(press, ring_role_id=None)

    async def _times(self, press: Press) -> None:
        await press.open_form(TimesForm(press, self.keep, TimesForm.typed_for(self.community)))

    async def _drafts(self, press: Press) -> None:
        typed = DraftDaysForm.typed_for(self.community)
        await press.open_form(DraftDaysForm(press, self.keep, typed))

    async def _office(self, press: Press) -> None:
        await press.open_form(OfficeForm(press, self.keep, OfficeForm.typed_for(self.community)))

    async def _place(self, press: Press) -> None:
        await press.open_form(PlaceForm(press, self.keep, PlaceForm.typed_for(self.community)))
