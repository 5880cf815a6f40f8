"""The forms of meetings. A form only asks; what is done with the answers is handed in."""

from __future__ import annotations

from typing import Any

import discord

from bot.events.form import TITLE_LENGTH, EventForm
from bot.events.rules import Event, Mode, NamesShown, Welcome
from bot.i18n import _
from cogs.shared.press import Press
from cogs.shared.staff_form import StaffForm, Then, Typed

__all__ = ["MeetingForm", "MoreForm", "ReasonForm", "SeatsForm", "StaffForm", "Then", "Typed", "WelcomeForm"]


class MeetingForm(StaffForm):
    """The five boxes of a meeting. What cannot be read is told afterwards, and nothing typed is lost."""

    def __init__(self, press: Press, form: EventForm, then: Then) -> None:
        super().__init__(press, _("Event"), then)
        self.box("title", _("Title"), form.title, TITLE_LENGTH, required=True)
        self.box(
            "when",
            _("Date and time"),
            form.when,
            100,
            hint=_("12/17 (Thu) 19:00-20:30 doors 18:30"),
            required=True,
        )
        self.box(
            "venue", _("Venue and its seats"), form.venue, 200, hint=_("Civic Centre, 3rd floor / 20 seats")
        )
        self.box(
            "online",
            _("Online link and its seats"),
            form.online,
            500,
            hint=_("https://… / 80 seats (shown only to those who take part online)"),
        )
        self.box("description", _("Description"), form.description, 2000, paragraph=True)


class MoreForm(StaffForm):
    """What helps on the day: the room and the contact are for confirmed people only."""

    def __init__(self, press: Press, form: EventForm, then: Then) -> None:
        super().__init__(press, _("More details"), then)
        confirmed_only = _("Shown only to those who have a seat")
        self.box("room", _("How to find the room"), form.room, 300, hint=confirmed_only, paragraph=True)
        self.box("contact", _("Contact on the day"), form.contact, 200, hint=confirmed_only)
        self.box("co_hosts", _("Co-hosts"), form.co_hosts, 200)
        self.box("fee", _("Fee"), form.fee, 100)


class WelcomeForm(StaffForm):
    """What makes it easier to come: what may be expected, who reads names, how discreet notices are."""

    def __init__(self, press: Press, form: EventForm, then: Then) -> None:
        super().__init__(press, _("How to feel welcome"), then)
        self._welcome = discord.ui.CheckboxGroup[Any](
            custom_id="welcome",
            required=False,
            options=[
                discord.CheckboxGroupOption(
                    label=press.say(item.label), value=item.value, default=item.value in form.welcome
                )
                for item in Welcome
            ],
        )
        self._names = discord.ui.RadioGroup[Any](
            custom_id="names_shown",
            options=[
                discord.RadioGroupOption(
                    label=press.say(item.label), value=item.value, default=item.value == form.names_shown
                )
                for item in NamesShown
            ],
        )
        self._sensitive = discord.ui.Checkbox[Any](custom_id="is_sensitive", default=form.is_sensitive)
        self.add_item(discord.ui.Label(text=press.say(_("Shown on the card")), component=self._welcome))
        self.add_item(discord.ui.Label(text=press.say(_("Names of those who come")), component=self._names))
        self.add_item(
            discord.ui.Label(
                text=press.say(_("Sensitive event")),
                description=press.say(_("Direct messages do not say what they are about until opened.")),
                component=self._sensitive,
            )
        )

    def chosen(self) -> Typed:
        return {
            "welcome": tuple(self._welcome.values),
            "names_shown": self._names.value,
            "is_sensitive": self._sensitive.value,
        }


class SeatsForm(StaffForm):
    """Other numbers of seats; an empty box is no limit."""

    def __init__(self, press: Press, event: Event, then: Then) -> None:
        super().__init__(press, _("Change seats"), then)
        labels = {Mode.VENUE: _("Seats at the venue"), Mode.ONLINE: _("Seats online")}
        for mode, seats in event.seats.items():
            now = "" if seats.capacity is None else str(seats.capacity)
            self.box(mode.value, labels[mode], now, 5, hint=_("Empty: no limit"))


class ReasonForm(StaffForm):
    """Why a meeting is called off, in words for everyone who answered."""

    def __init__(self, press: Press, then: Then) -> None:
        super().__init__(press, _("Cancel the event"), then)
        hint = _("Sent to everyone who answered")
        self.box("reason", _("Reason"), "", 500, hint=hint, required=True, paragraph=True)
