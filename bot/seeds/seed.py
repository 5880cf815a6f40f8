"""What people see of a seed: frozen views. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.clock import shorten
from bot.errors import N_, UserError
from bot.seeds.rules import (
    FEWEST_SHOWN,
    PUBLIC,
    TEXT_LENGTH,
    TITLE_LENGTH,
    UNDECIDED,
    Origin,
    Readers,
    SeedState,
    SupportKind,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people pressed what; ``people`` are distinct, those of joined seeds included."""

    of: Mapping[SupportKind, int] = field(default_factory=lambda: MappingProxyType({}))
    people: int = 0

    def shown(self, kind: SupportKind) -> int:
        """The number that may be public; 0 where it would point at somebody."""
        count = self.of.get(kind, 0)
        return 0 if kind is SupportKind.AFFECTED and count < FEWEST_SHOWN else count


@dataclass(frozen=True, slots=True)
class Category:
    id: int
    name: str
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class Seed:
    """A seed as staff and the code see it; who may read what of it is decided where it is shown.

    ``author_id`` and ``author_name`` are None for every anonymous seed. Days are the community's local ones.
    """

    id: int
    community_id: int
    state: SeedState
    origin: Origin
    readers: Readers
    is_anonymous: bool
    author_id: int | None
    author_name: str | None
    title: str | None
    text: str | None
    reason: str | None
    is_urgent: bool
    revision: int
    submitted_on: date
    shown_to_staff_at: datetime
    published_at: datetime | None
    closed_at: datetime | None
    edited_on: date | None
    active_on: date
    theme_proposed_on: date | None
    merged_into_id: int | None
    merged_from: SeedState | None
    merged_at: datetime | None
    parent_id: int | None
    is_notified: bool
    timezone: str
    categories: tuple[Category, ...] = ()

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def is_public(self) -> bool:
        """Whether every member may read it."""
        return self.readers is Readers.EVERYONE and self.published_at is not None and self.state in PUBLIC

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED

    def as_staff_reads_it(self) -> Seed:
        """Without its words, where nobody but its author has them any more."""
        return replace(self, title=None, text=None) if self.state is SeedState.WITHDRAWN else self

    def is_known_to_staff(self, now: datetime) -> bool:
        """Anonymous ones appear a random time after they were posted."""
        return self.shown_to_staff_at <= now


@dataclass(frozen=True, slots=True)
class Line:
    """One message between the office and the author. ``is_answer``: from the author."""

    is_answer: bool
    text: str
    written_on: date


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history; ``name`` is known only of staff, and only for seeds with a name."""

    what: str
    role: str
    name: str | None
    happened_on: date
    note: str | None


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote and chose in the form; it is stored only when they press [Post this]."""

    title: str
    text: str
    readers: Readers = Readers.EVERYONE
    is_named: bool = False
    origin: Origin = Origin.FORM


class NothingWritten(UserError):
    sentence = N_("Nothing was written, so nothing was posted. A few words are enough; please try again.")


class TooMuchWritten(UserError):
    sentence = N_(
        "This is too long for one message: please write at most {most} characters. Nothing was stored."
    )


class NoSuchSeed(UserError):
    """Unknown, of another community, or not for this reader: all are answered alike."""

    sentence = N_("There is no such seed here for you. With “Find seeds” you see those that are open.")


def subject_of(seed_id: int) -> str:
    return f"seed:{seed_id}"


def review_subject_of(seed_id: int) -> str:
    return f"seedreview:{seed_id}"


def id_in(subject: str) -> int:
    """The number of the seed in a subject such as ``seed:17``."""
    return int(subject.split(":")[1])


def read_text(typed: str, most: int = TEXT_LENGTH) -> str:
    """What was typed, without blank edges; raises `NothingWritten` or `TooMuchWritten`."""
    text = typed.strip()
    if not text:
        raise NothingWritten
    if len(text) > most:
        raise TooMuchWritten(most=most)
    return text


def title_of(title: str, text: str) -> str:
    """The title, or else the first line of the text, as far as it fits."""
    given = " ".join(title.split())
    first_line = " ".join(text.strip().splitlines()[0].split()) if text.strip() else ""
    return shorten(given or first_line, TITLE_LENGTH)
