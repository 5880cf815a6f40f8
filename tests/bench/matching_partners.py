"""What matching is measured beside: pairs of signs alone, and looking through all offers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bigrams import fold, telling
from bot.matching.postings import Postings
from bot.matching.rules import NeedFacts, OfferFacts, obstacles


class PairsAlone:
    """BM25 over pairs of signs with the same conditions, and no knowledge of skills."""

    def __init__(self, offers: Sequence[OfferFacts]) -> None:
        self._offers = offers
        self._postings = Postings([" ".join((offer.text, *offer.tags)) for offer in offers])

    def rank(self, need: NeedFacts, top: int) -> list[str]:
        assert need.starts_on is not None
        scores = self._postings.scores(
            [(need.title, 1.0), (need.text, 1.0), *((tag, 1.0) for tag in need.tags)]
        )
        best = sorted(range(len(scores)), key=lambda doc: -scores[doc])
        fitting = (self._offers[doc] for doc in best if scores[doc])
        return [str(one.offer_id) for one in fitting if not obstacles(one, need, need.starts_on)][:top]


class LookThroughOffers:
    """Every offer in turn: the conditions, and how many pairs of signs both texts have; prepared before."""

    def __init__(self, offers: Sequence[OfferFacts]) -> None:
        self._offers = [(offer, frozenset(telling(fold(offer.text)))) for offer in offers]

    def rank(self, need: NeedFacts, top: int) -> list[str]:
        assert need.starts_on is not None
        pairs = frozenset(telling(fold(f"{need.title}\n{need.text}")))
        found = [
            (len(pairs & held), str(offer.offer_id))
            for offer, held in self._offers
            if not obstacles(offer, need, need.starts_on)
        ]
        return [offer_id for _shared, offer_id in sorted(found, reverse=True)[:top]]
