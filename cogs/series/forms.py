"""The forms of series and sessions."""

from __future__ import annotations

from collections.abc import Mapping

from bot.events.form import TITLE_LENGTH, EventForm
from bot.i18n import _
from cogs.shared.press import Press
from cogs.shared.staff_form import StaffForm, Then

WHEN_HINT = _("12/17 (Thu) 19:00-20:30 doors 18:30")
TEMPLATE = ("venue", "online", "description")
"""The boxes of a meeting that a series fills in for every session."""


def boxes_of(form: EventForm) -> dict[str, str]:
    """The template's boxes, by name."""
    return {name: getattr(form, name) for name in TEMPLATE}


class SeriesForm(StaffForm):
    """How often, and what is the same every time."""

    def __init__(self, press: Press, typed: Mapping[str, str], then: Then) -> None:
        super().__init__(press, _("Series"), then)
        self.box(
            "rule",
            _("How often (one thing per line)"),
            typed.get("rule", ""),
            1500,
            hint=_("Every month, third Thursday, 19:00-20:30 doors 18:30"),
            required=True,
            paragraph=True,
        )
        self.box("title", _("Title"), typed.get("title", ""), TITLE_LENGTH, required=True)
        self.box(
            "venue",
            _("Venue and its seats"),
            typed.get("venue", ""),
            200,
            hint=_("Civic Centre, 3rd floor / 20 seats"),
        )
        self.box(
            "online",
            _("Online link and its seats"),
            typed.get("online", ""),
            500,
            hint=_("https://… / 80 seats (shown only to those who take part online)"),
        )
        self.box("description", _("Description"), typed.get("description", ""), 2000, paragraph=True)


class WaysForm(StaffForm):
    """How sessions are counted, when they are drafted, and whether they are announced by themselves."""

    def __init__(self, press: Press, typed: Mapping[str, str], then: Then) -> None:
        super().__init__(press, _("Numbers, drafts and announcing"), then)
        self.box(
            "number",
            _("Number of the next session"),
            typed.get("number", ""),
            6,
            hint=_("12 (empty: sessions are not numbered)"),
        )
        usual = press.community.draft_days
        self.box(
            "days",
            _("Drafted how many days before"),
            typed.get("days", ""),
            6,
            hint=_("Empty: {days}, as for the whole office", days=usual),
        )
        self.box(
            "announcing",
            _("Announced by itself"),
            typed.get("announcing", ""),
            60,
            hint=_("7 days before at 12:00, or on the 1st at 12:00 (empty: never)"),
        )


class ThemeForm(StaffForm):
    updates = False

    def __init__(self, press: Press, theme: str, then: Then) -> None:
        super().__init__(press, _("Enter the theme"), then)
        hint = _("What this session is about; it stands in the title")
        self.box("theme", _("Theme"), theme, TITLE_LENGTH, hint=hint)


class MoveForm(StaffForm):
    def __init__(self, press: Press, when: str, then: Then) -> None:
        super().__init__(press, _("Move the session"), then)
        self.box("when", _("Date and time"), when, 100, hint=WHEN_HINT, required=True)


class PlacesForm(StaffForm):
    """Seats of this session; an empty box leaves that way out."""

    def __init__(self, press: Press, typed: Mapping[str, str], then: Then) -> None:
        super().__init__(press, _("Place and seats of this session"), then)
        self.box(
            "venue",
            _("Venue and its seats"),
            typed["venue"],
            200,
            hint=_("Empty: only online"),
        )
        self.box(
            "online",
            _("Online link and its seats"),
            typed["online"],
            500,
            hint=_("Empty: only in the hall"),
        )


class ExtraForm(StaffForm):
    def __init__(self, press: Press, typed: Mapping[str, str], then: Then) -> None:
        super().__init__(press, _("Add a session"), then)
        self.box("when", _("Date and time"), typed.get("when", ""), 100, hint=WHEN_HINT, required=True)
        self.box("theme", _("Theme"), typed.get("theme", ""), TITLE_LENGTH)
