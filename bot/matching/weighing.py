"""How much each skill weighs in a text, and which phrase shows it best; here what offers give. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.matching.clauses import Clause, clauses, is_disowned, is_place
from bot.matching.rules import OfferFacts
from bot.matching.tagging import Hit, hits
from bot.matching.taxonomy import Taxonomy
from bot.matching.text import Plain, plain

CHIP = 1.5
TAG = 1.35
SIGN = 0.8
PLACE = 0.38
BESIDE_CHIPS = 0.5
"""What the program found itself, once people have said what they want."""
FIRST = 1.25
"""In the first clause of an offer; people begin with what they are."""
LATER = 0.92
ENOUGH = 1.0
"""Where further hits of the same skill begin to add little."""
REFUSED = 0.15
"""The most that a skill weighs of which the text says that it is not wanted."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a skill weighs; 1 is one plain mention. ``phrase`` shows it best ("" for a chip)."""

    value: float
    phrase: str


Weighed = Mapping[str, Weight]


@dataclass(frozen=True, slots=True)
class Mention:
    """A skill that a text names, as written there. A negative value says that it is not wanted."""

    skill: str
    phrase: str
    value: float


def weigh_offer(taxonomy: Taxonomy, offer: OfferFacts) -> Weighed:
    """What an offer gives. Its first words and its tags weigh more, what it rules out nothing."""
    text = plain(offer.text)
    found = list(in_tags(taxonomy, offer.tags))
    for hit, clause in placed(taxonomy, text):
        value = kind_of(hit) * (FIRST if clause.start == 0 else LATER)
        if is_disowned(clause, hit.end):
            value = 0.0
        elif is_place(text.text, hit.end):
            value *= PLACE
        found.append(Mention(hit.skill, hit.phrase, value))
    return summed(found, offer.skills & taxonomy.skills.keys())


def kind_of(hit: Hit) -> float:
    return SIGN if hit.is_sign else 1.0


def in_tags(taxonomy: Taxonomy, tags: Iterable[str]) -> Iterator[Mention]:
    """The skills of words that somebody typed on purpose."""
    for tag in tags:
        yield from (Mention(hit.skill, hit.phrase, TAG) for hit in hits(taxonomy, plain(tag)))


def placed(taxonomy: Taxonomy, text: Plain) -> Iterator[tuple[Hit, Clause]]:
    """Each hit with the clause in which it begins."""
    pieces = clauses(text.text)
    for hit in hits(taxonomy, text):
        yield hit, next((piece for piece in reversed(pieces) if piece.start <= hit.start), pieces[0])


def summed(mentions: Iterable[Mention], chips: frozenset[str]) -> dict[str, Weight]:
    """All mentions of each skill as one weight; what people ticked weighs most."""
    sums: defaultdict[str, float] = defaultdict(float)
    best: dict[str, Mention] = {}
    refused: set[str] = set()
    for mention in mentions:
        sums[mention.skill] += mention.value
        if mention.value < 0:
            refused.add(mention.skill)
        if mention.skill not in best or mention.value > best[mention.skill].value:
            best[mention.skill] = mention
    found: dict[str, Weight] = {}
    for skill, total in sums.items():
        value = min(_saturated(total), REFUSED) if skill in refused else _saturated(total)
        if value > 0:
            found[skill] = Weight(value * (BESIDE_CHIPS if chips else 1.0), best[skill].phrase)
    for chip in sorted(chips):
        said = found.get(chip)
        found[chip] = Weight(CHIP + (said.value if said else 0.0), said.phrase if said else "")
    return found


def _saturated(total: float) -> float:
    """1 for one plain mention, 1.3 for two, never 2; nothing below nothing."""
    return (1 + ENOUGH) * total / (total + ENOUGH) if total > 0 else 0.0
