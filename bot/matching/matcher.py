"""Offers in the order in which they fit a need: skills first, then shared words; only what can meet. Pure.

The score of an offer is what part of the wanted skills it covers, rare skills counting more, and a little of
what the words of both texts have in common. The numbers here and in `weighing` and `wanting` were found by
trying on graded sets; `make bench` shows what a change of them does to the development set.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.matching.explaining import explain
from bot.matching.postings import Postings
from bot.matching.reasons import Reason
from bot.matching.rules import Id, NeedFacts, Obstacle, OfferFacts, Strength, obstacles
from bot.matching.taxonomy import Taxonomy
from bot.matching.wanting import Wanted, read_need
from bot.matching.weighing import Weighed, weigh_offer

SHOWN = 3
NEAR_MISSES = 3
BREADTH = 0.03
FOCUSED = 4
"""So many skills are no breadth yet; each one more takes `BREADTH` off."""
WORDS = 0.25
CAUSE = 0.2
EVIDENCE = 0.21
"""The part of the wanted skills that the best offer must cover for a list to be shown at all."""
FAR = 0.25
"""Neighbours that are no nearer than this are no evidence."""
WORD_EVIDENCE = 9.0
UNSURE = 1.0
"""A need in which no skill weighs so much was not surely understood: that nobody offers it is not known."""
NEAREST = 2.0
"""BM25 from which the nearest words are worth showing for such a need, as weak matches."""
STRONG = 0.6
FAIR = 0.3
PRIOR = 45
"""Offers that are thought of beside the real ones, so that among few no skill seems rare or common."""
SMOOTHING = 3
"""One offer more or less must not change much what a skill is worth."""
GROUND = 1.5


@dataclass(frozen=True, slots=True)
class Match:
    """An offer that fits, ``score`` only for comparing, and why."""

    offer_id: Id
    score: float
    strength: Strength
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An offer worth showing that fails exactly one condition."""

    match: Match
    obstacle: Obstacle

    @property
    def offer_id(self) -> Id:
        return self.match.offer_id


@dataclass(frozen=True, slots=True)
class Missing:
    """What nobody offers: ``skills`` of the need without an offer; ``is_unread``: none was understood."""

    skills: tuple[str, ...] = ()
    is_unread: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """Best first. No matches means: no good offer yet, and ``missing`` says what there should be."""

    matches: tuple[Match, ...]
    near_misses: tuple[NearMiss, ...]
    missing: Missing


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one offer: the covered part of the wanted skills, and BM25 of the words."""

    skills: float
    words: float

    @property
    def is_real(self) -> bool:
        return self.skills >= EVIDENCE or self.words >= WORD_EVIDENCE


@dataclass(frozen=True, slots=True)
class Scored:
    """All offers for one need: ``order`` are the places of those with any score, best first.

    ``surest`` is how much the clearest skill of the need weighs.
    """

    order: list[int]
    scores: list[float]
    covered: list[float]
    words: list[float]
    possible: float
    surest: float

    def evidence(self, doc: int) -> Evidence:
        return Evidence(self.covered[doc] / self.possible if self.possible else 0.0, self.words[doc])


class Matcher:
    """Knows the skills; holds no offers."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy

    def index(self, offers: Iterable[OfferFacts]) -> Index:
        """Offers made ready to be ranked for any number of needs."""
        return Index(self.taxonomy, tuple(offers))


class Index:
    """Offers by skill and by pairs of signs."""

    def __init__(self, taxonomy: Taxonomy, offers: Sequence[OfferFacts]) -> None:
        self.taxonomy = taxonomy
        self.offers = tuple(sorted(offers, key=lambda offer: (str(type(offer.offer_id)), offer.offer_id)))
        self._weighed = [weigh_offer(taxonomy, offer) for offer in self.offers]
        self._postings = Postings([_words_of_offer(offer) for offer in self.offers])
        self._by_skill = _by_skill(self._weighed)
        self._by_cause: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for doc, offer in enumerate(self.offers):
            for cause in offer.causes:
                self._by_cause[cause].append(doc)

    def rank(self, need: NeedFacts, today: date, top: int = SHOWN) -> Ranking:
        """The best fitting offers, at most ``top``; none where not even the best one has real evidence.

        For a need that was not surely understood the nearest words are evidence enough.
        """
        wanted = read_need(self.taxonomy, need)
        scored = self._scored(need, wanted)
        matches: list[int] = []
        near: list[tuple[int, Obstacle]] = []
        for doc in scored.order:
            failing = obstacles(self.offers[doc], need, today)
            if not failing and len(matches) < top:
                matches.append(doc)
            elif len(failing) == 1 and len(near) < NEAR_MISSES and scored.evidence(doc).is_real:
                near.append((doc, failing[0]))
            if len(matches) == top and len(near) == NEAR_MISSES:
                break
        if not any(self._is_worth_showing(scored, doc) for doc in matches):
            matches = []
        return Ranking(
            tuple(self._match(need, wanted.skills, doc, scored) for doc in matches),
            tuple(
                NearMiss(self._match(need, wanted.skills, doc, scored), obstacle) for doc, obstacle in near
            ),
            self._missing(wanted.skills),
        )

    @staticmethod
    def _is_worth_showing(scored: Scored, doc: int) -> bool:
        evidence = scored.evidence(doc)
        return evidence.is_real or (scored.surest < UNSURE and evidence.words >= NEAREST)

    def scores(self, need: NeedFacts) -> dict[Id, float]:
        """The score of every offer that has anything to do with the need, whether it fits or not."""
        scored = self._scored(need, read_need(self.taxonomy, need))
        return {self.offers[doc].offer_id: scored.scores[doc] for doc in scored.order}

    def _scored(self, need: NeedFacts, wanted: Wanted) -> Scored:
        worth = {skill: weight.value * self._rarity(skill) for skill, weight in wanted.skills.items()}
        possible = sum(worth.values())
        said, at_all = self._covered(wanted.skills)
        words = self._postings.scores(wanted.words)
        share = 1 / (possible + GROUND)
        scores = [(skills + WORDS * shared) * share for skills, shared in zip(said, words, strict=True)]
        for cause in need.causes:
            for doc in self._by_cause.get(cause, ()):
                scores[doc] *= 1 + CAUSE
        order = sorted((doc for doc, score in enumerate(scores) if score), key=lambda doc: -scores[doc])
        surest = max((weight.value for weight in wanted.skills.values()), default=0.0)
        return Scored(order, scores, at_all, words, possible, surest)

    def _covered(self, wanted: Weighed) -> tuple[list[float], list[float]]:
        """For each offer the worth of the wanted skills that it has: by how it says so, and at all.

        How rare a skill is counts the others only: an offer is not worth less because it is there itself.
        """
        said, at_all = [0.0] * len(self.offers), [0.0] * len(self.offers)
        for skill, weight in wanted.items():
            best: dict[int, tuple[float, float]] = {}
            for near, nearness in self._near(skill):
                sure = max((nearness - FAR) / (1 - FAR), 0.0)
                for doc, having in zip(*self._by_skill.get(near, ((), ())), strict=True):
                    if doc not in best or nearness * having > best[doc][0]:
                        best[doc] = nearness * having, sure * min(having, 1.0)
            has = set(self._by_skill[skill][0]) if skill in self._by_skill else set()
            own, other = weight.value * self._rarity(skill, 1), weight.value * self._rarity(skill)
            for doc, (part, bare) in best.items():
                value = own if doc in has else other
                said[doc] += value * part
                at_all[doc] += other * bare
        return said, at_all

    def _near(self, wanted: str) -> Iterator[tuple[str, float]]:
        yield wanted, 1.0
        yield from self.taxonomy.skills[wanted].related.items()

    def _rarity(self, skill: str, without: int = 0) -> float:
        having = len(self._by_skill[skill][0]) - without if skill in self._by_skill else 0
        return math.log((len(self.offers) + PRIOR) / (having + SMOOTHING))

    def _match(self, need: NeedFacts, wanted: Weighed, doc: int, scored: Scored) -> Match:
        offer = self.offers[doc]
        reasons = explain(self.taxonomy, need, wanted, offer, self._weighed[doc])
        return Match(offer.offer_id, scored.scores[doc], _strength(scored.evidence(doc)), reasons)

    def _missing(self, wanted: Weighed) -> Missing:
        lacking = [
            skill for skill, weight in wanted.items() if skill not in self._by_skill and weight.value >= 0.5
        ]
        return Missing(tuple(sorted(lacking, key=lambda skill: -wanted[skill].value)), not wanted)


def _strength(evidence: Evidence) -> Strength:
    if evidence.skills >= STRONG:
        return Strength.STRONG
    return Strength.FAIR if evidence.skills >= FAIR or evidence.words >= WORD_EVIDENCE else Strength.WEAK


def _by_skill(weighed: Sequence[Weighed]) -> dict[str, tuple[array[int], array[float]]]:
    found: dict[str, tuple[array[int], array[float]]] = {}
    for doc, skills in enumerate(weighed):
        breadth = 1 / (1 + BREADTH * max(0, len(skills) - FOCUSED))
        for skill, weight in skills.items():
            docs, weights = found.setdefault(skill, (array("I"), array("f")))
            docs.append(doc)
            weights.append(weight.value * breadth)
    return found


def _words_of_offer(offer: OfferFacts) -> str:
    return "\n".join((offer.text, *offer.tags))
