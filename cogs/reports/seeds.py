"""The consultations and seeds of a fiscal year, privately: totals, tables, and the file for Excel."""

from __future__ import annotations

import io

import discord

from bot.i18n import Text, _
from bot.reports.seed_formats import as_csv
from bot.reports.seed_rules import SeedYear
from bot.reports.seed_words import Row, Section, Table, as_of, sections_of, title_of
from cogs.reports.year import labelled
from cogs.shared.controls import HubButton, HubView, ViewSelect
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press

EMPTY = _("There is no consultation and no seed in this fiscal year. Please choose another year.")


class OpenSeedFigures(HubButton, template="figures:0:seeds"):
    """[Consultations and seeds] below the year's table: the present fiscal year, and a menu of the others."""

    right = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_seed_year(press)


async def show_seed_year(press: Press, fiscal_year: int | None = None) -> None:
    """Answer with a fiscal year (None: the present one), for staff only."""
    year = await press.hub.seed_reports.year(press.community_id, fiscal_year)
    years = await press.hub.seed_reports.years(press.community_id)
    menu = HubView(_SeedYearMenu(press, years)) if years else None
    heading = discord.Embed(title=title_of(year, press.lang), description=_opening(press, year))
    if year.is_empty:
        await press.answer(embed=heading, view=menu)
        return
    file = discord.File(io.BytesIO(as_csv(year, press.lang)), filename=f"seeds-{year.year}.csv")
    sections = [_embed(press, section) for section in sections_of(year, press.lang)]
    await press.answer(embeds=[heading, *sections], view=menu, files=[file])


def _opening(press: Press, year: SeedYear) -> str:
    said: Text | str = EMPTY if year.is_empty else as_of(year, press.lang)
    return press.say(said)


def _embed(press: Press, section: Section) -> discord.Embed:
    totals = "\n".join(
        press.say(_("{name}: **{count}**", name=name, count=count)) for name, count in section.totals
    )
    embed = discord.Embed(title=section.title, description=totals)
    for table in section.tables:
        embed.add_field(name=table.title, value="\n".join(_lines(press, table)), inline=False)
    if section.notes:
        embed.set_footer(text="\n".join(section.notes))
    return embed


def _lines(press: Press, table: Table) -> list[str]:
    """A table as phones show it: one line for each row, without those that count nothing."""
    return [_line(press, row) for row in table.rows if _count_of(row)] or ["–"]


def _count_of(row: Row) -> int:
    """The first number after the name."""
    return next(cell for cell in row[1:] if isinstance(cell, int))


def _line(press: Press, row: Row) -> str:
    name, *rest = row
    mark = rest.pop(0) if isinstance(rest[0], str) else ""
    count, *shares = rest
    percents = " / ".join(f"{share}%" for share in shares if share is not None)
    said = press.say(_("{name}: **{count}**", name=str(name), count=count))
    return f"{mark or '・'} {said} ({percents})"


class _SeedYearMenu(ViewSelect):
    def __init__(self, press: Press, years: list[int]) -> None:
        options = [
            discord.SelectOption(label=labelled(year).to(press.lang), value=str(year)) for year in years[:25]
        ]
        super().__init__(options, placeholder=press.say(_("Another fiscal year")))

    async def press(self, press: Press) -> None:
        needs_staff(press)
        await show_seed_year(press, int(self.values[0]))
