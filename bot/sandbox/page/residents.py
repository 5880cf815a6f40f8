"""Who lives in the town of the page: invented people, with one line about each."""

from __future__ import annotations

from dataclasses import dataclass

from simcord import MemberActor

from bot.i18n import Text, _

ABOUT_OFFICE = (
    _("Leads the hub; may manage the server"),
    _("Runs the office"),
)
ABOUT_NEWCOMER = _("Has just joined")
RESIDENTS: tuple[Text, ...] = (
    _("Works for an NPO"),
    _("Resident, comes every month"),
    _("Works for a company"),
    _("Resident, with a small child"),
    _("Works at the city hall"),
    _("Student"),
    _("Neighbourhood association"),
    _("Lives outside the prefecture"),
    _("Is afraid to speak in public"),
    _("Works for an NPO"),
    _("Kept the books of a company"),
    _("Works for a tax accountant"),
    _("Does the accounts of an association"),
    _("Teaches at a school"),
    _("Student"),
    _("Runs a children's kitchen"),
)
"""One line about each of the people, in the order of the cast (`bot.sandbox.people.Cast`)."""


@dataclass(frozen=True)
class Resident:
    """Somebody whom one can be on the page."""

    actor: MemberActor
    name: str
    about: Text
    is_office: bool = False
