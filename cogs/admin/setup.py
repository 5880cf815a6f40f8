"""/setup: one private message with three menus and [Start with this]."""

from __future__ import annotations

import discord

from bot.errors import N_, UserError
from bot.i18n import Raw, Text, _
from cogs.admin.check import show_check
from cogs.admin.more import MorePanel
from cogs.admin.panels import (
    ManagerButton,
    ManagerChannelSelect,
    ManagerRoleSelect,
    chosen_channel,
    chosen_role,
)
from cogs.shared.controls import HubButton, HubView
from cogs.shared.facts import fresh_facts
from cogs.shared.permissions import Right
from cogs.shared.press import Press

TEXT_CHANNELS = [discord.ChannelType.text, discord.ChannelType.news]


class SomethingIsMissing(UserError):
    sentence = N_("Please choose {what} first, then press the button again.")


class SameChannel(UserError):
    sentence = N_(
        "Announcements and staff need different channels: "
        "everyone reads the first, only the office the second."
    )


class EveryoneAsStaff(UserError):
    sentence = N_("@everyone cannot be the staff role. Please choose a role that only the office has.")


class OpenSetup(HubButton, template="admin:0:setup"):
    """[Settings of this server] on the home panel."""

    right = Right.MANAGER
    before_setup = True

    async def press(self, press: Press) -> None:
        await show_setup(press)


async def show_setup(press: Press) -> None:
    """Answer with the menus, filled with what is set already or with this channel."""
    panel = SetupPanel(press)
    await press.answer(embed=panel.embed(press), view=panel.view(press))


class SetupPanel:
    """What is chosen so far; lives as long as its private message."""

    def __init__(self, press: Press) -> None:
        known = press.community_or_none
        self.announce_id = (known and known.announce_channel_id) or _this_channel(press)
        self.staff_id = known.staff_channel_id if known else None
        self.role_id = known.staff_role_id if known else None
        self.is_set_up = known is not None and known.is_set_up

    def embed(self, press: Press) -> discord.Embed:
        intro = _(
            "Three choices, then this server can start. "
            "Everything else has sensible values and can be changed later under “More settings”."
        )
        embed = discord.Embed(title=press.say(_("Setting up")), description=press.say(intro))
        for name, chosen in (
            (_("1. Announcements go to"), _channel(self.announce_id)),
            (_("2. Staff channel (only the office can read it)"), _channel(self.staff_id)),
            (_("3. Staff role (who may announce and cancel)"), _role(self.role_id)),
        ):
            embed.add_field(name=press.say(name), value=press.say(chosen), inline=False)
        return embed

    def view(self, press: Press) -> HubView:
        self._announce = ManagerChannelSelect(
            self._chosen,
            placeholder=press.say(_("Where announcements go")),
            channel_types=TEXT_CHANNELS,
            default_values=chosen_channel(self.announce_id),
            updates=True,
        )
        self._staff = ManagerChannelSelect(
            self._chosen,
            placeholder=press.say(_("Staff channel")),
            channel_types=[discord.ChannelType.text],
            default_values=chosen_channel(self.staff_id),
            updates=True,
        )
        self._role = ManagerRoleSelect(
            self._chosen,
            placeholder=press.say(_("Staff role")),
            default_values=chosen_role(self.role_id),
            updates=True,
        )
        start = _("Save this") if self.is_set_up else _("Start with this")
        return HubView(
            self._announce,
            self._staff,
            self._role,
            ManagerButton(press.say(start), self._start, style=discord.ButtonStyle.success, updates=True),
            ManagerButton(press.say(_("More settings")), self._more, updates=True),
        )

    async def show(self, press: Press) -> None:
        """Show the choices so far in the place of the pressed message."""
        await press.update(embed=self.embed(press), view=self.view(press))

    async def _chosen(self, press: Press) -> None:
        self.announce_id = _first(self._announce) or self.announce_id
        self.staff_id = _first(self._staff) or self.staff_id
        self.role_id = _first(self._role) or self.role_id
        await self.show(press)

    async def _start(self, press: Press) -> None:
        announce_id, staff_id, role_id = self._complete(press)
        facts = await fresh_facts(press)
        facts.channel(announce_id)
        facts.staff_channel(staff_id)
        community = await press.hub.communities.set_up(
            press.community_id,
            name=facts.name,
            announce_channel_id=announce_id,
            staff_channel_id=staff_id,
            staff_role_id=role_id,
        )
        await show_check(press, community, facts)

    async def _more(self, press: Press) -> None:
        guild = press.interaction.guild
        community = await press.hub.communities.known(press.community_id, guild.name if guild else "")
        await MorePanel(community, back=self.show).show(press)

    def _complete(self, press: Press) -> tuple[int, int, int]:
        """The three choices; raises the `UserError` that names what is missing or cannot be."""
        if self.announce_id is None:
            raise SomethingIsMissing(what=_("the channel for announcements"))
        if self.staff_id is None:
            raise SomethingIsMissing(what=_("the staff channel"))
        if self.role_id is None:
            raise SomethingIsMissing(what=_("the staff role"))
        if self.announce_id == self.staff_id:
            raise SameChannel
        if self.role_id == press.community_id:
            raise EveryoneAsStaff
        return self.announce_id, self.staff_id, self.role_id


def _this_channel(press: Press) -> int | None:
    channel = press.interaction.channel
    return channel.id if channel is not None and channel.type in TEXT_CHANNELS else None


def _first(menu: ManagerChannelSelect | ManagerRoleSelect) -> int | None:
    return menu.values[0].id if menu.values else None


def _channel(channel_id: int | None) -> Text | Raw:
    return Raw(f"<#{channel_id}>") if channel_id else _("not chosen yet")


def _role(role_id: int | None) -> Text | Raw:
    return Raw(f"<@&{role_id}>") if role_id else _("not chosen yet")
