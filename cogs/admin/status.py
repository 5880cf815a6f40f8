"""/status: how the bot is doing, in short, with what to do and whom to ask."""

from __future__ import annotations

import discord

from bot.health.rules import Finding, Server, State, is_well
from bot.i18n import Raw, Text, _
from cogs.shared.controls import HubButton
from cogs.shared.discord_checks import clock_finding, commands, server_findings
from cogs.shared.permissions import Right
from cogs.shared.press import Press


class OpenStatus(HubButton, template="admin:0:status"):
    """[How the bot is doing] on the home panel."""

    right = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_status(press)


async def show_status(press: Press) -> None:
    """Look at everything, Discord included, and answer in one private message."""
    checks = press.hub.checks
    pressed_at = discord.utils.snowflake_time(press.interaction.id)  # by Discord's clock, a moment ago
    clock = clock_finding(press.hub.clock(), pressed_at)
    findings = [*await checks.look(press.community.id), clock, *await _asked_of_discord(press)]
    lines = [_line(press, finding) for finding in findings]
    embed = discord.Embed(
        title=press.say(_("How the bot is doing")),
        description="\n".join([press.say(_summary(findings)), "", *lines]),
    )
    contact = await checks.tables.machine_contact(press.community.id)
    if not is_well(findings) or contact:
        embed.add_field(name=press.say(_("Whom to ask")), value=press.say(_whom(contact)), inline=False)
    await press.answer(embed=embed)


async def _asked_of_discord(press: Press) -> list[Finding]:
    client, community = press.interaction.client, press.community
    expected = [command.name for command in client.tree.get_commands()]
    server = Server(
        community.id,
        community.name,
        community.announce_channel_id,
        community.staff_channel_id,
        community.mirrors_events,
    )
    return [
        await commands(client, expected),
        *await server_findings(client, server),
    ]


def _summary(findings: list[Finding]) -> Text:
    if not is_well(findings):
        return _("Something needs somebody (✗). What helps stands below each line.")
    if any(finding.state is State.WARNING for finding in findings):
        return _("The bot works. Lines with △ are worth a look when there is time.")
    return _("All is well; there is nothing to do.")


def _line(press: Press, finding: Finding) -> str:
    said = _("{mark} {name}: {says}", mark=Raw(finding.state.mark), name=finding.name, says=finding.says)
    help_ = [press.say(Text("→ {do}", {"do": finding.do}))] if finding.do is not None else []
    return "\n".join([press.say(said), *help_])


def _whom(contact: str | None) -> Text:
    if contact:
        return Text("{contact}", {"contact": contact})
    return _("Whoever runs the bot's computer. Showing them this message is enough.")
