"""Public seeds as files: a table for Excel and a text for a web page. Only named authors are named there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import case, select

from bot.clock import Clock, LocalDate, to_local
from bot.db import Database, Tx
from bot.i18n import C_, Raw, Text, _, joined
from bot.members.communities import load_community
from bot.members.models import MemberRow
from bot.seeds.models import SeedRow
from bot.seeds.rules import SeedState, SupportKind
from bot.seeds.search import may_read
from bot.seeds.search_rules import shown_counts, title_of
from bot.seeds.search_views import categories_of, pressed_by
from bot.spreadsheet import write_csv

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LISTS = re.compile(r"^(\s*[0-9]*)([-+=.)])", re.MULTILINE)
"""What begins a list, or makes the line before it a heading."""


@dataclass(frozen=True, slots=True)
class PublicSeed:
    """A seed as everybody may have it. ``author`` is None for every anonymous one."""

    id: int
    title: str
    text: str
    categories: tuple[str, ...]
    state: SeedState
    published_on: date
    counts: dict[SupportKind, int | None]
    author: str | None


@dataclass(frozen=True, slots=True)
class SeedFiles:
    """``seeds``: how many; ``csv`` and ``markdown`` are the contents of the two files."""

    seeds: int
    csv: bytes
    markdown: bytes


class SeedExports:
    """The public export."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def public(self, community_id: int, lang: str) -> SeedFiles:
        """All seeds that every member can read, by number, with headings in ``lang``."""
        now = self._clock()
        async with self._db.reading() as tx:
            community = await load_community(tx, community_id)
            seeds = await _public_seeds(tx, community_id, now, community.tz)
        today = LocalDate(to_local(now, community.tz).date())
        heading = _("Seeds of {community}, as of {day}", community=community.name or "", day=today)
        page = as_markdown(heading, seeds, lang)
        return SeedFiles(len(seeds), as_csv(seeds, lang), page.encode())


async def _public_seeds(tx: Tx, community_id: int, now: datetime, tz: ZoneInfo) -> list[PublicSeed]:
    author = case((SeedRow.is_anonymous, None), else_=MemberRow.display_name).label("author")
    rows = (
        await tx.execute(
            select(SeedRow.id, SeedRow.title, SeedRow.text, SeedRow.state, SeedRow.published_at, author)
            .outerjoin(MemberRow, MemberRow.id == SeedRow.author_id)
            .where(may_read(community_id, now))
            .order_by(SeedRow.id)
        )
    ).all()
    categories = await categories_of(tx, [row.id for row in rows])
    pressed = await pressed_by(tx, [row.id for row in rows])
    return [
        PublicSeed(
            id=row.id,
            title=title_of(row.title, row.text),
            text=row.text or "",
            categories=categories.get(row.id, ()),
            state=SeedState(row.state),
            published_on=to_local(row.published_at, tz).date(),
            counts=shown_counts(Counter(kind for _person, kind in pressed.get(row.id, ()))),
            author=row.author,
        )
        for row in rows
    ]


def as_csv(seeds: Sequence[PublicSeed], lang: str) -> bytes:
    """One line a seed; a count that is too small to be shown is empty."""
    headings = [*(heading.to(lang) for heading in HEADINGS), *(kind.label.to(lang) for kind in SupportKind)]
    lines = [
        (
            seed.id,
            seed.title,
            seed.text,
            ";".join(seed.categories),
            seed.state.label.to(lang),
            seed.published_on.isoformat(),
            seed.author,
            *(seed.counts[kind] for kind in SupportKind),
        )
        for seed in seeds
    ]
    return write_csv([headings, *lines])


HEADINGS: Sequence[Text] = (
    C_("list", "Number"),
    C_("list", "Title"),
    C_("list", "Text"),
    C_("list", "Categories"),
    C_("list", "State"),
    C_("list", "Published on"),
    C_("list", "Author (only where the name is shown)"),
)


def as_markdown(heading: Text, seeds: Sequence[PublicSeed], lang: str) -> str:
    """The same as a page; what people typed stays plain words there."""
    return "\n\n".join([f"# {heading.to(lang, _plain)}", *(_section(seed, lang) for seed in seeds)]) + "\n"


def _section(seed: PublicSeed, lang: str) -> str:
    facts = [
        (C_("list", "State"), seed.state.label.to(lang)),
        (C_("list", "Published on"), LocalDate(seed.published_on).to(lang)),
        (C_("list", "Categories"), joined(*seed.categories).to(lang, _plain)),
        (C_("list", "Author"), seed.author and _plain(seed.author)),
        *((kind.label, seed.counts[kind]) for kind in SupportKind),
    ]
    listed = "\n".join(
        _("- {name}: {fact}", name=name, fact=Raw(fact)).to(lang)
        for name, fact in facts
        if fact not in (None, "")
    )
    title = " ".join(_plain(seed.title).split())
    return f"## {seed.id}. {title}\n\n{_plain(seed.text)}\n\n{listed}"


def _plain(typed: str) -> str:
    return _LISTS.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", typed))
