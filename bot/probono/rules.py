"""What an offer and a need may say, and what a need still lacks before somebody can be asked. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import N_, UserError
from bot.i18n import C_, Text
from bot.probono.asking import SMALL_HOURS

TEXT_LENGTH = 1000
LINE_LENGTH = 100
ABOUT_LENGTH = 200
"""Two lines about an organisation."""
NOTE_LENGTH = 500
MOST_SKILLS = 25
MOST_HOURS = 160
MOST_CAPACITY = 20
MOST_PEOPLE = 20
MOST_AREAS = 10


def offer_subject(offer_id: int) -> str:
    """The name of an offer in the outbox."""
    return f"offer:{offer_id}"


def need_subject(need_id: int) -> str:
    """The name of a need in the outbox."""
    return f"need:{need_id}"


def suggestion_subject(suggestion_id: int) -> str:
    """The name of a suggestion in the outbox."""
    return f"suggestion:{suggestion_id}"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, as the press told it; ``is_staff`` was true at this press."""

    user_id: int
    name: str | None
    is_staff: bool = False


class OfferKind(StrEnum):
    INDIVIDUAL = "individual"
    COMPANY = "company"

    @property
    def label(self) -> Text:
        return _OFFER_KINDS[self]


_OFFER_KINDS = {
    OfferKind.INDIVIDUAL: C_("offer kind", "for myself"),
    OfferKind.COMPANY: C_("offer kind", "for a company or organisation"),
}


class NeedKind(StrEnum):
    ADVICE = "advice"
    ONE_OFF = "one_off"
    PROJECT = "project"

    @property
    def label(self) -> Text:
        return _NEED_KINDS[self]


_NEED_KINDS = {
    NeedKind.ADVICE: C_("need kind", "one hour of advice"),
    NeedKind.ONE_OFF: C_("need kind", "something done once"),
    NeedKind.PROJECT: C_("need kind", "a project over several months"),
}


def is_small(kind: NeedKind | None, hours: int | None) -> bool:
    """Whether the short way is taken: advice, or something that takes two hours at most."""
    if kind is NeedKind.ADVICE:
        return True
    return kind is NeedKind.ONE_OFF and hours is not None and hours <= SMALL_HOURS


class Cause(StrEnum):
    """What somebody cares about; a shared one is a reason, never a condition."""

    CHILDREN = "children"
    YOUTH = "youth"
    OLDER_PEOPLE = "older_people"
    DISABILITY = "disability"
    POVERTY = "poverty"
    MULTICULTURAL = "multicultural"
    ENVIRONMENT = "environment"
    TOWN = "town"
    CULTURE = "culture"
    SPORTS = "sports"
    HEALTH = "health"
    FOOD = "food"
    HOUSING = "housing"
    DISASTER = "disaster"
    EDUCATION = "education"
    WORK = "work"
    EQUALITY = "equality"
    ANIMALS = "animals"

    @property
    def label(self) -> Text:
        return _CAUSES[self]


_CAUSES = {
    Cause.CHILDREN: C_("cause", "Children and parenting"),
    Cause.YOUTH: C_("cause", "Young people"),
    Cause.OLDER_PEOPLE: C_("cause", "Older people"),
    Cause.DISABILITY: C_("cause", "People with disabilities"),
    Cause.POVERTY: C_("cause", "People in need"),
    Cause.MULTICULTURAL: C_("cause", "People of many cultures"),
    Cause.ENVIRONMENT: C_("cause", "Environment"),
    Cause.TOWN: C_("cause", "The town and its neighbourhoods"),
    Cause.CULTURE: C_("cause", "Art and culture"),
    Cause.SPORTS: C_("cause", "Sports"),
    Cause.HEALTH: C_("cause", "Health and welfare"),
    Cause.FOOD: C_("cause", "Food"),
    Cause.HOUSING: C_("cause", "Housing"),
    Cause.DISASTER: C_("cause", "Disasters"),
    Cause.EDUCATION: C_("cause", "Learning"),
    Cause.WORK: C_("cause", "Work"),
    Cause.EQUALITY: C_("cause", "Equality and rights"),
    Cause.ANIMALS: C_("cause", "Animals"),
}


class Language(StrEnum):
    JA = "ja"
    EN = "en"
    ZH = "zh"
    KO = "ko"
    VI = "vi"
    NE = "ne"
    PT = "pt"
    ES = "es"
    TL = "tl"
    ID = "id"
    SIGN = "sign"

    @property
    def label(self) -> Text:
        return _LANGUAGES[self]


_LANGUAGES = {
    Language.JA: C_("language", "Japanese"),
    Language.EN: C_("language", "English"),
    Language.ZH: C_("language", "Chinese"),
    Language.KO: C_("language", "Korean"),
    Language.VI: C_("language", "Vietnamese"),
    Language.NE: C_("language", "Nepali"),
    Language.PT: C_("language", "Portuguese"),
    Language.ES: C_("language", "Spanish"),
    Language.TL: C_("language", "Tagalog"),
    Language.ID: C_("language", "Indonesian"),
    Language.SIGN: C_("language", "Japanese Sign Language"),
}


class ConsentWay(StrEnum):
    """How somebody said something to the office that the bot was not told by themselves."""

    PHONE = "phone"
    MAIL = "mail"
    IN_PERSON = "in_person"
    ONLINE = "online"

    @property
    def label(self) -> Text:
        return _CONSENT_WAYS[self]


_CONSENT_WAYS = {
    ConsentWay.PHONE: C_("way", "by phone"),
    ConsentWay.MAIL: C_("way", "by mail"),
    ConsentWay.IN_PERSON: C_("way", "in person"),
    ConsentWay.ONLINE: C_("way", "in an online meeting"),
}


class Again(StrEnum):
    """The one question at the end: would you do it again?"""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"

    @property
    def label(self) -> Text:
        return _AGAIN[self]


_AGAIN = {
    Again.YES: C_("again", "Gladly"),
    Again.PERHAPS: C_("again", "Perhaps"),
    Again.NO: C_("again", "Rather not"),
}


class NothingWritten(UserError):
    sentence = N_("Please write a few words. Nothing was changed.")


class TooLong(UserError):
    sentence = N_("That is longer than {most} characters. Please shorten it.")


class NumberUnreadable(UserError):
    sentence = N_("“{written}” is not a whole number from {least} to {most}. Please correct it.")


class NoSuchOffer(UserError):
    sentence = N_("This offer is not there any more. The list of offers shows what there is.")


class NoSuchNeed(UserError):
    sentence = N_("This need is not there any more. The list of needs shows what there is.")


class NoSuchSuggestion(UserError):
    sentence = N_("This request is not there any more. You need not do anything.")


class NotYours(UserError):
    sentence = N_("Only the person it belongs to and the office can do that.")


class ChangedMeanwhile(UserError):
    sentence = N_(
        "Somebody changed this in the meantime. Please look at it as it is now; what you wrote was not lost."
    )


def read_text(typed: str, most: int) -> str:
    """What somebody wrote, without blank edges; raises `NothingWritten` or `TooLong`."""
    text = typed.strip()
    if not text:
        raise NothingWritten
    if len(text) > most:
        raise TooLong(most=most)
    return text


def read_optional(typed: str, most: int) -> str | None:
    """The same where a box may stay empty."""
    return read_text(typed, most) if typed.strip() else None
