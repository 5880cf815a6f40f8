"""How a seed and a meeting can belong together, and which seeds can be themes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.clock import LocalDate
from bot.errors import N_, UserError
from bot.i18n import C_, Text, _, _n, joined
from bot.seeds.rules import UNDER_WAY, SeedState
from bot.seeds.seed import Seed

SHOWN_ON_CARDS = 5
"""So many seeds on the card of a meeting, and so many meetings on the card of a seed."""
CHOOSABLE_AHEAD, CHOOSABLE_PAST = 15, 10
"""Meetings in a menu: together the 25 that fit."""
CANDIDATES = 25

PROPOSABLE = UNDER_WAY | {SeedState.DORMANT}
UNLINKABLE = frozenset({SeedState.DELETED, SeedState.WITHDRAWN, SeedState.DECLINED})


class LinkKind(StrEnum):
    """How a seed and a meeting belong together; only ``theme`` stands on the card of the meeting."""

    THEME = "theme"
    BROUGHT = "brought"
    DISCUSSED = "discussed"
    BORN = "born"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    LinkKind.THEME: C_("seed and meeting", "Theme of the meeting"),
    LinkKind.BROUGHT: C_("seed and meeting", "Brought to the meeting"),
    LinkKind.DISCUSSED: C_("seed and meeting", "Discussed there"),
    LinkKind.BORN: C_("seed and meeting", "Born there"),
}


class CannotBeATheme(UserError):
    sentence = N_(
        "Seed #{number} is “{state}”. Only a seed that everyone can read and that is under way or resting "
        "can become a theme. Nothing was changed."
    )


class CannotBeLinked(UserError):
    sentence = N_("Seed #{number} is “{state}”, so it is not linked to meetings. Nothing was changed.")


class IsARehearsal(UserError):
    sentence = N_(
        "“{title}” is a rehearsal that only the office sees, so no seed is linked to it. "
        "Please choose a meeting."
    )


class NoLongerACandidate(UserError):
    sentence = N_(
        "This seed is no longer proposed as a theme, or it has become the theme of another meeting. "
        "Nothing was changed; please choose again."
    )


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as a seed names it."""

    event_id: int
    title: str
    starts_at: datetime
    timezone: str

    @property
    def day(self) -> LocalDate:
        return LocalDate(self.starts_at.astimezone(ZoneInfo(self.timezone)).date())


@dataclass(frozen=True, slots=True)
class Link:
    """One seed and one meeting."""

    kind: LinkKind
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class LinkedSeed:
    """A seed as the office sees it beside a meeting."""

    kind: LinkKind
    seed: Seed


@dataclass(frozen=True, slots=True)
class Candidate:
    """A seed that can be the theme of a session. ``people`` support it (not those whom it is about)."""

    seed_id: int
    title: str
    people: int
    proposed_on: date


@dataclass(frozen=True, slots=True)
class SeedMeetings:
    """Everything the office can do with a seed and meetings."""

    seed: Seed
    links: tuple[Link, ...]
    choosable: tuple[Meeting, ...]

    @property
    def may_be_proposed(self) -> bool:
        return can_be_a_theme(self.seed)

    @property
    def may_go_to_the_meeting(self) -> bool:
        """Whether it is the theme of a meeting, and its state does not say so yet."""
        is_theme = any(link.kind is LinkKind.THEME for link in self.links)
        return is_theme and can_be_a_theme(self.seed) and self.seed.state is not SeedState.SESSION


def can_be_a_theme(seed: Seed) -> bool:
    return seed.is_public and seed.state in PROPOSABLE


def check_theme(seed: Seed) -> None:
    """Raise `CannotBeATheme` for what is not public, and for what is over."""
    if not can_be_a_theme(seed):
        raise CannotBeATheme(number=seed.id, state=seed.state.label)


def check_linkable(seed: Seed) -> None:
    if seed.state in UNLINKABLE:
        raise CannotBeLinked(number=seed.id, state=seed.state.label)


def from_the_seeds(seeds: list[tuple[int, str]]) -> tuple[Text, ...]:
    """What the card of a meeting says of the public seeds that it grew from, by number and title."""
    if not seeds:
        return ()
    shown = joined(
        *(Text("#{number} {title}", {"number": n, "title": title}) for n, title in seeds[:SHOWN_ON_CARDS])
    )
    if (more := len(seeds) - SHOWN_ON_CARDS) > 0:
        return (
            _n(
                "From the seeds: {seeds} and {count} more",
                "From the seeds: {seeds} and {count} more",
                count=more,
                seeds=shown,
            ),
        )
    return (_("From the seeds: {seeds}", seeds=shown),)


def meeting_line(link: Link) -> Text:
    """What the card of a seed says of one meeting."""
    words = {"title": link.meeting.title, "day": link.meeting.day}
    match link.kind:
        case LinkKind.THEME:
            return _("theme of {title} ({day})", **words)
        case LinkKind.BROUGHT:
            return _("brought to {title} ({day})", **words)
        case LinkKind.DISCUSSED:
            return _("discussed at {title} ({day})", **words)
        case LinkKind.BORN:
            return _("born at {title} ({day})", **words)
