"""`bot doctor`: everything that can be looked at from this computer, each ✗ with what to do.

Nothing is changed by looking, and the running bot is not disturbed. No secret is printed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.app import command_names
from bot.backups.service import Backups
from bot.clock import Clock, system_clock
from bot.db import Database
from bot.health.checks import Checks
from bot.health.rules import LEAST_FREE_BYTES, Finding, Server, State, is_well
from bot.i18n import C_, Text, _, _n
from bot.mailing.checking import look_at_mail
from bot.settings import Settings, SettingsError, load_settings
from cogs.shared.discord_checks import look_at_discord

ALL_WELL = 0
SOMETHING_IS_WRONG = 1


def examine(lang: str, *, clock: Clock = system_clock, say: Callable[[str], None] = print) -> int:
    """Look, say one line per finding in ``lang``, and give the exit code: 1 when something is broken."""
    try:
        settings = load_settings()
    except SettingsError as error:
        findings = [
            Finding(
                C_("check", "Settings"),
                State.FAULT,
                Text("{complaint}", {"complaint": str(error)}),
                _("Correct it in the file .env or in the environment; config.example.env explains each one."),
            )
        ]
    else:
        findings = asyncio.run(look(settings, clock))
    for finding in findings:
        for line in lines_of(finding, lang):
            say(line)
    faults = sum(finding.state is State.FAULT for finding in findings)
    ends = _n("{count} thing needs somebody.", "{count} things need somebody.", count=faults)
    say((ends if faults else _("Nothing is broken.")).to(lang))
    return ALL_WELL if is_well(findings) else SOMETHING_IS_WRONG


async def look(
    settings: Settings, clock: Clock = system_clock, *, least_free_bytes: int = LEAST_FREE_BYTES
) -> list[Finding]:
    """All findings about this installation."""
    file = settings.database_file
    if file is not None and not file.exists():
        nothing_yet = Finding(
            C_("check", "Database"),
            State.WARNING,
            _("There is none yet."),
            _("The first bot run makes it. If there should be one, look at DATA_DIR and DATABASE_URL."),
        )
        return [nothing_yet, *await look_at_mail(settings), *await _discord(settings, [], clock)]
    db = Database(settings.database_url)
    try:
        checks = Checks(db, clock, settings, Backups(settings, clock), least_free_bytes=least_free_bytes)
        findings = await checks.look()
        servers = await _servers(checks, findings)
    finally:
        await db.close()
    return [*findings, *await look_at_mail(settings), *await _discord(settings, servers, clock)]


async def _servers(checks: Checks, findings: list[Finding]) -> list[Server]:
    """What the tables say; where they cannot be read, a finding has said so already."""
    try:
        return await checks.tables.servers()
    except Exception:  # noqa: BLE001
        assert not is_well(findings)
        return []


async def _discord(settings: Settings, servers: list[Server], clock: Clock) -> list[Finding]:
    try:
        token = settings.require_token()
    except SettingsError:
        return [
            Finding(
                C_("check", "Settings"),
                State.FAULT,
                _("DISCORD_TOKEN is empty, or no token: that is three parts joined by dots."),
                _(
                    "Write it into the file .env; README.md says under “Run it for real” where to find it. "
                    "Without it nothing at Discord can be looked at."
                ),
            )
        ]
    return await look_at_discord(token, servers, await command_names(settings), clock)


def lines_of(finding: Finding, lang: str) -> list[str]:
    """The finding as one line, and what to do as another."""
    said = _("{mark} {name}: {says}", mark=finding.state.mark, name=finding.name, says=finding.says)
    help_ = [f"  → {finding.do.to(lang)}"] if finding.do is not None else []
    return [said.to(lang), *help_]
