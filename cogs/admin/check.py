"""After /setup: which permissions are on, which switch is missing, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.i18n import C_, Raw, Text, _
from bot.members.rules import Community
from cogs.admin.more import MorePanel
from cogs.admin.panels import ManagerButton, StaffButton
from cogs.shared import screens
from cogs.shared.controls import HubView
from cogs.shared.doors import Door
from cogs.shared.facts import Facts, fresh_facts
from cogs.shared.permissions import (
    CHANNEL_PERMISSIONS,
    PERMISSION_NAMES,
    PLACE_PERMISSIONS,
    SERVER_PERMISSIONS,
    missing_in_server,
    missing_permissions,
)
from cogs.shared.press import Press


async def show_check(press: Press, community: Community, facts: Facts) -> None:
    """Show ✓ and ✗ for both channels in the place of the pressed message, and the next steps."""
    announce = facts.channels.get(community.announce_channel_id or 0)
    staff = facts.channels.get(community.staff_channel_id or 0)
    missing = [
        *_missing(announce, facts, CHANNEL_PERMISSIONS),
        *_missing(staff, facts, PLACE_PERMISSIONS),
    ]
    if community.mirrors_events:
        missing += missing_in_server(facts.me)
    embed = discord.Embed(
        title=press.say(_("This server is set up")), description=press.say(_summary(missing))
    )
    for name, channel, needed in (
        (_("Announcements"), announce, CHANNEL_PERMISSIONS),
        (_("Staff channel"), staff, PLACE_PERMISSIONS),
    ):
        embed.add_field(name=press.say(name), value=_report(press, channel, facts, needed), inline=False)
    if community.mirrors_events:
        name = press.say(_("This server's events"))
        embed.add_field(name=name, value=_server_report(press, facts), inline=False)
    await press.update(embed=embed, view=_next_steps(press))


def _missing(channel: discord.abc.GuildChannel | None, facts: Facts, needed: Sequence[str]) -> list[Text]:
    return (
        missing_permissions(channel, facts.me, needed)
        if channel
        else [C_("permission", "The channel itself")]
    )


def _summary(missing: list[Text]) -> Text:
    if missing:
        return _(
            "Something is still switched off (✗). Until it is on, that part does not work; "
            "switch it on and press “Check again”."
        )
    return _(
        "All permissions are on. Next: pin the home panel, so that people find every button in one place, "
        "or try everything out with a rehearsal event that only staff see."
    )


def _report(
    press: Press, channel: discord.abc.GuildChannel | None, facts: Facts, needed: Sequence[str]
) -> str:
    if channel is None:
        return press.say(_("✗ This channel was deleted. Please choose another one with /setup."))
    off = missing_permissions(channel, facts.me, needed)
    lines = [channel.mention, *_switches(press, needed, off)]
    if off:
        where = _(
            "To switch it on: Edit Channel of {channel} → Permissions → {bot} → set the lines with ✗ to ✓.",
            channel=Raw(channel.mention),
            bot=facts.me.display_name,
        )
        lines.append(press.say(where))
    return "\n".join(lines)


def _server_report(press: Press, facts: Facts) -> str:
    off = missing_in_server(facts.me)
    lines = _switches(press, SERVER_PERMISSIONS, off)
    if off:
        where = _(
            "To switch it on: Server Settings → Roles → {bot} → Permissions. "
            "Whoever does not want meetings there switches it off under [More settings].",
            bot=facts.me.display_name,
        )
        lines.append(press.say(where))
    return "\n".join(lines)


def _switches(press: Press, needed: Sequence[str], off: Sequence[Text]) -> list[str]:
    return [
        press.say(_("✗ {permission}", permission=name))
        if name in off
        else press.say(_("✓ {permission}", permission=name))
        for name in (PERMISSION_NAMES[key] for key in needed)
    ]


def _next_steps(press: Press) -> HubView:
    async def check_again(press: Press) -> None:
        await show_check(press, press.community, await fresh_facts(press))

    async def more(press: Press) -> None:
        await MorePanel(press.community, back=check_again).show(press)

    return HubView(
        Door(press.say(_("Pin the home panel here")), "home:0:pin", style=discord.ButtonStyle.primary),
        StaffButton(press.say(_("Make a rehearsal event")), _rehearse),
        ManagerButton(press.say(_("Check again")), check_again, updates=True),
        ManagerButton(press.say(_("More settings")), more, updates=True),
    )


async def _rehearse(press: Press) -> None:
    draft = await press.hub.drafts.rehearse(press.community.id, press.user_id, press.display_name)
    await screens.show(screens.DRAFT_PREVIEW, press, draft)
