"""What a consultation is, and what may be written about it. Pure.

The thirteen categories are those of a support centre for citizens' groups; a case may have several.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.errors import N_, UserError
from bot.i18n import C_, Text

NOTE_LENGTH = 500
NOTES_KEPT = timedelta(days=3 * 365)
"""So long a note says more than the numbers; then it goes, with the name of who wrote it."""


class Category(StrEnum):
    FOUNDING = "founding"
    INCORPORATION = "incorporation"
    ACTIVITIES = "activities"
    ORGANISATION = "organisation"
    PUBLICITY = "publicity"
    FUNDING = "funding"
    OFFICE_WORK = "office_work"
    ACCOUNTING = "accounting"
    TAX = "tax"
    LABOUR = "labour"
    COOPERATION = "cooperation"
    TOPICAL = "topical"
    OTHER = "other"
    """It is counted and not ranked."""

    @property
    def label(self) -> Text:
        return _CATEGORY_LABELS[self]


_CATEGORY_LABELS = {
    Category.FOUNDING: C_("consultation", "Founding a group"),
    Category.INCORPORATION: C_("consultation", "Incorporation"),
    Category.ACTIVITIES: C_("consultation", "Activities"),
    Category.ORGANISATION: C_("consultation", "Running the organisation"),
    Category.PUBLICITY: C_("consultation", "Publicity"),
    Category.FUNDING: C_("consultation", "Funding and grants"),
    Category.OFFICE_WORK: C_("consultation", "Office work and papers"),
    Category.ACCOUNTING: C_("consultation", "Accounting"),
    Category.TAX: C_("consultation", "Tax"),
    Category.LABOUR: C_("consultation", "Labour"),
    Category.COOPERATION: C_("consultation", "Working with others"),
    Category.TOPICAL: C_("consultation", "A current topic"),
    Category.OTHER: C_("consultation", "Other"),
}


class Channel(StrEnum):
    """How the office was asked."""

    PHONE = "phone"
    VISIT = "visit"
    MAIL = "mail"
    ONLINE = "online"
    OUTREACH = "outreach"
    DISCORD = "discord"
    OTHER = "other"

    @property
    def label(self) -> Text:
        return _CHANNEL_LABELS[self]


_CHANNEL_LABELS = {
    Channel.PHONE: C_("consultation channel", "By phone"),
    Channel.VISIT: C_("consultation channel", "At the office"),
    Channel.MAIL: C_("consultation channel", "By mail"),
    Channel.ONLINE: C_("consultation channel", "Online meeting"),
    Channel.OUTREACH: C_("consultation channel", "We went there"),
    Channel.DISCORD: C_("consultation channel", "On Discord"),
    Channel.OTHER: C_("consultation channel", "Another way"),
}


class NoSuchConsultation(UserError):
    sentence = N_(
        "This consultation is no longer there; perhaps a colleague deleted it. "
        "The list of consultations shows what there is."
    )


class NoCategory(UserError):
    sentence = N_("Please choose what it was about, at least one category.")


class NoteTooLong(UserError):
    sentence = N_("The note has {length} characters; {most} are the most. Please shorten it.")


class SeedAlreadyCounted(UserError):
    sentence = N_("This seed has been noted as a consultation already. Nothing was added.")


class SeedNotForTheOffice(UserError):
    sentence = N_(
        "Only a seed that the office alone reads can be noted as a consultation. Nothing was added."
    )


@dataclass(frozen=True, slots=True)
class Case:
    """What is noted of a consultation: the local day, the way, at least one category, perhaps a note."""

    held_on: date
    channel: Channel
    categories: tuple[Category, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Consultation:
    """A noted case. ``entered_by`` is the name of who noted it, as far as it is still known."""

    id: int
    community_id: int
    case: Case
    seed_id: int | None
    entered_by: str | None
    entered_on: date
    is_imported: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a community's consultations, the latest first; ``number`` counts from 1."""

    consultations: tuple[Consultation, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class UncountedSeed:
    """A seed for the office only that is not noted as a consultation yet."""

    seed_id: int
    submitted_on: date
