"""What an offer and a need say, whether they can meet at all, and the words for all of it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from bot.bigrams import fold
from bot.i18n import C_, Text

Id = int | str


class OfferMode(StrEnum):
    """Where somebody can help."""

    ONLINE = "online"
    ONSITE = "onsite"
    BOTH = "both"

    @property
    def label(self) -> Text:
        return _OFFER_MODES[self]


class NeedMode(StrEnum):
    """Where help is wanted; `ANY` leaves it to the helper."""

    ONLINE = "online"
    ONSITE = "onsite"
    ANY = "any"

    @property
    def label(self) -> Text:
        return _NEED_MODES[self]


class Slot(StrEnum):
    """When in the week somebody has time."""

    WEEKDAY_DAY = "weekday_day"
    WEEKDAY_EVENING = "weekday_evening"
    WEEKEND = "weekend"

    @property
    def label(self) -> Text:
        return _SLOTS[self]


class Obstacle(StrEnum):
    """A condition that an offer does not meet; ``label`` says what stands in the way."""

    MODE = "mode"
    AREA = "area"
    HOURS = "hours"
    SLOTS = "slots"
    PERIOD = "period"
    CAPACITY = "capacity"
    LANGUAGE = "language"
    PAUSED = "paused"
    RESTING = "resting"

    @property
    def label(self) -> Text:
        return _OBSTACLES[self]


class Strength(StrEnum):
    """How good a match is, in words; a percentage would promise what nobody knows."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"

    @property
    def label(self) -> Text:
        return _STRENGTHS[self]


_OFFER_MODES = {
    OfferMode.ONLINE: C_("offer mode", "online only"),
    OfferMode.ONSITE: C_("offer mode", "on site only"),
    OfferMode.BOTH: C_("offer mode", "online and on site"),
}
_NEED_MODES = {
    NeedMode.ONLINE: C_("need mode", "online"),
    NeedMode.ONSITE: C_("need mode", "on site"),
    NeedMode.ANY: C_("need mode", "online or on site"),
}
_SLOTS = {
    Slot.WEEKDAY_DAY: C_("slot", "weekdays, daytime"),
    Slot.WEEKDAY_EVENING: C_("slot", "weekdays, evenings"),
    Slot.WEEKEND: C_("slot", "weekends"),
}
_OBSTACLES = {
    Obstacle.MODE: C_("obstacle", "online or on site does not fit"),
    Obstacle.AREA: C_("obstacle", "does not come to this area"),
    Obstacle.HOURS: C_("obstacle", "not enough time a month"),
    Obstacle.SLOTS: C_("obstacle", "no common time of the week"),
    Obstacle.PERIOD: C_("obstacle", "not available on these dates"),
    Obstacle.CAPACITY: C_("obstacle", "is already helping as many as agreed"),
    Obstacle.LANGUAGE: C_("obstacle", "does not speak the language needed"),
    Obstacle.PAUSED: C_("obstacle", "the offer is paused"),
    Obstacle.RESTING: C_("obstacle", "is taking a rest"),
}
_STRENGTHS = {
    Strength.STRONG: C_("strength of a match", "strong"),
    Strength.FAIR: C_("strength of a match", "fair"),
    Strength.WEAK: C_("strength of a match", "weak"),
}


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What somebody can give. ``skills`` are confirmed chips, ``tags`` words as typed.

    ``hours`` are a month (None: not said), no ``slots`` is any time, ``small_only`` takes no more than a
    small need, ``times_shown`` is how often it was proposed so far.
    """

    offer_id: Id
    text: str
    skills: frozenset[str] = frozenset()
    tags: tuple[str, ...] = ()
    causes: frozenset[str] = frozenset()
    hours: float | None = None
    mode: OfferMode = OfferMode.BOTH
    areas: frozenset[str] = frozenset()
    slots: frozenset[Slot] = frozenset()
    available_from: date | None = None
    available_until: date | None = None
    capacity: int = 1
    active: int = 0
    languages: frozenset[str] = frozenset({"ja"})
    is_paused: bool = False
    resting_until: date | None = None
    times_shown: int = 0
    small_only: bool = False


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """What a group looks for. ``hours`` are a month; ``small`` is an hour or two of advice."""

    need_id: Id
    title: str
    text: str
    skills: frozenset[str] = frozenset()
    tags: tuple[str, ...] = ()
    causes: frozenset[str] = frozenset()
    hours: float | None = None
    mode: NeedMode = NeedMode.ANY
    area: str | None = None
    slots: frozenset[Slot] = frozenset()
    starts_on: date | None = None
    ends_on: date | None = None
    languages: frozenset[str] = frozenset()
    small: bool = False


def obstacles(offer: OfferFacts, need: NeedFacts, today: date) -> tuple[Obstacle, ...]:
    """Every condition that fails, in a fixed order; nothing means that the two can meet."""
    where = _where(offer, need)
    failing = (
        (Obstacle.MODE, where is Obstacle.MODE),
        (Obstacle.AREA, where is Obstacle.AREA),
        (Obstacle.HOURS, not _has_hours(offer, need)),
        (Obstacle.SLOTS, bool(need.slots and offer.slots) and not (need.slots & offer.slots)),
        (Obstacle.PERIOD, not _is_available(offer, need, today)),
        (Obstacle.CAPACITY, offer.capacity - offer.active < 1),
        (Obstacle.LANGUAGE, not (need.languages <= offer.languages)),
        (Obstacle.PAUSED, offer.is_paused),
        (Obstacle.RESTING, offer.resting_until is not None and today <= offer.resting_until),
    )
    return tuple(obstacle for obstacle, fails in failing if fails)


def _where(offer: OfferFacts, need: NeedFacts) -> Obstacle | None:
    is_online = offer.mode is not OfferMode.ONSITE
    if need.mode is NeedMode.ONLINE:
        return None if is_online else Obstacle.MODE
    if need.mode is NeedMode.ANY and is_online:
        return None
    if offer.mode is OfferMode.ONLINE:
        return Obstacle.MODE
    return None if covers(offer.areas, need.area) else Obstacle.AREA


def _has_hours(offer: OfferFacts, need: NeedFacts) -> bool:
    if offer.small_only and not need.small:
        return False
    return offer.hours is None or need.hours is None or need.hours <= offer.hours


def _is_available(offer: OfferFacts, need: NeedFacts, today: date) -> bool:
    """A need without a date can wait for somebody who is free later, not for somebody who was earlier."""
    first, last = need.starts_on or today, need.ends_on or need.starts_on or today
    waits = need.starts_on is None and need.ends_on is None
    if offer.available_from is not None and offer.available_from > first and not waits:
        return False
    return offer.available_until is None or last <= offer.available_until


def covers(areas: frozenset[str], area: str | None) -> bool:
    """Whether one of the areas is, or holds, this one; 仙台, 仙台市 and 宮城県仙台市 are the same."""
    return area is not None and any(_is_same_area(one, area) for one in areas)


_PREFECTURE = re.compile(r"(?:北海道|東京都|(?:京都|大阪)府|[^都道府県市区町村]{2,3}県)(?=.)")


@lru_cache(4096)
def _is_same_area(offered: str, wanted: str) -> bool:
    one, other = _bare(offered), _bare(wanted)
    if not one or not other:
        return False
    is_ward_of = one.endswith("市") and other.startswith(one) and other.endswith("区")
    return one == other or one == _stem(other) or _stem(one) == other or is_ward_of


def _bare(area: str) -> str:
    return _PREFECTURE.sub("", "".join(fold(area).split()), count=1)


def _stem(area: str) -> str:
    return area[:-1] if len(area) > 1 and area[-1] in "市区町村" else area
