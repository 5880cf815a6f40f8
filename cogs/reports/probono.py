"""Probono of a fiscal year, privately: targets and results, all figures, and the file for Excel."""

from __future__ import annotations

import io

import discord

from bot.i18n import C_, Text, _
from bot.members.rules import Sector
from bot.probono.figures import Figure
from bot.reports.probono_formats import as_csv
from bot.reports.probono_rules import Aim, Numbers, ProbonoYear
from bot.reports.probono_words import NOT_KNOWN, as_of, notes_of, outcome, title_of
from cogs.reports.year import labelled
from cogs.shared.controls import HubButton, HubView, ViewSelect
from cogs.shared.doors import Door
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press

EMPTY = _("Nothing was counted for probono yet, and no targets are set. Please choose another year.")
MOST_YEARS = 8
"""Earlier years on the screen; the file has all."""


class OpenProbonoFigures(HubButton, template="figures:0:probono"):
    """[Probono] below the year's table: the present fiscal year, and a menu of the others."""

    right = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_probono_year(press)


async def show_probono_year(press: Press, fiscal_year: int | None = None) -> None:
    """Answer with a fiscal year (None: the present one), for staff only."""
    year = await press.hub.reports.probono.year(press.community_id, fiscal_year)
    years = await press.hub.reports.probono.years(press.community_id)
    menu = [_ProbonoYearMenu(press, years)] if years else []
    view = HubView(*menu, Door(press.say(_("Set targets")), f"probono:{year.year}:targets"))
    embed = discord.Embed(title=title_of(year, press.lang))
    if year.is_empty:
        embed.description = press.say(EMPTY)
        await press.answer(embed=embed, view=view)
        return
    embed.description = "\n".join([as_of(year, press.lang), "", *_all_figures(press, year.numbers)])
    for name, lines in _parts(press, year):
        embed.add_field(name=press.say(name), value="\n".join(lines), inline=False)
    embed.set_footer(text="\n".join(notes_of(press.lang)))
    file = discord.File(io.BytesIO(as_csv(year, press.lang)), filename=f"probono-{year.year}.csv")
    await press.answer(embed=embed, view=view, files=[file])


def _all_figures(press: Press, numbers: Numbers) -> list[str]:
    return [
        press.say(_("{name}: **{count}**", name=figure.label, count=numbers[figure])) for figure in Figure
    ]


def _parts(press: Press, year: ProbonoYear) -> list[tuple[Text, list[str]]]:
    """What there is of targets, sectors and earlier years."""
    earlier = [(each, numbers) for each, numbers in year.years.items() if each != year.year]
    parts = [
        (_("Targets and results"), [_aim(press, aim) for aim in year.aims]),
        (_("By sector"), [_sector(press, *each) for each in year.by_sector.items()]),
        (_("Earlier fiscal years"), [_year(press, *each) for each in earlier[:MOST_YEARS]]),
    ]
    return [(name, lines) for name, lines in parts if lines]


def _aim(press: Press, aim: Aim) -> str:
    """A miss is told as plainly as a hit."""
    sign = "❌" if aim.short_by else "✅"
    told = _(
        "{name}: **{target} → {result}** ({outcome})",
        name=aim.figure.label,
        target=aim.target,
        result=aim.result,
        outcome=outcome(aim),
    )
    return f"{sign} {press.say(told)}"


def _sector(press: Press, sector: Sector | None, numbers: Numbers) -> str:
    name = press.say(sector.label if sector else NOT_KNOWN)
    told = [
        press.say(C_("probono figures", "{name} {count}", name=figure.label, count=count))
        for figure, count in numbers.items()
        if count
    ]
    return f"**{name}** {' / '.join(told)}"


def _year(press: Press, year: int, numbers: Numbers) -> str:
    told = [
        press.say(C_("probono figures", "{name} {count}", name=figure.label, count=numbers[figure]))
        for figure in Figure
        if numbers[figure]
    ]
    return f"**{press.say(labelled(year))}** {' / '.join(told)}"


class _ProbonoYearMenu(ViewSelect):
    def __init__(self, press: Press, years: list[int]) -> None:
        options = [
            discord.SelectOption(label=labelled(year).to(press.lang), value=str(year)) for year in years[:25]
        ]
        super().__init__(options, placeholder=press.say(_("Another fiscal year")))

    async def press(self, press: Press) -> None:
        needs_staff(press)
        await show_probono_year(press, int(self.values[0]))
