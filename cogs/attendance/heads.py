"""Counting heads where nobody is known by name: a form with a line for each group."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.attendance.counts import Count
from bot.attendance.rules import group_labels, read_headcount, read_people, write_headcount
from bot.errors import UserError
from bot.events.notice_lines import mode_name
from bot.events.rules import Event, Mode
from bot.i18n import _, _n, text_of
from cogs.shared.controls import HubButton, HubModal, HubView, ViewButton
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press


class HeadsButton(HubButton, template="checkin:{event_id:d}:heads:{mode}"):
    """[Count heads] of those at the venue, or online."""

    event_id: int
    mode: str
    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        mode = Mode(self.mode)
        event, count = await press.hub.check_in_desk.counted(press.community_id, self.event_id, mode)
        await press.open_form(HeadsForm(press, event, mode, *typed_of(press.lang, count)))


def typed_of(lang: str, count: Count) -> tuple[str, str]:
    """The numbers as they stand in the boxes when a form opens."""
    return write_headcount(count.by_sector, group_labels(lang)), str(count.from_elsewhere)


class HeadsForm(HubModal):
    """Only those who are not known by name; whoever checked in is counted already."""

    right = Right.STAFF

    def __init__(self, press: Press, event: Event, mode: Mode, people: str, elsewhere: str) -> None:
        super().__init__(press.say(_("Count heads: {mode}", mode=mode_name(mode))))
        self._event_id = event.id
        self._event, self._mode = event, mode
        self._people = discord.ui.TextInput[Any](
            custom_id="people", default=people, style=discord.TextStyle.paragraph, max_length=1000
        )
        self._elsewhere = discord.ui.TextInput[Any](
            custom_id="elsewhere", default=elsewhere, required=False, max_length=5
        )
        self.add_item(
            discord.ui.Label(
                text=press.say(_("People without names, by group")),
                description=press.say(_("Whoever checked in is counted already.")),
                component=self._people,
            )
        )
        self.add_item(
            discord.ui.Label(text=press.say(_("Of these from other prefectures")), component=self._elsewhere)
        )

    async def submitted(self, press: Press) -> None:
        typed = self._people.value, self._elsewhere.value
        try:
            people = read_headcount(typed[0], group_labels(press.lang))
            elsewhere = read_people(typed[1])
            panel = await press.hub.check_in_desk.count_heads(
                press.community_id, self._event_id, self._mode, people, elsewhere
            )
        except UserError as no:
            await press.answer(text_of(no), view=HubView(self._again(press, typed)))
            return
        await press.answer(
            _n(
                "Counted. With everybody who checked in, {count} person is there.",
                "Counted. With everybody who checked in, {count} people are there.",
                count=panel.count.total,
            )
        )

    def _again(self, press: Press, typed: tuple[str, str]) -> ViewButton:
        async def reopen(press: Press) -> None:
            needs_staff(press)
            await press.open_form(HeadsForm(press, self._event, self._mode, *typed))

        return ViewButton(
            press.say(_("Correct it")), reopen, style=discord.ButtonStyle.primary, opens_form=True
        )
