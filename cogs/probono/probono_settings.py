"""How this server introduces people: the channel for private threads, and the targets of a year."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord

from bot.i18n import Raw, _, joined
from bot.probono.settings import ProbonoSettings, YearTargets
from cogs.probono.probono_targets import era, open_targets_form, targets_lines
from cogs.probono.skills_choosing import StaffButton, StaffMenu, back_button
from cogs.probono.skills_panel import OpenSkills
from cogs.shared.controls import HubButton, HubView, ViewButton, ViewChannelSelect
from cogs.shared.facts import Facts, fresh_facts
from cogs.shared.permissions import THREADS_PERMISSIONS, Right, may, missing_permissions
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed

Show = Callable[[Press], Awaitable[None]]


class ProbonoSettingsButton(HubButton, template="probono:0:settings"):
    """[Settings of probono], for the office; the channel is for those who manage the server."""

    right = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_probono_settings(press, None)


class ProbonoTargetsButton(HubButton, template="probono:{fiscal_year:d}:targets"):
    """[Set targets] below the figures of a fiscal year."""

    fiscal_year: int
    right = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_probono_settings(press, None, self.fiscal_year)


class _ManagerButton(ViewButton):
    right = Right.MANAGER


class _ChannelMenu(ViewChannelSelect):
    right = Right.MANAGER


async def show_probono_settings(press: Press, back: Show | None, fiscal_year: int | None = None) -> None:
    """The settings as they are, with the targets of a fiscal year (None: the present one)."""
    rules = press.hub.probono.settings
    settings = await rules.settings(press.community_id)
    targets = await rules.targets(press.community_id, fiscal_year)
    await _Panel(settings, targets, back).show(press)


class _Panel:
    def __init__(self, settings: ProbonoSettings, of_year: YearTargets, back: Show | None) -> None:
        self._settings = settings
        self._of_year = of_year
        self._back = back

    async def show(self, press: Press) -> None:
        embed = discord.Embed(title=press.say(_("Probono")))
        facts = await fresh_facts(press)
        channel = "\n".join(_channel_lines(press, self._settings, facts))
        embed.add_field(name=press.say(_("Channel for private threads")), value=channel, inline=False)
        targets = _("Targets: {year}", year=era(self._of_year.year))
        embed.add_field(name=press.say(targets), value=targets_lines(press, self._of_year), inline=False)
        await press.update(embed=embed, view=self._view(press))

    def _view(self, press: Press) -> HubView:
        years = [(str(year), press.say(era(year))) for year in self._of_year.years]
        asks = _("Targets of which fiscal year?")
        is_default = self._settings.thread_channel_id is None
        usual = _ManagerButton(
            press.say(_("Use the channel for announcements")), self._usual, updates=True, disabled=is_default
        )
        return HubView(
            *([self._channel_menu(press)] if may(press, Right.MANAGER) else []),
            StaffMenu(press, asks, years, self._year, str(self._of_year.year)),
            StaffButton(
                press.say(_("Set targets")),
                self._targets,
                style=discord.ButtonStyle.primary,
                opens_form=True,
            ),
            *([usual] if may(press, Right.MANAGER) else []),
            StaffButton(press.say(_("Check again")), self.show, updates=True),
            OpenSkills(press.say(_("Dictionary of skills"))),
            *([back_button(press, self._back)] if self._back else []),
        )

    def _channel_menu(self, press: Press) -> _ChannelMenu:
        async def chosen(press: Press) -> None:
            await self._keep(press, menu.values[0].id)

        menu = _ChannelMenu(
            chosen,
            placeholder=press.say(_("Channel for private threads")),
            channel_types=[discord.ChannelType.text],
            updates=True,
        )
        return menu

    async def _usual(self, press: Press) -> None:
        await self._keep(press, None)

    async def _keep(self, press: Press, channel_id: int | None) -> None:
        rules = press.hub.probono.settings
        self._settings = await rules.set_thread_channel(press.community_id, channel_id)
        await self.show(press)

    async def _year(self, press: Press, year: str) -> None:
        self._of_year = await press.hub.probono.settings.targets(press.community_id, int(year))
        await self.show(press)

    async def _targets(self, press: Press) -> None:
        async def keep(press: Press, typed: Typed) -> None:
            rules = press.hub.probono.settings
            await rules.set_targets(press.community_id, self._of_year.year, typed)
            self._of_year = await rules.targets(press.community_id, self._of_year.year)
            await self.show(press)

        await open_targets_form(press, self._of_year, keep)


def _channel_lines(press: Press, settings: ProbonoSettings, facts: Facts) -> list[str]:
    """Which channel it is, and what is switched off for the bot there."""
    channel = facts.channels.get(settings.channel_id or 0)
    if channel is None:
        return [press.say(_("✗ This channel was deleted. Please choose another one."))]
    lines = [channel.mention]
    if settings.thread_channel_id is None:
        told = _("{channel} (the channel for announcements)", channel=Raw(channel.mention))
        lines = [press.say(told)]
    if not isinstance(channel, discord.TextChannel):
        return [*lines, press.say(_("✗ Private threads need a text channel. Please choose another one."))]
    off = missing_permissions(channel, facts.me, THREADS_PERMISSIONS)
    if not off:
        return [*lines, press.say(_("✓ The bot may do everything it needs there."))]
    told = _(
        "✗ Switched off for the bot there: {permissions}. To switch it on: Edit Channel → Permissions → "
        "{bot}; then press “Check again”.",
        permissions=joined(*off),
        bot=facts.me.display_name,
    )
    return [*lines, press.say(told)]
