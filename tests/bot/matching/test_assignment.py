"""Over all needs at once nobody is asked too often, and no other choice of few is better."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings, strategies as st

from bot.matching import assignment
from bot.matching.assignment import NEVER_SHOWN, assign
from bot.matching.rules import Id

NEEDS, OFFERS = range(1, 5), range(11, 15)
SCORES = st.dictionaries(
    st.tuples(st.sampled_from(NEEDS), st.sampled_from(OFFERS)),
    st.integers(-1, 20).map(lambda number: number / 10),
    max_size=12,
)
CAPACITIES = st.dictionaries(st.sampled_from(OFFERS), st.integers(0, 2))
SHOWN = st.sets(st.sampled_from(OFFERS))


def best_sum(scores: dict[tuple[Id, Id], float], capacities: dict[Id, int], never: set[Id]) -> float:
    """By trying everything."""
    best = 0.0
    for choice in product((None, *OFFERS), repeat=len(NEEDS)):
        used = Counter(offer for offer in choice if offer is not None)
        pairs = [(need, offer) for need, offer in zip(NEEDS, choice, strict=True) if offer is not None]
        if all(count <= capacities.get(offer, 0) for offer, count in used.items()) and all(
            scores.get(pair, 0) > 0 for pair in pairs
        ):
            best = max(best, sum(scores[pair] + NEVER_SHOWN * (pair[1] in never) for pair in pairs))
    return best


@settings(max_examples=60, deadline=None)
@given(scores=SCORES, capacities=CAPACITIES, never=SHOWN)
def test_no_other_choice_is_better(
    scores: dict[tuple[Id, Id], float], capacities: dict[Id, int], never: set[Id]
) -> None:
    pairs = assign(scores, capacities, never)
    total = sum(pair.score + NEVER_SHOWN * (pair.offer_id in never) for pair in pairs)
    assert total == pytest.approx(best_sum(scores, capacities, never))


@pytest.mark.parametrize("most_exact", [300, 0])
@given(scores=SCORES, capacities=CAPACITIES, never=SHOWN)
def test_nobody_is_asked_too_often(
    most_exact: int, scores: dict[tuple[Id, Id], float], capacities: dict[Id, int], never: set[Id]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "MOST_EXACT", most_exact)
        pairs = assign(scores, capacities, never)
        assert pairs == assign(dict(reversed(scores.items())), capacities, never)
    assert all(count <= capacities[offer] for offer, count in Counter(p.offer_id for p in pairs).items())
    assert len({pair.need_id for pair in pairs}) == len(pairs)
    assert all(pair.score == scores[pair.need_id, pair.offer_id] > 0 for pair in pairs)


def test_two_needs_do_not_wait_for_the_same_offer() -> None:
    scores = {(1, 11): 1.0, (2, 11): 0.9, (1, 12): 0.8}
    for most_exact in (300, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(assignment, "MOST_EXACT", most_exact)
            pairs = assign(scores, {11: 1, 12: 1})
        assert [(pair.need_id, pair.offer_id) for pair in pairs] == [(1, 12), (2, 11)]


def test_who_was_never_shown_comes_first_among_equals() -> None:
    scores = {("need", "seen"): 0.5, ("need", "unseen"): 0.45}
    assert [pair.offer_id for pair in assign(scores, {"seen": 1, "unseen": 1}, {"unseen"})] == ["unseen"]
    assert [pair.offer_id for pair in assign(scores, {"seen": 1, "unseen": 1})] == ["seen"]


def test_very_many_needs_are_shared_out_as_well() -> None:
    needs, offers = range(1_000), range(10_000, 10_400)
    scores = {
        (need, 10_000 + (need * 7 + step * 13) % 400): 0.2 + step / 10 for need in needs for step in range(5)
    }
    pairs = assign(scores, dict.fromkeys(offers, 2))
    assert len(pairs) == 800
    assert max(Counter(pair.offer_id for pair in pairs).values()) == 2
