"""The table of a fiscal year, privately: the totals, the meetings page by page, and the file for Excel."""

from __future__ import annotations

import io
from datetime import date

import discord

from bot.clock import Span, format_fiscal_year
from bot.i18n import Text, _, _n
from bot.reports.formats import as_csv
from bot.reports.rules import CountedBy, MeetingFigures
from bot.reports.words import title_of, totals_of
from cogs.shared.controls import HubButton, HubView, ViewSelect
from cogs.shared.doors import Door
from cogs.shared.paging import show_pages
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press

EMPTY = _("No meeting of this fiscal year is over yet. Please choose another year.")


class OpenFigures(HubButton, template="figures:0:events"):
    """[The year's table] on the home panel: the present fiscal year, and a menu of the others."""

    right = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_year(press)


def labelled(year: int) -> Text:
    """A fiscal year as it stands in menus, in both ways of counting."""
    return _("{era} ({year})", era=format_fiscal_year(date(year, 4, 1)), year=year)


async def show_year(press: Press, fiscal_year: int | None = None) -> None:
    """Answer with a fiscal year (None: the present one), for staff only."""
    year = await press.hub.reports.events(press.community_id, fiscal_year)
    years = await press.hub.reports.years(press.community_id)
    menu = HubView(*([_YearMenu(press, years)] if years else []), *_other_figures(press))
    embed = discord.Embed(title=title_of(year, press.lang))
    if not year.meetings:
        embed.description = press.say(EMPTY)
        await press.answer(embed=embed, view=menu)
        return
    embed.description = "\n".join(
        press.say(_("{name}: **{count}**", name=name, count=count)) for name, count in totals_of(year)
    )
    file = discord.File(io.BytesIO(as_csv(year, press.lang)), filename=f"events-{year.year}.csv")
    await press.answer(embed=embed, view=menu, files=[file])
    lines = [_line(press, number, meeting) for number, meeting in enumerate(year.meetings, 1)]
    await show_pages(press, _("Meetings"), lines, right=Right.STAFF)


def _other_figures(press: Press) -> list[Door]:
    return [
        Door(press.say(_("Consultations and seeds")), "figures:0:seeds"),
        Door(press.say(_("Probono")), "figures:0:probono"),
    ]


def _line(press: Press, number: int, meeting: MeetingFigures) -> str:
    line = _(
        "{number}. {when} {title}: {participants}",
        number=number,
        when=Span(meeting.starts_at, meeting.ends_at, meeting.tz),
        title=meeting.title,
        participants=_participants(meeting),
    )
    return press.say(line)


def _participants(meeting: MeetingFigures) -> Text:
    if meeting.participants is None:
        return CountedBy.NOTHING.label
    people = _n("{count} person", "{count} people", count=meeting.participants)
    if meeting.counted_by is CountedBy.APPLICATIONS:
        return _("{people} ({counted_by})", people=people, counted_by=meeting.counted_by.label)
    return people


class _YearMenu(ViewSelect):
    def __init__(self, press: Press, years: list[int]) -> None:
        options = [
            discord.SelectOption(label=labelled(year).to(press.lang), value=str(year)) for year in years[:25]
        ]
        super().__init__(options, placeholder=press.say(_("Another fiscal year")))

    async def press(self, press: Press) -> None:
        needs_staff(press)
        await show_year(press, int(self.values[0]))
