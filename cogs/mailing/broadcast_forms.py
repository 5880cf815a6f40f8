"""The two forms of a message to many: its words, and when it leaves."""

from __future__ import annotations

from bot.i18n import _
from bot.mailing.broadcast_rules import BODY_LENGTH, TITLE_LENGTH
from cogs.shared.press import Press
from cogs.shared.staff_form import StaffForm, Then, Typed

WHEN_LENGTH = 80


class WordsForm(StaffForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, _("Message to many"), then)
        self.box("title", _("Title"), typed.get("title", ""), TITLE_LENGTH, required=True)
        self.box(
            "body",
            _("Text"),
            typed.get("body", ""),
            BODY_LENGTH,
            hint=_("As people read it. Nobody is rung with @everyone."),
            required=True,
            paragraph=True,
        )


class WhenForm(StaffForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, _("When it leaves"), then)
        self.box(
            "when",
            _("Date and time"),
            typed.get("when", ""),
            WHEN_LENGTH,
            hint=_("12/17 10:00, tomorrow 9:00 or 2026-12-17 19:00"),
            required=True,
        )
