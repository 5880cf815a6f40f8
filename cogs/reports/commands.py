"""The slash commands of the year's table."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.i18n import C_, _
from bot.reports.rules import FIRST_YEAR, LAST_YEAR
from cogs.reports.probono import show_probono_year
from cogs.reports.seeds import show_seed_year
from cogs.reports.year import labelled, show_year
from cogs.shared.commands import on_press, suggesting
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press
from cogs.shared.translator import cmd


@app_commands.guild_only()
class ReportCommands(
    commands.GroupCog,
    name="report_commands",
    group_name=cmd(C_("command", "figures")),
    group_description=cmd(_("Figures for the annual report (office)")),
):
    """/figures …"""

    @app_commands.command(
        name=cmd(C_("command", "events")),
        description=cmd(_("The meetings of a fiscal year as a table, and as a file for Excel (office)")),
    )
    @app_commands.rename(fiscal_year=cmd(C_("option", "fiscal_year")))
    @app_commands.describe(
        fiscal_year=cmd(_("The year in which it began in April; otherwise the present one"))
    )
    @on_press(right=Right.STAFF)
    async def events(
        self, press: Press, fiscal_year: app_commands.Range[int, FIRST_YEAR, LAST_YEAR] | None = None
    ) -> None:
        await show_year(press, fiscal_year)

    @events.autocomplete("fiscal_year")
    @suggesting
    async def _years(self, press: Press, typed: str) -> list[app_commands.Choice[int]]:
        if not may(press, Right.STAFF):
            return []
        years = await press.hub.reports.years(press.community_id)
        return _choices(press, years, typed)

    @app_commands.command(
        name=cmd(C_("command", "seeds")),
        description=cmd(_("The consultations and seeds of a fiscal year, by category (office)")),
    )
    @app_commands.rename(fiscal_year=cmd(C_("option", "fiscal_year")))
    @app_commands.describe(
        fiscal_year=cmd(_("The year in which it began in April; otherwise the present one"))
    )
    @on_press(right=Right.STAFF)
    async def seeds(
        self, press: Press, fiscal_year: app_commands.Range[int, FIRST_YEAR, LAST_YEAR] | None = None
    ) -> None:
        await show_seed_year(press, fiscal_year)

    @seeds.autocomplete("fiscal_year")
    @suggesting
    async def _seed_years(self, press: Press, typed: str) -> list[app_commands.Choice[int]]:
        if not may(press, Right.STAFF):
            return []
        return _choices(press, await press.hub.seed_reports.years(press.community_id), typed)

    @app_commands.command(
        name=cmd(C_("command", "probono")),
        description=cmd(_("Offers, needs and introductions of a fiscal year, beside the targets (office)")),
    )
    @app_commands.rename(fiscal_year=cmd(C_("option", "fiscal_year")))
    @app_commands.describe(
        fiscal_year=cmd(_("The year in which it began in April; otherwise the present one"))
    )
    @on_press(right=Right.STAFF)
    async def probono(
        self, press: Press, fiscal_year: app_commands.Range[int, FIRST_YEAR, LAST_YEAR] | None = None
    ) -> None:
        await show_probono_year(press, fiscal_year)

    @probono.autocomplete("fiscal_year")
    @suggesting
    async def _probono_years(self, press: Press, typed: str) -> list[app_commands.Choice[int]]:
        if not may(press, Right.STAFF):
            return []
        return _choices(press, await press.hub.reports.probono.years(press.community_id), typed)


def _choices(press: Press, years: list[int], typed: str) -> list[app_commands.Choice[int]]:
    named = [(labelled(year).to(press.lang), year) for year in years]
    return [app_commands.Choice(name=name, value=year) for name, year in named if typed in name]
