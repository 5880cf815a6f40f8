"""[More settings]: everything that has a sensible value already."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.clock import LocalDate
from bot.i18n import C_, LANGUAGES, Raw, Text, _, _n, joined
from bot.members.rules import Community, Leads
from cogs.admin.more_forms import PlaceForm, TimesForm
from cogs.admin.panels import ManagerButton, ManagerRoleSelect, ManagerSelect, chosen_role
from cogs.shared.controls import HubView
from cogs.shared.press import Press

LANGUAGE_NAMES = {"ja": Raw("日本語"), "en": Raw("English")}
"""Each language in its own words, so that whoever needs it can read it."""

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
        known = self.community
        ring = Raw(f"<@&{known.ring_role_id}>") if known.ring_role_id else C_("role to ring", "none")
        closed = (
            joined(*(LocalDate(day) for day in known.closed_days))
            if known.closed_days
            else C_("closed days", "none")
        )
        embed = discord.Embed(title=press.say(_("More settings")))
        for name, value in (
            (_("Language of announcements"), LANGUAGE_NAMES[known.language]),
            (_("Time zone"), _("{zone}", zone=known.timezone)),
            (_("Reminders"), _leads(known.leads)),
            (_("Role that can be rung"), ring),
            (_("Closed days"), closed),
        ):
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
            ManagerButton(
                press.say(_("No role to ring")), self._no_ring, updates=True, disabled=ring is None
            ),
            ManagerButton(press.say(_("Back")), self._back, updates=True),
        )

    async def _language_chosen(self, press: Press) -> None:
        await self.keep(press, language=self._language.values[0])

    async def _ring_chosen(self, press: Press) -> None:
        chosen = self._ring.values[0].id if self._ring.values else None
        # @everyone is rung by @here only; its role has the server's own id
        await self.keep(press, ring_role_id=None if chosen == press.community_id else chosen)

    async def _no_ring(self, press: Press) -> None:
        await self.keep(press, ring_role_id=None)

    async def _times(self, press: Press) -> None:
        await press.open_form(TimesForm(press, self.keep, TimesForm.typed_for(self.community.leads)))

    async def _place(self, press: Press) -> None:
        await press.open_form(PlaceForm(press, self.keep, PlaceForm.typed_for(self.community)))


def _leads(leads: Leads) -> Text:
    return _(
        "7 days before: {week} (only to those who answered early) / the day before: {eve} / "
        "at the venue: {venue} before / online: {online} before",
        week=leads.week,
        eve=leads.eve,
        venue=_length(leads.venue_minutes),
        online=_length(leads.online_minutes),
    )


def _length(minutes: int) -> Text:
    if minutes % 60 == 0:
        return _n("{count} hour", "{count} hours", count=minutes // 60)
    return _n("{count} minute", "{count} minutes", count=minutes)
