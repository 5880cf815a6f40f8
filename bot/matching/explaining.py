"""The reasons for one match, from what was weighed. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.matching.postings import telling_grams
from bot.matching.reasons import (
    FittingCondition,
    Reason,
    RelatedSkill,
    SharedCause,
    SharedSkill,
    SharedWords,
)
from bot.matching.rules import NeedFacts, Obstacle, OfferFacts
from bot.matching.taxonomy import Taxonomy
from bot.matching.weighing import Weighed

MOST_SKILLS = 3
MOST_WORDS = 3
PARTICLE_AFTER = 2
_PARTICLES = "のをがはにでと"
_EDGES = f"{_PARTICLES}、。・「」（） "


def explain(
    taxonomy: Taxonomy, need: NeedFacts, wanted: Weighed, offer: OfferFacts, offered: Weighed
) -> tuple[Reason, ...]:
    """The skills that carry the match, most important first, then conditions, causes and shared words."""
    skills = list(_skills(taxonomy, wanted, offered))[:MOST_SKILLS]
    causes = tuple(sorted(need.causes & offer.causes))
    words = shared_words(_all(need.title, need.text, *need.tags), _all(offer.text, *offer.tags))[:MOST_WORDS]
    return (
        *skills,
        *(FittingCondition(condition) for condition in _conditions(need)),
        *((SharedCause(causes),) if causes else ()),
        *((SharedWords(words),) if words else ()),
    )


def _skills(taxonomy: Taxonomy, wanted: Weighed, offered: Weighed) -> Iterator[Reason]:
    """For each wanted skill what carries it most, the same skills before neighbours."""
    carried: list[tuple[bool, float, str, str]] = []
    for skill, weight in wanted.items():
        parts = [(taxonomy.nearness(skill, other) * having.value, other) for other, having in offered.items()]
        part, other = max(parts, default=(0.0, ""))
        if part > 0:
            carried.append((skill != other, -part * weight.value, skill, other))
    for is_near, _worth, skill, other in sorted(carried):
        name, near = taxonomy.skills[skill].label, taxonomy.skills[other].label
        phrases = _quoted(wanted[skill].phrase), _quoted(offered[other].phrase)
        if is_near:
            yield RelatedSkill(skill, other, name, near, *phrases)
        else:
            yield SharedSkill(skill, name, *phrases)


def _quoted(phrase: str) -> str:
    """A phrase without the particle at its end, as one quotes it (会計の → 会計)."""
    return phrase[:-1] if len(phrase) > PARTICLE_AFTER and phrase[-1] in _PARTICLES else phrase


def _conditions(need: NeedFacts) -> Iterator[Obstacle]:
    """What was asked for. The offer meets it, or there would be no match."""
    yield Obstacle.MODE
    if need.area is not None:
        yield Obstacle.AREA
    if need.hours is not None:
        yield Obstacle.HOURS
    if need.slots:
        yield Obstacle.SLOTS
    if need.starts_on is not None or need.ends_on is not None:
        yield Obstacle.PERIOD
    if need.languages:
        yield Obstacle.LANGUAGE


def shared_words(one: str, other: str) -> tuple[str, ...]:
    """Runs of signs that stand in both texts, longest first, made of telling pairs."""
    common = set(telling_grams(other))
    runs: list[str] = []
    last = ""
    for gram in telling_grams(one):
        if gram not in common:
            last = ""
            continue
        if last and gram[:-1] == last[1:] and runs:
            runs[-1] += gram[-1]
        else:
            runs.append(gram)
        last = gram if not gram.isascii() else ""
    bare = [run.strip(_EDGES) for run in runs]
    return tuple(sorted(dict.fromkeys(run for run in bare if len(run) > 1), key=lambda run: (-len(run), run)))


def _all(*texts: str) -> str:
    return "\n".join(texts)
