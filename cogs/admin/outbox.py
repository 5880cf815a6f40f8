"""/outbox: what waits, what failed, what nobody knows of, whom nothing reached; send again or not at all."""

from __future__ import annotations

import discord

from bot.clock import Moment
from bot.i18n import C_, Text, _
from bot.outbox.trays import ALL, Line, Page, Tray
from cogs.admin.outbox_lines import detail_of, line_text
from cogs.admin.outbox_sieve import SieveMenus
from cogs.admin.panels import StaffButton, StaffSelect
from cogs.admin.subjects import Subjects, subjects_of
from cogs.admin.unreached import door
from cogs.shared.controls import HubButton, HubView
from cogs.shared.doors import Door
from cogs.shared.permissions import Right
from cogs.shared.press import Press

NOTHING: dict[Tray, Text] = {
    Tray.WAITING: _("Nothing is waiting to be sent."),
    Tray.FAILED: _("Nothing has failed."),
    Tray.UNKNOWN: _("Nothing is in doubt."),
    Tray.NOT_REACHED: _("Everybody was reached."),
}


class OpenOutbox(HubButton, template="admin:0:outbox"):
    """[Outbox] on the home panel."""

    right = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_outbox(press)


class OpenTray(HubButton, template="outbox:0:{tray}"):
    """One tray of the outbox, from a line of the desk."""

    tray: str
    right = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_outbox(press, Tray(self.tray))


async def show_outbox(press: Press, tray: Tray | None = None) -> None:
    """Answer with that tray, or the first in which something needs a person, or with what is waiting."""
    panel = OutboxPanel()
    if tray is None:
        await panel.open_worst(press)
    else:
        await panel.open(press, tray)
    await press.answer(embed=panel.embed(press), view=panel.view(press))


class OutboxPanel:
    """One tray, one page; lives as long as its private message."""

    page: Page
    subjects: Subjects

    def __init__(self) -> None:
        self._sieve = SieveMenus(ALL)

    async def open_worst(self, press: Press) -> None:
        await self._load(press, Tray.NOT_REACHED, 1)
        urgent = (Tray.NOT_REACHED, Tray.FAILED, Tray.UNKNOWN)
        tray = next((each for each in urgent if self.page.counts[each]), Tray.WAITING)
        await self._load(press, tray, 1)

    async def open(self, press: Press, tray: Tray) -> None:
        await self._load(press, tray, 1)

    async def _load(self, press: Press, tray: Tray, page: int) -> None:
        sieve = self._sieve.sieve
        self.page = await press.hub.outbox.listing(press.community_id, tray, page, sieve)
        chosen = (sieve.subject,) if sieve.subject is not None else ()
        self.subjects = await subjects_of(press, self.page.lines, (*self.page.subjects, *chosen))

    def embed(self, press: Press, done: Text | None = None) -> discord.Embed:
        title = _("Outbox: {tray}", tray=self.page.tray.label)
        lines = [press.say(line_text(line, self.subjects, press.community.tz)) for line in self.page.lines]
        body = "\n".join(lines) or press.say(NOTHING[self.page.tray])
        embed = discord.Embed(title=press.say(title), description=body)
        if done is not None:
            embed.description = f"{press.say(done)}\n\n{body}"
        if self.page.pages > 1:
            counted = _("Page {page} of {pages}", page=self.page.page, pages=self.page.pages)
            embed.set_footer(text=press.say(counted))
        return embed

    def view(self, press: Press) -> HubView:
        view = HubView(self._tray_menu(press))
        if self.page.lines:
            view.add_item(self._line_menu(press))
        if self.page.lines or self._sieve.sieve != ALL:
            self._add_sieves(press, view)
        if self.page.pages > 1:
            at, last = self.page.page, self.page.pages
            view.add_item(
                StaffButton(press.say(_("Previous")), self._previous, updates=True, disabled=at == 1)
            )
            view.add_item(StaffButton(press.say(_("Next")), self._next, updates=True, disabled=at == last))
        if (subject := self._sieve.sieve.subject) is not None:
            view.add_item(door(press, int(subject.partition(":")[2])))
        view.add_item(Door(press.say(C_("button", "Message to many")), "broadcast:0:list"))
        return view

    def _add_sieves(self, press: Press, view: HubView) -> None:
        async def sift(press: Press) -> None:
            await self._load(press, self.page.tray, 1)
            await self._show(press)

        view.add_item(self._sieve.ways(press, sift))
        if (events := self._sieve.events(press, self.page, self.subjects, sift)) is not None:
            view.add_item(events)

    def _tray_menu(self, press: Press) -> StaffSelect:
        options = [
            discord.SelectOption(
                label=press.say(_("{tray} ({count})", tray=tray.label, count=self.page.counts[tray])),
                value=tray.value,
                default=tray is self.page.tray,
            )
            for tray in Tray
        ]
        self._trays = StaffSelect(options, self._open_tray, updates=True)
        return self._trays

    def _line_menu(self, press: Press) -> StaffSelect:
        options = [
            discord.SelectOption(
                label=(line.title if isinstance(line.title, str) else line.title.to(press.lang)),
                description=self._hint(press, line),
                value=str(line.id),
            )
            for line in self.page.lines
        ]
        self._lines = StaffSelect(
            options,
            self._open_line,
            placeholder=press.say(_("Choose one to send again or stop")),
            updates=True,
        )
        return self._lines

    def _hint(self, press: Press, line: Line) -> str:
        """Under the option; Discord shows it as it is, so nothing is escaped here."""
        about = self.subjects.titles.get(line.subject, "")
        name = self.subjects.name_for(line) or ""
        when = Moment(line.due_at, press.community.tz).to(press.lang)
        return " / ".join(part for part in (name, about, when) if part)

    async def _open_tray(self, press: Press) -> None:
        await self._load(press, Tray(self._trays.values[0]), 1)
        await self._show(press)

    async def _previous(self, press: Press) -> None:
        await self._turn(press, -1)

    async def _next(self, press: Press) -> None:
        await self._turn(press, +1)

    async def _turn(self, press: Press, step: int) -> None:
        await self._load(press, self.page.tray, self.page.page + step)
        await self._show(press)

    async def _show(self, press: Press, done: Text | None = None) -> None:
        await press.update(embed=self.embed(press, done), view=self.view(press))

    async def _open_line(self, press: Press) -> None:
        chosen = int(self._lines.values[0])
        line = next(line for line in self.page.lines if line.id == chosen)

        async def retry(press: Press) -> None:
            await press.hub.outbox.retry(press.community_id, line.id)
            await self._reload(press, _("It will be sent again soon."))

        async def cancel(press: Press) -> None:
            await press.hub.outbox.cancel(press.community_id, line.id)
            await self._reload(press, _("It will not be sent."))

        async def back(press: Press) -> None:
            await self._reload(press, None)

        await press.update(
            embed=detail_of(press, line, self.subjects),
            view=HubView(
                StaffButton(
                    press.say(_("Send it now")), retry, style=discord.ButtonStyle.primary, updates=True
                ),
                StaffButton(
                    press.say(_("Do not send it")), cancel, style=discord.ButtonStyle.danger, updates=True
                ),
                StaffButton(press.say(_("Back")), back, updates=True),
            ),
        )

    async def _reload(self, press: Press, done: Text | None) -> None:
        await self._load(press, self.page.tray, self.page.page)
        await self._show(press, done)
