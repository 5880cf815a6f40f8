"""What can be known of the bot's health only by asking Discord, by REST. Each look is alone."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
import discord
import discord.http

from bot.clock import Clock
from bot.health.rules import CLOCK_MAY_DIFFER, Finding, Server, State, length
from bot.i18n import C_, Raw, Text, _, joined
from cogs.shared.facts import Facts, facts_of
from cogs.shared.permissions import (
    CHANNEL_PERMISSIONS,
    PLACE_PERMISSIONS,
    missing_in_server,
    missing_permissions,
    visible_to_everyone,
)

PATIENCE_SECONDS = 20.0
"""For one look; discord.py itself would ask again and again for half a minute."""


async def look_at_discord(
    token: str, servers: Iterable[Server], expected_commands: Collection[str], clock: Clock
) -> list[Finding]:
    """Everything, with a client of its own that only asks: the running bot is not disturbed.

    Where Discord cannot be reached at all, that is the one finding.
    """
    client = discord.Client(intents=discord.Intents(guilds=True))  # never connected: it only asks
    try:
        login = await _login(client, token)
        if login.state is not State.OK:
            return [login]
        return [
            login,
            await clock_by_http(clock),
            await commands(client, expected_commands),
            *[finding for server in servers for finding in await server_findings(client, server)],
        ]
    finally:
        await client.close()


async def _login(client: discord.Client, token: str) -> Finding:
    name = C_("check", "Discord")
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await client.login(token)
    except discord.LoginFailure:
        return Finding(
            name,
            State.FAULT,
            _("Discord refuses the token."),
            _("Make a new one in Discord's developer portal (Bot, Reset Token) and set DISCORD_TOKEN."),
        )
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        return _unreachable(name, error)
    return Finding(name, State.OK, _("Discord answers and accepts the token."))


async def clock_by_http(clock: Clock) -> Finding:
    """This computer's clock against the Date header of Discord's answer (to a second)."""
    name = C_("check", "Clock")
    try:
        async with (
            asyncio.timeout(PATIENCE_SECONDS),
            aiohttp.ClientSession() as session,
            session.get(f"{discord.http.Route.BASE}/gateway") as answer,
        ):
            theirs, ours = parsedate_to_datetime(answer.headers["Date"]), clock()
    except (aiohttp.ClientError, OSError) as error:
        return _unreachable(name, error)
    except (KeyError, ValueError):
        return Finding(name, State.WARNING, _("Discord's answer did not say what time it is."))
    return clock_finding(ours, theirs)


def clock_finding(ours: datetime, theirs: datetime) -> Finding:
    """This computer's time beside Discord's of the same moment."""
    name, off = C_("check", "Clock"), ours - theirs
    if abs(off) <= CLOCK_MAY_DIFFER:
        return Finding(name, State.OK, _("The computer's clock is right."))
    says = (
        _("The computer's clock is {span} fast.", span=length(off))
        if off.total_seconds() > 0
        else _("The computer's clock is {span} slow.", span=length(off))
    )
    return Finding(
        name,
        State.FAULT,
        says,
        _("Let the computer set its clock by itself (NTP), then start the bot again."),
    )


async def commands(client: discord.Client, expected: Collection[str]) -> Finding:
    """Whether Discord knows all commands of this version, by their English names."""
    name = C_("check", "Commands")
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert client.application_id is not None
            known = {each["name"] for each in await client.http.get_global_commands(client.application_id)}
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        return _unreachable(name, error)
    missing = sorted(set(expected) - known)
    if missing:
        return Finding(
            name,
            State.FAULT,
            _("Discord does not know these commands yet: {commands}.", commands=_commands(missing)),
            _("They are registered whenever the bot starts: start it again and look at its log."),
        )
    return Finding(name, State.OK, _("Discord knows all commands."))


async def server_findings(client: discord.Client, server: Server) -> list[Finding]:
    """Is the bot in the server, may it do its work in both channels, and is the staff channel private?"""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            facts = await facts_of(client, server.id)
    except (discord.NotFound, discord.Forbidden):
        return [
            Finding(
                Text("{server}", {"server": server.name}),
                State.FAULT,
                _("The bot is not in this server any more."),
                _("Somebody who manages the server can add it again with the link that bot invite prints."),
            )
        ]
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        return [_unreachable(Text("{server}", {"server": server.name}), error)]
    announce, staff = server.announce_channel_id, server.staff_channel_id
    return [
        _channel(_("{server}: announcements", server=server.name), facts, announce, CHANNEL_PERMISSIONS),
        _channel(_("{server}: staff channel", server=server.name), facts, staff, PLACE_PERMISSIONS),
        *_privacy(server, facts),
        *(_events(server, facts) if server.mirrors_events else ()),
    ]


def _channel(name: Text, facts: Facts, channel_id: int | None, needed: Sequence[str]) -> Finding:
    channel = facts.channels.get(channel_id or 0)
    if channel is None:
        return Finding(
            name, State.FAULT, _("The channel is gone."), _("Choose another one in the server with /setup.")
        )
    off = missing_permissions(channel, facts.me, needed)
    if off:
        return Finding(
            name,
            State.FAULT,
            _("These permissions are off: {permissions}.", permissions=joined(*off)),
            _(
                "In Discord: Edit Channel → Permissions → {bot} → set them to ✓. /setup shows them too.",
                bot=facts.me.display_name,
            ),
        )
    return Finding(name, State.OK, _("All permissions are on."))


def _events(server: Server, facts: Facts) -> list[Finding]:
    off = missing_in_server(facts.me)
    name = _("{server}: the server's own events", server=server.name)
    if not off:
        return [Finding(name, State.OK, _("All permissions are on."))]
    return [
        Finding(
            name,
            State.WARNING,
            _("These permissions are off: {permissions}.", permissions=joined(*off)),
            _(
                "In Discord: Server Settings → Roles → {bot} → Permissions, or switch the events off with "
                "/setup, [More settings].",
                bot=facts.me.display_name,
            ),
        )
    ]


def _privacy(server: Server, facts: Facts) -> list[Finding]:
    channel = facts.channels.get(server.staff_channel_id or 0)
    if channel is None or not visible_to_everyone(channel):
        return []
    return [
        Finding(
            _("{server}: staff channel", server=server.name),
            State.FAULT,
            _("Everyone can read it, so nothing is posted there."),
            _("In Discord: Edit Channel → Permissions → switch on “Private Channel”, add the staff role."),
        )
    ]


def _commands(names: Iterable[str]) -> Raw:
    return Raw(" ".join(f"/{name}" for name in names))


def _unreachable(name: Text, error: Exception) -> Finding:
    return Finding(
        name,
        State.FAULT,
        _("Discord could not be asked ({kind}).", kind=type(error).__name__),
        _("See whether this computer reaches discord.com, and what discordstatus.com reports."),
    )
