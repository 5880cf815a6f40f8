"""The forms of a need, each filled with what stands there."""

from __future__ import annotations

from typing import Any

from bot.i18n import C_, _
from bot.matching.rules import NeedMode, Slot
from bot.members.rules import Sector
from bot.probono.rules import ABOUT_LENGTH, LINE_LENGTH, NOTE_LENGTH, TEXT_LENGTH, Cause, Language, NeedKind
from bot.probono.views import Need
from cogs.probono.forms import ProbonoForm
from cogs.probono.offer_forms import MAIL_LENGTH, NAME_LENGTH
from cogs.shared.press import Press
from cogs.shared.staff_form import Then, Typed

WHAT = _("What troubles you? (2 lines will do)")
CALL = _("I would rather talk on the phone")


class NewNeedForm(ProbonoForm):
    """The one required box; everything else may stay empty."""

    updates = False

    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, _("We need help"), then)
        _text(self, typed)
        self.box(
            "needed_by",
            _("By when?"),
            typed.get("needed_by", ""),
            LINE_LENGTH,
            hint=_("For example: by March"),
        )
        organisation = typed.get("organisation", "")
        self.box("organisation", _("Name of your group (if there is one)"), organisation, LINE_LENGTH)
        self.tick("wants_call", CALL, is_on=bool(typed.get("wants_call")))
        self.box(
            "contact",
            _("Phone number, or how to reach you"),
            typed.get("contact", ""),
            NOTE_LENGTH,
            hint=_("Only the office reads this"),
        )


class GuestNeedForm(ProbonoForm):
    """An inquiry of somebody without Discord, entered by the office."""

    updates = False

    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, _("Request of somebody without Discord"), then)
        self.box("name", _("Name"), typed.get("name", ""), NAME_LENGTH, required=True)
        mail = typed.get("mail", "")
        self.box(
            "mail", _("Mail address (if known)"), mail, MAIL_LENGTH, hint=_("Only the office reads this")
        )
        self.box("organisation", _("Organisation"), typed.get("organisation", ""), LINE_LENGTH)
        self.menu("sector", _("Sector (if known)"), Sector, typed.get("sector", ()), most=1)
        _text(self, typed)


class NeedWordsForm(ProbonoForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, C_("need form", "What it is about"), then)
        self.box("title", _("Title (short)"), typed["title"], LINE_LENGTH)
        _text(self, typed)
        self.box("needed_by", _("By when?"), typed["needed_by"], LINE_LENGTH, hint=_("For example: by March"))


class AimForm(ProbonoForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, C_("need form", "Kind and goal"), then)
        self.choice("kind", _("Kind of help"), NeedKind, typed["kind"])
        for name, label in (
            ("goal", _("What shall be reached")),
            ("deliverable", _("What is there at the end")),
            ("first_step", _("The first step")),
        ):
            self.box(name, label, typed[name], NOTE_LENGTH, paragraph=True)


class OrganisationForm(ProbonoForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, C_("need form", "Organisation"), then)
        self.box("organisation", _("Name of the organisation"), typed["organisation"], LINE_LENGTH)
        self.box("about", _("Two lines about it"), typed["about"], ABOUT_LENGTH, paragraph=True)
        self.tick("hides", _("Hide the name from volunteers"), is_on=bool(typed["hides"]))
        self.box("field", _("Its field (shown if the name is hidden)"), typed["field"], LINE_LENGTH)
        self.box("size", _("Its size (shown if the name is hidden)"), typed["size"], LINE_LENGTH)


class ContactForm(ProbonoForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, C_("need form", "Contact"), then)
        self.tick("wants_call", CALL, is_on=bool(typed["wants_call"]))
        contact = typed["contact"]
        self.box(
            "contact",
            _("Phone number, or how to reach you"),
            contact,
            NOTE_LENGTH,
            hint=_("Only the office reads this"),
            paragraph=True,
        )
        self.menu("sector", _("Sector (if known)"), Sector, typed["sector"], most=1)


class TimeForm(ProbonoForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, C_("need form", "Time"), then)
        self.box("hours", _("Hours a month"), typed["hours"], 10)
        self.box("people", _("How many people are wanted"), typed["people"], 10)
        self.ticks("slots", _("Times of the week (none: any time)"), Slot, typed["slots"])
        self.box("first", _("From when"), typed["first"], 40, hint=_("12/17 (empty: from now on)"))
        self.box("last", C_("period", "Until when"), typed["last"], 40, hint=_("2027-03-31 (empty: no end)"))


class PlaceForm(ProbonoForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, C_("need form", "Place and languages"), then)
        self.choice("mode", _("Online or on site"), NeedMode, typed["mode"])
        self.box("area", _("Town or ward (on site)"), typed["area"], LINE_LENGTH)
        self.menu("languages", _("Languages that are needed"), Language, typed["languages"])
        self.menu("causes", _("What it is for"), Cause, typed["causes"])


class CloseForm(ProbonoForm):
    """The office gives a reason; who asked may."""

    def __init__(self, press: Press, typed: Typed, then: Then, *, is_office: bool = True) -> None:
        super().__init__(press, C_("need form", "Close the request"), then)
        label = _("Why? (Who asked reads this)") if is_office else _("Why? (May stay empty)")
        reason = typed.get("reason", "")
        self.box("reason", label, reason, NOTE_LENGTH, required=is_office, paragraph=True)


def _text(form: ProbonoForm, typed: Typed) -> None:
    form.box(
        "text",
        WHAT,
        typed.get("text", ""),
        TEXT_LENGTH,
        hint=_("For example: Nobody comes to our events. We would like to know how to make a leaflet."),
        required=True,
        paragraph=True,
    )


def typed_of(need: Need) -> dict[str, Any]:
    """What stands in the boxes of all these forms."""
    return {
        "title": need.written_title or "",
        "text": need.text,
        "needed_by": need.needed_by,
        "kind": need.kind.value if need.kind else None,
        "goal": need.goal or "",
        "deliverable": need.deliverable or "",
        "first_step": need.first_step or "",
        "organisation": need.organisation or "",
        "about": need.about or "",
        "hides": need.hides_organisation,
        "field": need.field or "",
        "size": need.size or "",
        "contact": need.contact or "",
        "wants_call": need.wants_call,
        "sector": [need.sector.value] if need.sector else [],
        "hours": "" if need.hours is None else str(need.hours),
        "people": str(need.people),
        "slots": [slot.value for slot in need.slots],
        "first": need.starts_on.isoformat() if need.starts_on else "",
        "last": need.ends_on.isoformat() if need.ends_on else "",
        "mode": need.mode.value if need.mode else None,
        "area": need.area or "",
        "languages": [language.value for language in need.languages],
        "causes": [cause.value for cause in need.causes],
    }
