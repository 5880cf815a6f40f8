"""What is true of check-in and of counting heads: words, views, refusals. Pure."""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.clock import Moment, shorten
from bot.errors import N_, UserError
from bot.events.check_in import opens_at
from bot.events.rules import Event, EventState, EventWasCancelled, Mode, Place
from bot.i18n import Text, _
from bot.members.rules import Sector

DIGITS = 4
MOST_TRIES = 5
"""Wrong digits per person and meeting; with 10,000 possibilities nobody guesses them."""
UNKNOWN = "unknown"
"""The sector of people who never said where they come from, and of companions."""
UNKNOWN_LABEL: Text = _("Not known")
MOST_PEOPLE = 10_000
"""No hall has more."""


class How(StrEnum):
    """How somebody came to be noted as there."""

    CODE = "code"
    STAFF = "staff"
    WALK_IN = "walk_in"


class Source(StrEnum):
    """Where a number without names comes from."""

    COUNTED = "counted"
    FORGOTTEN = "forgotten"


class CheckInNotYet(UserError):
    sentence = N_("Check-in for “{title}” opens at {opens}. Please come back then.")


class CheckInOver(UserError):
    sentence = N_("“{title}” is over, so check-in is closed. If you were there, please tell the office.")


class CheckInNotStarted(UserError):
    sentence = N_(
        "Check-in for “{title}” has not been started yet. "
        "Please enter the four digits as soon as the office shows them."
    )


class WrongDigits(UserError):
    sentence = N_(
        "Those are not the digits shown for “{title}”. Please look again; tries left: {left}. "
        "The office can check you in too."
    )


class NoTriesLeft(UserError):
    sentence = N_(
        "The digits for “{title}” were wrong five times, so they can no longer be entered here. "
        "Please ask the office on the spot; it checks you in."
    )


class StillWaiting(UserError):
    sentence = N_(
        "You have no seat in “{title}” yet, so you cannot check in by yourself. "
        "Please speak to the office on the spot; it can let you in."
    )


class NoSeatForWalkIn(UserError):
    sentence = N_(
        "No seat that is open to everybody is left in “{title}”. "
        "Please speak to the office on the spot; it can let you in."
    )


class HeadcountUnreadable(UserError):
    sentence = N_(
        "“{written}” cannot be read as a number of people. "
        "Please write one line for each group, with its name and a number, like “{example}”."
    )


class NotANumber(UserError):
    sentence = N_("“{written}” is not a number of people. Please write digits only.")


class TooManyFromElsewhere(UserError):
    sentence = N_(
        "{elsewhere} people from other prefectures are more than the {total} who came. "
        "Please check the numbers."
    )


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What came of the right digits.

    ``mode``: noted as there in this way (``again``: they had been before). None: they did not apply, and
    ``ways`` are those in which they may come all the same.
    """

    event: Event
    mode: Mode | None
    again: bool = False
    ways: tuple[Mode, ...] = ()


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody on the list of staff: with a seat, waiting for one, or just there."""

    member_id: int
    name: str | None
    mode: Mode
    place: Place | None
    came: bool

    @property
    def waits(self) -> bool:
        return self.place in (Place.WAITLISTED, Place.REQUESTED) and not self.came


def check_time(event: Event, now: datetime) -> None:
    """Raises `EventWasCancelled`, `CheckInNotYet` or `CheckInOver`."""
    check_begun(event, now)
    if now >= event.ends_at:
        raise CheckInOver(title=event.title)


def check_begun(event: Event, now: datetime) -> None:
    """For staff, who may correct who came after the end too."""
    if event.state is EventState.CANCELLED:
        raise EventWasCancelled(title=event.title)
    if now < opens_at(event):
        raise CheckInNotYet(title=event.title, opens=Moment(opens_at(event), event.tz))


def is_same_code(code: str, typed: str) -> bool:
    """Whether the digits are right, in the same time for wrong ones; full-width ones count too."""
    read = re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed))
    return hmac.compare_digest(code.encode(), read.encode("utf-8", "replace"))


def wrong(event: Event, tries: int) -> UserError:
    """The refusal after that many wrong tries."""
    left = MOST_TRIES - tries
    return WrongDigits(title=event.title, left=left) if left > 0 else NoTriesLeft(title=event.title)


_LINE = re.compile(r"(?P<name>.+?)[\s::]*?(?P<people>\d{1,5})\s*(?:名|人|people|person)?")


def read_headcount(written: str, labels: Mapping[str, str]) -> dict[str, int]:
    """Numbers by group from lines such as ``市民・町内会: 5``; ``labels`` gives the names of the groups.

    Groups without anybody are left out. Raises `HeadcountUnreadable`.
    """
    names = {_plain(label): group for group, label in labels.items()}
    counted: dict[str, int] = {}
    for line in unicodedata.normalize("NFKC", written).splitlines():
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.strip())
        group = names.get(_plain(found["name"])) if found else None
        if found is None or group is None or int(found["people"]) > MOST_PEOPLE:
            example = f"{next(iter(labels.values()))}: 3"
            raise HeadcountUnreadable(written=shorten(line.strip()), example=example)
        counted[group] = counted.get(group, 0) + int(found["people"])
    return {group: people for group, people in counted.items() if people}


def write_headcount(counted: Mapping[str, int], labels: Mapping[str, str]) -> str:
    """The same as text, a line for every group."""
    return "\n".join(f"{label}: {counted.get(group, 0)}" for group, label in labels.items())


def _plain(name: str) -> str:
    return re.sub(r"[\s::]+", "", unicodedata.normalize("NFKC", name)).casefold()


def check_elsewhere(total: int, elsewhere: int) -> None:
    """Raises `TooManyFromElsewhere`."""
    if elsewhere > total:
        raise TooManyFromElsewhere(elsewhere=elsewhere, total=total)


def group_labels(lang: str) -> dict[str, str]:
    """The names of the groups by which people are counted, as they stand in a form."""
    labels = {sector.value: sector.label.to(lang) for sector in Sector}
    return {**labels, UNKNOWN: UNKNOWN_LABEL.to(lang)}


def read_people(written: str) -> int:
    """A number of people from a box; an empty one is 0. Raises `NotANumber`."""
    text = unicodedata.normalize("NFKC", written).strip() or "0"
    if not text.isdecimal() or len(text) > 5 or int(text) > MOST_PEOPLE:
        raise NotANumber(written=shorten(text, 20))
    return int(text)
