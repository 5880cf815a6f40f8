"""Which offers fit a need, worked out aside: nothing waits for it, and no transaction is open meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.clock import to_local
from bot.db import Tx
from bot.matching.matcher import Matcher, Ranking
from bot.matching.rules import NeedFacts, OfferFacts
from bot.matching.taxonomy import Taxonomy
from bot.probono.facts import facts_of_need, facts_of_offer
from bot.probono.queries import offers_in
from bot.probono.states import OfferState
from bot.probono.suggestion_queries import active_of, shown_of
from bot.probono.tools import ProbonoTools
from bot.probono.views import Need, Offer

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Market:
    """All offers of a community as the matcher reads them, and the taxonomy of its coordinators."""

    taxonomy: Taxonomy
    offers: dict[int, Offer]
    facts: tuple[OfferFacts, ...]


async def market_of(tools: ProbonoTools, tx: Tx, community_id: int) -> Market:
    """Offers that are open or paused; those of people who left are not among them."""
    found = await offers_in(tx, community_id, (OfferState.OPEN, OfferState.PAUSED))
    offers = {offer.id: offer for offer in found if not offer.is_gone}
    active = await active_of(tx, offers)
    shown = await shown_of(tx, community_id)
    return Market(
        await tools.lexicon.of(tx, community_id),
        offers,
        tuple(
            facts_of_offer(offer, active=active.get(offer.id, 0), times_shown=shown.get(offer.id, 0))
            for offer in offers.values()
        ),
    )


async def rank(market: Market, need: Need, now: datetime, top: int = SHOWN) -> Ranking:
    """The best fitting offers for one need."""
    return (await rank_all(market, [need], now, top))[0]


async def rank_all(market: Market, needs: Sequence[Need], now: datetime, top: int = SHOWN) -> list[Ranking]:
    """The same for several needs; the offers are made ready once."""
    days = [(facts_of_need(need), to_local(now, need.tz).date(), _own(market, need)) for need in needs]
    return await asyncio.to_thread(_rank, market.taxonomy, market.facts, days, top)


def _own(market: Market, need: Need) -> frozenset[int]:
    """The offers of whoever asks: nobody is thought of for their own need."""
    if need.member_id is None:
        return frozenset()
    return frozenset(offer.id for offer in market.offers.values() if offer.member_id == need.member_id)


def _rank(
    taxonomy: Taxonomy,
    offers: tuple[OfferFacts, ...],
    needs: Sequence[tuple[NeedFacts, date, frozenset[int]]],
    top: int,
) -> list[Ranking]:
    index = Matcher(taxonomy).index(offers)
    return [_without(own, index.rank(need, today, top + len(own)), top) for need, today, own in needs]


def _without(own: frozenset[int], ranking: Ranking, top: int) -> Ranking:
    if not own:
        return ranking
    return replace(
        ranking,
        matches=tuple(each for each in ranking.matches if each.offer_id not in own)[:top],
        near_misses=tuple(each for each in ranking.near_misses if each.match.offer_id not in own),
    )
