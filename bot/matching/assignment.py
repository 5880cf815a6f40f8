"""Who could help whom, over all open needs at once, so that nobody is asked too often. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.matching.rules import Id

Scores = Mapping[tuple[Any, Any], float]
"""By need and offer, only of pairs that can meet."""

Capacities = Mapping[Any, int]
"""How many more needs each offer can take."""

NEVER_SHOWN = 0.1
"""Added for an offer that nobody has been shown yet: people who offer and hear nothing leave."""
MOST_EXACT = 300
"""Needs; beyond them the best sum would take seconds."""
ROUNDS = 5
_NOTHING = 1e-9
_STEPS = 1_000_000
"""The library reckons in whole numbers."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An offer for a need, with the score of the pair."""

    need_id: Id
    offer_id: Id
    score: float


def assign(scores: Scores, capacities: Capacities, never_shown: Collection[Any] = ()) -> list[Pair]:
    """At most one offer for each need and no offer more often than it has capacity, with the best sum.

    Up to `MOST_EXACT` needs no other choice has a better sum; beyond, each need takes the best that is left
    and pairs then swap while that helps. Only pairs with a positive score; the order is that of the needs.
    """
    worth = {
        (need, offer): score + (NEVER_SHOWN if offer in never_shown else 0.0)
        for (need, offer), score in sorted(scores.items(), key=lambda item: _sortable(*item[0]))
        if score > 0 and capacities.get(offer, 0) > 0
    }
    is_small = len({need for need, _offer in worth}) <= MOST_EXACT
    chosen = _optimal(worth, capacities) if is_small else _swapped(worth, capacities)
    return [
        Pair(need, offer, scores[need, offer])
        for need, offer in sorted(chosen.items(), key=lambda item: _sortable(*item))
    ]


def _sortable(*ids: Id) -> tuple[tuple[str, Id], ...]:
    return tuple((type(one).__name__, one) for one in ids)


def _optimal(worth: Scores, capacities: Capacities) -> dict[Id, Id]:
    """A heaviest matching; an offer is there once for each place that it has."""
    import rustworkx  # only here: 7 MB

    graph = rustworkx.PyGraph(multigraph=False)
    needs = {need: graph.add_node(need) for need in dict.fromkeys(need for need, _offer in worth)}
    wanted = Counter(offer for _need, offer in worth)
    places = {
        offer: [graph.add_node(offer) for _ in range(min(capacities[offer], times))]
        for offer, times in wanted.items()
    }
    for (need, offer), value in worth.items():
        graph.add_edges_from([(needs[need], place, round(value * _STEPS)) for place in places[offer]])
    by_node = {node: need for need, node in needs.items()}
    pairs = rustworkx.max_weight_matching(graph, weight_fn=int)
    ordered = [(one, other) if one in by_node else (other, one) for one, other in pairs]
    return {by_node[need]: graph[place] for need, place in ordered}


def _swapped(worth: Scores, capacities: Capacities) -> dict[Id, Id]:
    plan = _Plan(worth, capacities)
    for (need, offer), _value in sorted(worth.items(), key=lambda item: -item[1]):
        if need not in plan.held and plan.has_room(offer):
            plan.move(need, offer)
    for _ in range(ROUNDS):
        if not sum(plan.improve(need, offer) for need, offer in worth):
            break
    return plan.held


class _Plan:
    """Which need holds which offer, while it is being made better."""

    def __init__(self, worth: Scores, capacities: Capacities) -> None:
        self._worth, self._capacities = worth, capacities
        self.held: dict[Id, Id] = {}
        self._holders: defaultdict[Id, list[Id]] = defaultdict(list)
        self._offers: defaultdict[Id, list[Id]] = defaultdict(list)
        for need, offer in worth:
            self._offers[need].append(offer)

    def has_room(self, offer: Id) -> bool:
        return len(self._holders[offer]) < self._capacities[offer]

    def move(self, need: Id, offer: Id | None) -> None:
        if (before := self.held.pop(need, None)) is not None:
            self._holders[before].remove(need)
        if offer is not None:
            self.held[need] = offer
            self._holders[offer].append(need)

    def improve(self, need: Id, offer: Id) -> bool:
        """Give the need this offer if that raises the sum: a free place, or an exchange with a holder."""
        before = self.held.get(need)
        if before == offer:
            return False
        gain = self._worth[need, offer] - self._of(need, before)
        if self.has_room(offer):
            if gain > _NOTHING:
                self.move(need, offer)
            return gain > _NOTHING
        return any(self._exchange(need, offer, before, holder, gain) for holder in self._holders[offer])

    def _exchange(self, need: Id, offer: Id, before: Id | None, holder: Id, gain: float) -> bool:
        """Take the offer from its holder, who gets what the need gives up or the best that is free."""
        others = [other for other in self._offers[holder] if other == before or self.has_room(other)]
        instead = max(others, key=lambda other: self._of(holder, other), default=None)
        if gain - self._of(holder, offer) + self._of(holder, instead) <= _NOTHING:
            return False
        self.move(holder, None)
        self.move(need, offer)
        self.move(holder, instead)
        return True

    def _of(self, need: Id, offer: Id | None) -> float:
        return 0.0 if offer is None else self._worth.get((need, offer), 0.0)
