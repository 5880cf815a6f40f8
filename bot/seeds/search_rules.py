"""What is found: views, orders, who counts as a supporter, what is most alike. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.clock import shorten
from bot.errors import N_, UserError
from bot.seeds.excerpts import Excerpt
from bot.seeds.rules import FEWEST_SHOWN, SeedState, SupportKind

PER_PAGE = 8
MOST_COUNTED = 200
"""More than so many are told as "more than"; every one of them is reached page by page all the same."""
MOST_WORDS = 8
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Order(StrEnum):
    """``best``: first those with all words in the title, each part newest first; ``newest``: by number."""

    BEST = "best"
    NEWEST = "newest"


class NoSuchCategory(UserError):
    sentence = N_("I do not know this category. Please choose one from the list.")


class TooManyWords(UserError):
    sentence = N_("Please look for at most {count} words at once; single words find more.")


@dataclass(frozen=True, slots=True)
class Titled:
    """A seed by its number and what stands above it."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Place:
    """The message in which a seed stands."""

    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Found:
    """A seed as a list shows it. ``supporters`` are people, each counted once, also over joined seeds."""

    id: int
    title: str
    text: str
    excerpt: Excerpt
    state: SeedState
    categories: tuple[str, ...]
    published_at: datetime | None
    supporters: int
    merged_into: Titled | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search. ``total`` is not counted beyond `MOST_COUNTED` + 1."""

    found: tuple[Found, ...]
    number: int
    has_more: bool
    total: int
    tz: ZoneInfo


def title_of(title: str | None, text: str | None) -> str:
    """The title, else the first line of the text."""
    if title and title.strip():
        return title
    return shorten(next((line for line in (text or "").splitlines() if line.strip()), "…"))


def supporters(pressed: Iterable[tuple[int, SupportKind]]) -> int:
    """How many people: those whom it is about only where they are not too few to be counted in public."""
    pairs = set(pressed)
    affected = {person for person, kind in pairs if kind is SupportKind.AFFECTED}
    others = {person for person, kind in pairs if kind is not SupportKind.AFFECTED}
    return len(others | affected if len(affected) >= FEWEST_SHOWN else others)


def bounds_of(year: int, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """The beginning of a calendar year and of the next one in that zone, in UTC."""
    return (
        datetime(year, 1, 1, tzinfo=tz).astimezone(UTC),
        datetime(year + 1, 1, 1, tzinfo=tz).astimezone(UTC),
    )


def most_alike(found: Iterable[tuple[str, int, int]], lengths_mean: float, readable: int) -> list[int]:
    """Seeds by how alike they are, from (token, seed, its length): BM25 with tokens that count once each.

    Robertson and Zaragoza 2009, with k1 = 1.2 and b = 0.75; ties: the newest first.
    """
    by_token: dict[str, list[tuple[int, int]]] = {}
    for token, seed, length in found:
        by_token.setdefault(token, []).append((seed, length))
    scores: dict[int, float] = {}
    for seeds in by_token.values():
        rare = math.log(1 + (readable - len(seeds) + 0.5) / (len(seeds) + 0.5))
        for seed, length in seeds:
            scores[seed] = scores.get(seed, 0.0) + rare * 2.2 / (
                1 + 1.2 * (0.25 + 0.75 * length / max(lengths_mean, 1.0))
            )
    return sorted(scores, key=lambda seed: (-round(scores[seed], 9), -seed))


def shown_counts(counts: Mapping[SupportKind, int]) -> dict[SupportKind, int | None]:
    """Counts by kind as everybody may see them; None: too few to be shown."""
    return {
        kind: counts.get(kind, 0)
        if kind is not SupportKind.AFFECTED or counts.get(kind, 0) >= FEWEST_SHOWN
        else None
        for kind in SupportKind
    }
