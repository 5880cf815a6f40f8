"""On the development set: what is quoted is what counts, nothing unfitting is shown, and the right come first."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.matching.matcher import Index, Matcher
from bot.matching.rank_file import Case, read_file
from bot.matching.reasons import SharedSkill
from bot.matching.rules import NeedFacts, OfferFacts, obstacles
from bot.matching.taxonomy import shipped

FILE = Path(__file__).parents[2] / "data" / "matching-dev.json"


@lru_cache
def case() -> Case:
    return read_file(FILE, shipped())


@lru_cache
def index() -> Index:
    return Matcher(shipped()).index(case().offers)


@lru_cache
def relevance() -> dict[str, dict[str, int]]:
    whole: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return whole["relevance"]


def ranked(need: NeedFacts) -> list[str]:
    assert need.starts_on is not None
    return [str(match.offer_id) for match in index().rank(need, need.starts_on, 5).matches]


def gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:5]))


def test_the_right_offers_come_first() -> None:
    found = []
    for need in case().needs:
        grades = relevance()[str(need.need_id)]
        best = gain(sorted(grades.values(), reverse=True))
        found.append(gain([grades.get(offer, 0) for offer in ranked(need)]) / best)
    assert sum(found) / len(found) >= 0.95


def test_nobody_is_shown_who_cannot() -> None:
    offers = {offer.offer_id: offer for offer in case().offers}
    for need in case().needs:
        assert need.starts_on is not None
        ranking = index().rank(need, need.starts_on, 5)
        for match in ranking.matches:
            assert obstacles(offers[match.offer_id], need, need.starts_on) == ()
        for near in ranking.near_misses:
            assert obstacles(offers[near.offer_id], need, need.starts_on) == (near.obstacle,)


def without(offer: OfferFacts, phrase: str) -> OfferFacts:
    return replace(
        offer,
        text=offer.text.replace(phrase, "…"),
        tags=tuple(tag.replace(phrase, "…") for tag in offer.tags),
    )


def test_without_the_quoted_phrase_the_score_is_lower() -> None:
    looked_at = 0
    for need in case().needs:
        assert need.starts_on is not None
        for match in index().rank(need, need.starts_on, 5).matches:
            shared = next((one for one in match.reasons if isinstance(one, SharedSkill)), None)
            if shared is None:
                continue
            changed = [
                without(offer, shared.offer_phrase) if offer.offer_id == match.offer_id else offer
                for offer in case().offers
            ]
            again = Matcher(shipped()).index(changed).scores(need)
            assert again.get(match.offer_id, 0.0) < match.score, (need.need_id, match)
            looked_at += 1
    assert looked_at > 30


def test_what_is_quoted_was_written() -> None:
    offers = {offer.offer_id: offer for offer in case().offers}
    for need in case().needs:
        assert need.starts_on is not None
        for match in index().rank(need, need.starts_on, 5).matches:
            for reason in match.reasons:
                if isinstance(reason, SharedSkill):
                    offer = offers[match.offer_id]
                    assert any(reason.offer_phrase in text for text in (offer.text, *offer.tags))
                    assert any(reason.need_phrase in text for text in (need.title, need.text, *need.tags))


def test_the_order_does_not_depend_on_the_order_of_the_offers() -> None:
    turned = Matcher(shipped()).index(tuple(reversed(case().offers)))
    for need in case().needs[:10]:
        assert need.starts_on is not None
        assert turned.rank(need, need.starts_on, 5) == index().rank(need, need.starts_on, 5)


def test_every_reason_can_be_said() -> None:
    for need in case().needs:
        assert need.starts_on is not None
        for match in index().rank(need, need.starts_on, 5).matches:
            assert match.strength.label.to("en")
            assert all(reason.text.to(language) for reason in match.reasons for language in ("ja", "en"))
