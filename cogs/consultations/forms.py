"""The form of a consultation. It asks for nobody's name, and says that none should be written."""

from __future__ import annotations

from typing import Any

import discord

from bot.consultations.rules import NOTE_LENGTH, Case, Category, Channel
from bot.i18n import _
from cogs.shared.press import Press
from cogs.shared.staff_form import StaffForm, Then, Typed


def typed_for(case: Case) -> Typed:
    """What stands in the boxes when a noted case is corrected."""
    return {
        "held_on": case.held_on.isoformat(),
        "channel": case.channel.value,
        "categories": [category.value for category in case.categories],
        "note": case.note or "",
    }


class ConsultationForm(StaffForm):
    updates = False  # the /home panel stays

    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, _("Consultation"), then)
        self.box(
            "held_on",
            _("Day (empty: today)"),
            typed.get("held_on", ""),
            40,
            hint=_("11/20, 11/20 (Fri), yesterday or 2026-11-20"),
        )
        self._channel = discord.ui.RadioGroup[Any](
            custom_id="channel",
            options=[
                discord.RadioGroupOption(
                    label=press.say(channel.label),
                    value=channel.value,
                    default=channel.value == typed.get("channel"),
                )
                for channel in Channel
            ],
        )
        chosen = typed.get("categories", ())
        self._categories = discord.ui.Select[Any](
            custom_id="categories",
            min_values=1,
            max_values=len(Category),
            placeholder=press.say(_("Choose one or several")),
            options=[
                discord.SelectOption(
                    label=press.say(category.label), value=category.value, default=category.value in chosen
                )
                for category in Category
            ],
        )
        self.add_item(discord.ui.Label(text=press.say(_("How you were asked")), component=self._channel))
        self.add_item(discord.ui.Label(text=press.say(_("What it was about")), component=self._categories))
        self.box(
            "note",
            _("Note (no names, no contact details)"),
            typed.get("note", ""),
            NOTE_LENGTH,
            hint=_("Please write nobody's name, phone number or address here"),
            paragraph=True,
        )

    def chosen(self) -> Typed:
        return {"channel": self._channel.value or "", "categories": list(self._categories.values)}


class CorrectionForm(ConsultationForm):
    updates = True
