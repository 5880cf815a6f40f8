"""The public card of a seed and the post of it for the office. Pure; no anonymous author is in them."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from bot.clock import LocalDate
from bot.i18n import C_, Joined, Raw, Text, _, _n, joined
from bot.outbox.notice import Notice
from bot.seeds.cards import CardFacts, ReviewFacts
from bot.seeds.rules import SUPPORT_LABELS, Readers, SeedState
from bot.seeds.seed import Seed
from cogs.shared import limits
from cogs.shared.renderers import MessageParts, buttons, escape, headline, register

OPEN_COLOUR, DONE_COLOUR, URGENT_COLOUR = 0x5B8C5A, 0x7A7A7A, 0xC53030


def register_layouts() -> None:
    """Let the courier post seeds."""
    register("seed_card", _render_card)
    register("seed_review", _render_review)


def _render_card(
    notice: Notice, *, lang: str, timezone: str, community_name: str | None = None
) -> MessageParts:
    return MessageParts(
        content=headline(notice.subject, lang, community_name),
        embed=seed_embed(notice.facts, lang),
        view=buttons(notice.actions, lang),
    )


def seed_embed(facts: CardFacts, lang: str) -> discord.Embed:
    """The card; also the preview before anything is posted, word for word."""
    seed = facts.seed
    is_over = seed.state in (SeedState.ARCHIVED, SeedState.MERGED, SeedState.DORMANT)
    embed = discord.Embed(
        title=escape(seed.title or ""),
        description=escape(_body(seed)),
        colour=DONE_COLOUR if is_over else OPEN_COLOUR,
    )
    for name, value in _fields(facts):
        embed.add_field(name=name.to(lang), value=value.to(lang, escape), inline=False)
    embed.set_footer(text=joined(*_footer(seed)).to(lang))
    return limits.fit_embed(embed)


def _body(seed: Seed) -> str:
    """The text; its first line only where it does not stand above as the title already."""
    first, _newline, rest = (seed.text or "").partition("\n")
    return rest.strip() if " ".join(first.split()) == seed.title else seed.text or ""


def _fields(facts: CardFacts) -> Iterator[tuple[Text, Text | Joined]]:
    seed = facts.seed
    if seed.id:
        yield _("State"), seed.state.label
    if seed.categories:
        yield _("Categories"), joined(*(category.name for category in seed.categories))
    if support := _support(facts):
        yield _("Support"), joined(*support)
    if seed.merged_into_id is not None:
        yield _("Joined with"), _("Seed #{number}. Please press there.", number=seed.merged_into_id)
    if facts.joined:
        yield _("Says the same"), joined(*(Raw(f"#{number}") for number in facts.joined))
    if facts.parent_id is not None:
        yield _("Grown from"), _("Seed #{number}", number=facts.parent_id)
    if facts.meetings:
        yield C_("seed card", "Meetings"), joined(*facts.meetings)


def _support(facts: CardFacts) -> list[Text]:
    """Counts only, and none that would point at somebody."""
    return [
        Text(
            "{kind} {people}",
            {"kind": label, "people": _n("{count} person", "{count} people", count=count)},
        )
        for kind, label in SUPPORT_LABELS.items()
        if (count := facts.counts.shown(kind))
    ]


def _footer(seed: Seed) -> Iterator[Text]:
    if seed.author_name and not seed.is_anonymous:
        yield _("From {name}", name=seed.author_name)
    else:
        yield C_("seed", "Without a name")
    if seed.edited_on is not None:
        yield _("changed on {day}", day=LocalDate(seed.edited_on))


def _render_review(
    notice: Notice, *, lang: str, timezone: str, community_name: str | None = None
) -> MessageParts:
    facts: ReviewFacts = notice.facts
    return MessageParts(
        content=headline(notice.subject, lang, community_name),
        embed=review_embed(facts, lang),
        view=buttons(notice.actions, lang),
    )


def review_embed(facts: ReviewFacts, lang: str) -> discord.Embed:
    """What the office reads of a seed, with the checklist of what to look for."""
    seed = facts.seed
    is_readable = seed.state is not SeedState.WITHDRAWN
    words = escape(_body(seed)) if is_readable else _("The author has withdrawn it.").to(lang)
    colour = URGENT_COLOUR if seed.is_urgent else OPEN_COLOUR if seed.is_undecided else DONE_COLOUR
    embed = discord.Embed(
        title=escape(seed.title or "") if is_readable else None, description=words, colour=colour
    )
    for name, value in _review_fields(facts):
        embed.add_field(name=name.to(lang), value=value.to(lang, escape), inline=False)
    return limits.fit_embed(embed)


def _review_fields(facts: ReviewFacts) -> Iterator[tuple[Text, Text | Joined]]:
    seed = facts.seed
    author = (
        C_("seed", "Without a name")
        if seed.is_anonymous
        else _("From {name}", name=seed.author_name or _("(name unknown)"))
    )
    readers = (
        _("everyone may read it")
        if seed.readers is Readers.EVERYONE
        else _("for the office only; it is never published")
    )
    yield _("Author"), joined(author, readers)
    yield _("State"), seed.state.label
    if seed.categories:
        yield _("Categories"), joined(*(category.name for category in seed.categories))
    if seed.is_undecided and facts.concerns:
        yield (
            _("Please look for"),
            _(
                "{things}: could anybody be recognised by it?",
                things=joined(*(c.label for c in facts.concerns)),
            ),
        )
    if seed.reason:
        yield _("Told the author"), Text("{words}", {"words": seed.reason})
