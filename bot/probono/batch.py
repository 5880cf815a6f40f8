"""All open needs and all offers at once: who should be asked for what, for the coordinator to approve."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.db import Tx, tried_again
from bot.errors import UserError
from bot.matching.assignment import Pair, assign
from bot.matching.matcher import Ranking
from bot.matching.rules import Strength
from bot.probono.asking import check_person
from bot.probono.consenting import Asks
from bot.probono.models import NeedRow, SuggestionRow
from bot.probono.proposing import insert_suggestion, places_left
from bot.probono.queries import find_need, lock, needs_in
from bot.probono.ranking import Market, market_of, rank_all
from bot.probono.rules import Actor
from bot.probono.states import NeedState, SuggestionState
from bot.probono.suggestion_queries import asks_of, in_community
from bot.probono.suggestion_views import Suggestion
from bot.probono.tools import ProbonoTools
from bot.probono.views import Need, Offer

LOOKING = (NeedState.OPEN, NeedState.IN_TALKS)
_SETTLED = (SuggestionState.NO, SuggestionState.DROPPED)
"""A pair that was decided against is not put together again."""


@dataclass(frozen=True, slots=True)
class PlannedPair:
    need: Need
    offer: Offer
    strength: Strength


@dataclass(frozen=True, slots=True)
class Plan:
    """``pairs``: who should be asked for what; ``left``: open needs for which nobody is free."""

    pairs: tuple[PlannedPair, ...]
    left: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a plan: how many were asked, and why the others were not."""

    asked: tuple[Suggestion, ...]
    refused: tuple[tuple[Need, UserError], ...]


class Plans:
    """`/probono plan`."""

    def __init__(self, tools: ProbonoTools, asks: Asks) -> None:
        self._tools = tools
        self._asks = asks

    async def make(self, community_id: int) -> Plan:
        """The best way to bring all open needs and free offers together, as of now; nothing is stored.

        Nobody is in it who may not be asked now, and nobody more often than they can help at once; people
        who were never suggested yet have a small advantage.
        """
        now = self._tools.clock()
        async with self._tools.db.reading() as tx:
            market = await market_of(self._tools, tx, community_id)
            everything = await in_community(tx, community_id, tuple(SuggestionState))
            needs = [need for need in await needs_in(tx, community_id, LOOKING) if _wants(need, everything)]
            free = await self._free(tx, market, now)
        rankings = await rank_all(market, needs, now, max(1, len(market.facts)))
        pairs = await asyncio.to_thread(_assigned, needs, rankings, market, free, _decided(everything))
        strengths = {
            (need.id, match.offer_id): match.strength
            for need, ranking in zip(needs, rankings, strict=True)
            for match in ranking.matches
        }
        by_id = {need.id: need for need in needs}
        planned = tuple(
            PlannedPair(
                by_id[int(pair.need_id)],
                market.offers[int(pair.offer_id)],
                strengths[int(pair.need_id), pair.offer_id],
            )
            for pair in pairs
        )
        found = {pair.need.id for pair in planned}
        return Plan(planned, tuple(need for need in needs if need.id not in found))

    async def _free(self, tx: Tx, market: Market, now: datetime) -> set[int]:
        """Offers whose owners may be asked now."""
        offers = list(market.offers.values())
        asks = await asks_of(tx, offers)
        return {offer.id for offer in offers if _may_be_asked(offer, asks[offer.id], now)}

    async def carry_out(self, community_id: int, staff: Actor, pairs: Sequence[tuple[int, int]]) -> Carried:
        """Ask for these pairs of need and offer; each on its own, so that one refusal stops no other."""
        asked: list[Suggestion] = []
        refused: list[tuple[Need, UserError]] = []
        for need_id, offer_id in pairs:
            try:
                suggestion_id = await self._propose(community_id, need_id, offer_id)
                asked.append(await self._asks.ask(community_id, suggestion_id, staff))
            except UserError as refusal:
                async with self._tools.db.reading() as tx:
                    refused.append((await find_need(tx, community_id, need_id), refusal))
        return Carried(tuple(asked), tuple(refused))

    @tried_again
    async def _propose(self, community_id: int, need_id: int, offer_id: int) -> int:
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            await lock(tx, NeedRow, need_id)
            need = await find_need(tx, community_id, need_id)
            known = await tx.scalar(
                select(SuggestionRow.id).where(
                    SuggestionRow.need_id == need_id, SuggestionRow.offer_id == offer_id
                )
            )
            return known or await insert_suggestion(tx, need, offer_id, now)


def _wants(need: Need, everything: Sequence[Suggestion]) -> bool:
    """Whether somebody is to be looked for: a place is left, and nobody is thinking about it."""
    around = [each for each in everything if each.need.id == need.id]
    is_asked = any(each.state is SuggestionState.ASKED for each in around)
    return not is_asked and places_left(need, around) > 0


def _may_be_asked(offer: Offer, asks: list, now: datetime) -> bool:
    try:
        check_person(offer.rhythm, offer.resting_until, asks, now, offer.tz)
    except UserError:
        return False
    return True


def _decided(everything: Sequence[Suggestion]) -> set[tuple[int, int]]:
    return {(each.need.id, each.offer.id) for each in everything if each.state in _SETTLED}


def _assigned(
    needs: Sequence[Need],
    rankings: Sequence[Ranking],
    market: Market,
    free: set[int],
    decided: set[tuple[int, int]],
) -> list[Pair]:
    scores = {
        (need.id, int(match.offer_id)): match.score
        for need, ranking in zip(needs, rankings, strict=True)
        for match in ranking.matches
        if match.offer_id in free and (need.id, int(match.offer_id)) not in decided
    }
    # one ask at a time per person: whoever is asked once in a plan is not asked twice
    owners = {offer.id: offer.member_id or -offer.id for offer in market.offers.values()}
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for (need_id, offer_id), score in scores.items():
        key = (need_id, owners[offer_id])
        best[key] = max(best.get(key, (0.0, 0)), (score, offer_id))
    unseen = {owners[int(fact.offer_id)] for fact in market.facts if not fact.times_shown}
    found = assign(
        {key: score for key, (score, _offer) in best.items()}, dict.fromkeys(owners.values(), 1), unseen
    )
    return [Pair(pair.need_id, best[int(pair.need_id), int(pair.offer_id)][1], pair.score) for pair in found]
