"""[Companions and notes]: what a person adds to their application; only the office reads the notes."""

from __future__ import annotations

from typing import Any

import discord

from bot.events.party import Noted, OwnNotes
from bot.events.rules import Event, Mode, Personal
from bot.i18n import Text, _, _n, text_of
from cogs.events import answer_texts
from cogs.events.wishes import OfEvent
from cogs.shared.controls import HubButton, HubModal
from cogs.shared.press import Press


class NotesButton(OfEvent, HubButton, template="event:{event_id:d}:notes"):
    """Opens the form, filled with what was told before."""

    opens_form = True

    async def press(self, press: Press) -> None:
        noted = await press.hub.parties.notes(press.community_id, press.user_id, self.event_id)
        await press.open_form(NotesForm(press, noted))


class FewerButton(OfEvent, HubButton, template="rsvp:{event_id:d}:{mode}:fewer"):
    """[Come with fewer]: takes the seats that are free at this moment."""

    mode: str

    async def press(self, press: Press) -> None:
        noted = await press.hub.parties.come_with_fewer(
            press.community_id, press.user_id, self.event_id, Mode(self.mode)
        )
        await press.answer(_said(press, noted, with_notes=False))


NOTES_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (NotesButton, FewerButton)


class NotesForm(HubModal):
    """Companions where the meeting allows them, and three boxes for the office."""

    def __init__(self, press: Press, noted: Noted) -> None:
        super().__init__(press.say(_("Companions and notes")))
        event, notes = noted.mine.event, noted.notes
        self._event_id = event.id
        self._community_id = press.community_id
        self._companions = _companions_select(press, event, notes.companions)
        if self._companions is not None:
            self.add_item(
                discord.ui.Label(text=press.say(_("Who comes with you")), component=self._companions)
            )
        only_office = press.say(_("Only the office reads this"))
        self._needs = self._box(
            press, _("What we should prepare for you"), notes.access_needs, 500, only_office, paragraph=True
        )
        self._name = self._box(press, _("Name at the door"), notes.door_name, 100, only_office)
        self._affiliation = self._box(press, _("Affiliation"), notes.affiliation, 100, only_office)

    def _box(
        self, press: Press, label: Text, value: str, most: int, hint: str, *, paragraph: bool = False
    ) -> discord.ui.TextInput[Any]:
        box = discord.ui.TextInput[Any](
            default=value[:most] or None,
            max_length=most,
            placeholder=hint,
            required=False,
            style=discord.TextStyle.paragraph if paragraph else discord.TextStyle.short,
        )
        self.add_item(discord.ui.Label(text=press.say(label), component=box))
        return box

    async def find_community(self, hub: object) -> int | None:
        return self._community_id

    async def submitted(self, press: Press) -> None:
        notes = OwnNotes(
            companions=int(self._companions.values[0]) if self._companions is not None else 0,
            access_needs=self._needs.value,
            door_name=self._name.value,
            affiliation=self._affiliation.value,
        )
        noted = await press.hub.parties.note(press.community_id, press.user_id, self._event_id, notes)
        await press.answer(_said(press, noted))


def _companions_select(press: Press, event: Event, companions: int) -> discord.ui.Select[Any] | None:
    most = max(event.terms.max_companions, companions)
    if not most:
        return None
    return discord.ui.Select[Any](
        custom_id="companions",
        options=[
            discord.SelectOption(
                label=press.say(_count(count)), value=str(count), default=count == companions
            )
            for count in range(most + 1)
        ],
    )


def _count(count: int) -> Text:
    if not count:
        return _("I come alone")
    return _n("{count} companion", "{count} companions", count=count)


def _said(press: Press, noted: Noted, *, with_notes: bool = True) -> str:
    lines = [_("Noted, thank you.")] if with_notes else []
    if noted.problem is not None:
        lines.append(text_of(noted.problem))
    lines += answer_texts.result_lines(noted.mine)
    if with_notes and any((noted.notes.access_needs, noted.notes.door_name, noted.notes.affiliation)):
        lines.append(
            _(
                "Only the office reads your notes. "
                "They are deleted 30 days after the event, or when you empty them."
            )
        )
    return "\n".join(press.say(line) for line in lines)


def notes_button(press: Press, mine: Personal, *, row: int) -> list[HubButton]:
    """For whoever has a place or waits for one."""
    if not mine.places:
        return []
    label = _("Companions and notes") if mine.event.terms.max_companions else _("Notes for the office")
    return [NotesButton(press.say(label), event_id=mine.event.id, row=row)]
