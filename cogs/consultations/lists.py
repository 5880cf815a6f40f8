"""The list of consultations, page by page, with a menu to open one."""

from __future__ import annotations

import discord

from bot.clock import LocalDate
from bot.consultations.rules import Page, UncountedSeed
from bot.i18n import Text, _, _n
from cogs.consultations.texts import in_short, line_of
from cogs.consultations.views import NoteConsultation, open_new, show
from cogs.shared.controls import HubView, ViewButton, ViewSelect
from cogs.shared.permissions import needs_staff
from cogs.shared.press import Press


async def show_list(press: Press, number: int = 1, *, is_turned: bool = False) -> None:
    """A page of the list (``is_turned``: in the place of another), and what else can be noted."""
    page = await press.hub.consultations.page(press.community_id, number)
    seeds = await press.hub.consultations.uncounted_seeds(press.community_id)
    tell = press.update if is_turned else press.answer
    await tell(embed=_embed(press, page), view=_controls(press, page, seeds))


def _embed(press: Press, page: Page) -> discord.Embed:
    title = _n("{count} consultation", "{count} consultations", count=page.total)
    if not page.total:
        nothing = _("No consultation has been noted yet. With the button below you note the first one.")
        return discord.Embed(title=press.say(title), description=press.say(nothing))
    lines = [line_of(press, each) for each in page.consultations]
    embed = discord.Embed(title=press.say(title), description="\n".join(lines))
    if page.pages > 1:
        embed.set_footer(text=press.say(_("Page {page} of {pages}", page=page.number, pages=page.pages)))
    return embed


def _controls(press: Press, page: Page, seeds: list[UncountedSeed]) -> HubView:
    view = HubView()
    if page.consultations:
        view.add_item(_OpenMenu(press, page))
    if seeds:
        view.add_item(_SeedMenu(press, seeds))
    if page.pages > 1:
        view.add_item(_turn(press, _("Previous"), page.number - 1, possible=page.number > 1))
        view.add_item(_turn(press, _("Next"), page.number + 1, possible=page.number < page.pages))
    view.add_item(NoteConsultation(press.say(_("Note a consultation"))))
    return view


def _turn(press: Press, label: Text, number: int, *, possible: bool) -> ViewButton:
    async def turn(press: Press) -> None:
        needs_staff(press)
        await show_list(press, number, is_turned=True)

    return ViewButton(press.say(label), turn, disabled=not possible, updates=True)


class _OpenMenu(ViewSelect):
    """Which one to look at, correct or delete."""

    def __init__(self, press: Press, page: Page) -> None:
        options = [
            discord.SelectOption(label=press.say(in_short(each)), value=str(each.id))
            for each in page.consultations
        ]
        super().__init__(options, placeholder=press.say(_("Open one, to correct or delete it")), updates=True)

    async def press(self, press: Press) -> None:
        needs_staff(press)
        await show(press, await press.hub.consultations.get(press.community_id, int(self.values[0])))


class _SeedMenu(ViewSelect):
    """Which office-only seed to note as a consultation."""

    def __init__(self, press: Press, seeds: list[UncountedSeed]) -> None:
        self._days = {str(seed.seed_id): seed.submitted_on for seed in seeds}
        options = [
            discord.SelectOption(
                label=press.say(
                    _("Seed {number} of {date}", number=seed.seed_id, date=LocalDate(seed.submitted_on))
                ),
                value=str(seed.seed_id),
            )
            for seed in seeds
        ]
        super().__init__(
            options, placeholder=press.say(_("Note an office-only seed as a consultation")), opens_form=True
        )

    async def press(self, press: Press) -> None:
        needs_staff(press)
        seed = self.values[0]
        await open_new(press, seed_id=int(seed), channel="discord", held_on=self._days[seed].isoformat())
