"""The form of a record: numbers, summary, links. What cannot be read is told, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord

from bot.attendance.rules import group_labels, read_headcount, read_people, write_headcount
from bot.errors import UserError
from bot.i18n import Text, _, text_of
from bot.links import URL_LENGTH
from bot.records.rules import MOST_ARTICLES, SUMMARY_LENGTH, Draft, read_links
from bot.records.service import RecordPanel
from cogs.shared.controls import HubModal, HubView, OnPress, ViewButton
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press

Typed = Mapping[str, str]
Then = Callable[[Press, RecordPanel], Awaitable[None]]
"""Says what was published."""


def typed_for(draft: Draft, lang: str) -> Typed:
    """What stands in the boxes when the form opens."""
    return {
        "people": write_headcount(draft.headcount, group_labels(lang)),
        "elsewhere": str(draft.from_elsewhere),
        "summary": draft.summary,
        "links": "\n".join(draft.article_urls),
    }


def read_draft(typed: Typed, lang: str) -> Draft:
    """What was typed as a record; raises the `UserError` of the first box that cannot be read."""
    return Draft(
        summary=typed["summary"],
        article_urls=read_links(typed["links"]),
        headcount=read_headcount(typed["people"], group_labels(lang)),
        from_elsewhere=read_people(typed["elsewhere"]),
    )


class RecordForm(HubModal):
    """Everything in one form, filled from who was noted and counted."""

    right = Right.STAFF

    def __init__(self, press: Press, event_id: int, title: str, typed: Typed, then: Then) -> None:
        super().__init__(press.say(_("Record: {title}", title=title)))
        self._event_id, self._title, self._then = event_id, title, then
        self._press = press
        self._boxes: dict[str, discord.ui.TextInput[Any]] = {}
        self._box("people", _("Participants by group"), typed, 1000, long=True)
        self._box("elsewhere", _("Of these from other prefectures"), typed, 5)
        self._box(
            "summary", _("What it was about (published)"), typed, SUMMARY_LENGTH, long=True, required=True
        )
        links = _("Links to articles, one per line (up to {most})", most=MOST_ARTICLES)
        self._box("links", links, typed, (URL_LENGTH + 1) * MOST_ARTICLES, long=True)

    def _box(
        self,
        name: str,
        label: Text,
        typed: Typed,
        most: int,
        *,
        long: bool = False,
        required: bool = False,
    ) -> None:
        self._boxes[name] = discord.ui.TextInput(
            custom_id=name,
            default=typed[name][:most] or None,
            max_length=most,
            required=required,
            style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        )
        self.add_item(discord.ui.Label(text=self._press.say(label), component=self._boxes[name]))

    async def submitted(self, press: Press) -> None:
        typed = {name: box.value for name, box in self._boxes.items()}
        try:
            draft = read_draft(typed, press.lang)
            panel = await press.hub.records.publish(press.community_id, self._event_id, draft)
        except UserError as no:
            again = ViewButton(
                press.say(_("Correct it")),
                self._reopen(typed),
                style=discord.ButtonStyle.primary,
                opens_form=True,
            )
            await press.answer(text_of(no), view=HubView(again))
            return
        await self._then(press, panel)

    def _reopen(self, typed: Typed) -> OnPress:
        async def reopen(press: Press) -> None:
            needs_staff(press)
            await press.open_form(RecordForm(press, self._event_id, self._title, typed, self._then))

        return reopen
