"""What a need still lacks before somebody can be asked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import N_, UserError
from bot.i18n import C_, Text, joined
from bot.matching.rules import NeedMode
from bot.probono.rules import NeedKind


class Missing(StrEnum):
    """What a need lacks before somebody can be asked."""

    ORGANISATION = "organisation"
    ABOUT = "about"
    FIELD = "field"
    CONTACT = "contact"
    KIND = "kind"
    SKILLS = "skills"
    GOAL = "goal"
    DELIVERABLE = "deliverable"
    FIRST_STEP = "first_step"
    HOURS = "hours"
    MODE = "mode"
    AREA = "area"

    @property
    def label(self) -> Text:
        return _MISSING[self]


_MISSING = {
    Missing.ORGANISATION: C_("missing", "the name of the organisation"),
    Missing.ABOUT: C_("missing", "two lines about the organisation"),
    Missing.FIELD: C_("missing", "field and size of the organisation (it hides its name)"),
    Missing.CONTACT: C_("missing", "how to reach them (they have no Discord)"),
    Missing.KIND: C_("missing", "the kind of help"),
    Missing.SKILLS: C_("missing", "which skills are needed"),
    Missing.GOAL: C_("missing", "what shall be reached"),
    Missing.DELIVERABLE: C_("missing", "what is there at the end"),
    Missing.FIRST_STEP: C_("missing", "the first step"),
    Missing.HOURS: C_("missing", "how many hours"),
    Missing.MODE: C_("missing", "online or on site"),
    Missing.AREA: C_("missing", "where (it is on site)"),
}


@dataclass(frozen=True, slots=True)
class Brief:
    """What the readiness of a need depends on."""

    organisation: str | None
    about: str | None
    hides_organisation: bool
    field: str | None
    size: str | None
    has_account: bool
    contact: str | None
    kind: NeedKind | None
    skills: Sequence[str]
    goal: str | None
    deliverable: str | None
    first_step: str | None
    hours: int | None
    mode: NeedMode | None
    area: str | None


def missing(brief: Brief) -> tuple[Missing, ...]:
    """What has to be filled in before a need is ready, in the order in which one asks for it.

    Advice of an hour needs no deliverable and no first step: small tasks stay small to ask for.
    """
    is_advice = brief.kind is NeedKind.ADVICE
    lacking = (
        (Missing.ORGANISATION, not brief.organisation),
        (Missing.ABOUT, not brief.hides_organisation and not brief.about),
        (Missing.FIELD, brief.hides_organisation and not (brief.field and brief.size)),
        (Missing.CONTACT, not brief.has_account and not brief.contact),
        (Missing.KIND, brief.kind is None),
        (Missing.SKILLS, not brief.skills),
        (Missing.GOAL, not brief.goal),
        (Missing.DELIVERABLE, not is_advice and not brief.deliverable),
        (Missing.FIRST_STEP, not is_advice and not brief.first_step),
        (Missing.HOURS, brief.hours is None),
        (Missing.MODE, brief.mode is None),
        (Missing.AREA, brief.mode is NeedMode.ONSITE and not brief.area),
    )
    return tuple(what for what, is_missing in lacking if is_missing)


class NotReadyYet(UserError):
    sentence = N_("Still missing: {what}. Please fill it in; everything written so far is kept.")


def check_ready(brief: Brief) -> None:
    """Raises `NotReadyYet` with everything that is missing."""
    if lacking := missing(brief):
        raise NotReadyYet(what=joined(*(each.label for each in lacking)))
