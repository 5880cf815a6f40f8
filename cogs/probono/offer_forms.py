"""The forms of an offer, each filled with what stands there."""

from __future__ import annotations

from typing import Any

from bot.i18n import C_, _
from bot.matching.rules import OfferMode, Slot
from bot.probono.asking import Rhythm
from bot.probono.reading import AREA_LENGTH
from bot.probono.rules import LINE_LENGTH, MOST_AREAS, TEXT_LENGTH, Cause, Language, OfferKind
from bot.probono.views import Offer
from cogs.probono.forms import ProbonoForm
from cogs.shared.press import Press
from cogs.shared.staff_form import Then, Typed

WHAT = _("What can you do?")
SMALL = _("Only one-hour advice")
NAME_LENGTH = 80
MAIL_LENGTH = 200


class NewOfferForm(ProbonoForm):
    """The one required box, and one choice."""

    updates = False

    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, _("I can help"), then)
        _text(self, typed)
        self.tick("small_only", SMALL, is_on=bool(typed.get("small_only")))


class OfferTextForm(ProbonoForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, C_("offer form", "What I can do"), then)
        _text(self, typed)
        self.tick("small_only", SMALL, is_on=bool(typed.get("small_only")))


class GuestOfferForm(ProbonoForm):
    """Entered by the office for somebody without Discord."""

    updates = False

    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, _("Offer of somebody without Discord"), then)
        self.box("name", _("Name"), typed.get("name", ""), NAME_LENGTH, required=True)
        mail = typed.get("mail", "")
        self.box(
            "mail", _("Mail address (if known)"), mail, MAIL_LENGTH, hint=_("Only the office reads this")
        )
        organisation = typed.get("organisation", "")
        self.box("organisation", _("Company (empty: for themselves)"), organisation, LINE_LENGTH)
        self.box(
            "text", _("What can they do?"), typed.get("text", ""), TEXT_LENGTH, required=True, paragraph=True
        )
        self.tick("small_only", SMALL, is_on=bool(typed.get("small_only")))


class WhenForm(ProbonoForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, C_("offer form", "When"), then)
        self.ticks("slots", _("Times of the week (none: any time)"), Slot, typed["slots"])
        self.box("first", _("From when"), typed["first"], 40, hint=_("12/17 (empty: from now on)"))
        self.box("last", C_("period", "Until when"), typed["last"], 40, hint=_("2027-03-31 (empty: no end)"))


class WhereForm(ProbonoForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, C_("offer form", "Where"), then)
        self.choice("mode", _("Online or on site"), OfferMode, typed["mode"])
        self.box(
            "areas",
            _("Where you can get to (on site)"),
            typed["areas"],
            (AREA_LENGTH + 1) * MOST_AREAS,
            hint=_("Towns or wards, one per line"),
            paragraph=True,
        )


class LoadForm(ProbonoForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, C_("offer form", "How much"), then)
        self.box("hours", _("Hours a month"), typed["hours"], 10, required=True)
        self.box("capacity", _("How many at the same time"), typed["capacity"], 10, required=True)
        self.choice("rhythm", _("How often may we ask you?"), Rhythm, typed["rhythm"])


class AboutForm(ProbonoForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, C_("offer form", "About me"), then)
        self.choice("kind", _("For whom do you help?"), OfferKind, typed["kind"])
        self.box("organisation", _("Name of the company"), typed["organisation"], LINE_LENGTH)
        self.menu("languages", _("Languages you can work in"), Language, typed["languages"])
        self.menu("causes", _("What is close to your heart"), Cause, typed["causes"])


def _text(form: ProbonoForm, typed: Typed) -> None:
    form.box(
        "text",
        WHAT,
        typed.get("text", ""),
        TEXT_LENGTH,
        hint=_("For example: I kept the books of a company for twenty years and can look through accounts."),
        required=True,
        paragraph=True,
    )


def typed_of(offer: Offer) -> dict[str, Any]:
    """What stands in the boxes of all these forms."""
    return {
        "text": offer.text,
        "small_only": offer.small_only,
        "slots": [slot.value for slot in offer.slots],
        "first": offer.available_from.isoformat() if offer.available_from else "",
        "last": offer.available_until.isoformat() if offer.available_until else "",
        "mode": offer.mode.value,
        "areas": "\n".join(offer.areas),
        "hours": str(offer.hours),
        "capacity": str(offer.capacity),
        "rhythm": offer.rhythm.value,
        "kind": offer.kind.value,
        "organisation": offer.organisation or "",
        "languages": [language.value for language in offer.languages],
        "causes": [cause.value for cause in offer.causes],
    }
