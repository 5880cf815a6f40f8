"""What is proposed to the coordinator: the matcher's best, whoever came forward, and choices by hand."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.db import Tx
from bot.errors import UserError
from bot.matching.matcher import Ranking
from bot.members.models import CommunityRow
from bot.probono.asking import check_need, check_person
from bot.probono.models import NeedRow, StepRow, SuggestionRow
from bot.probono.moving import change, move, note
from bot.probono.queries import find_need, find_offer, lock
from bot.probono.ranking import SHOWN, Market, market_of, rank
from bot.probono.refusals import AlreadySuggested, NeedIsNotOpen, NeedsAnOffer, OwnNeed
from bot.probono.rules import Actor, NotYours
from bot.probono.states import NeedState, OfferState, Party, SuggestionState
from bot.probono.suggestion_queries import asks_of, find, of_need
from bot.probono.suggestion_views import NearMiss, Proposed, Suggestion, Table
from bot.probono.tools import ProbonoTools
from bot.probono.views import Need, Offer

log = logging.getLogger(__name__)

_WAITS = (SuggestionState.PROPOSED, SuggestionState.APPROVED)
_AGAIN = (SuggestionState.NOT_NOW, SuggestionState.RELEASED, SuggestionState.TAKEN)
"""Who answered so can be proposed once more."""


class Proposals:
    """What the coordinator looks at before anybody is asked."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    async def table(self, community_id: int, need_id: int) -> Table:
        """The need with everything around it, proposals worked out anew. Raises `NoSuchNeed`."""
        tools, now = self._tools, self._tools.clock()
        async with tools.db.reading() as tx:
            need = await find_need(tx, community_id, need_id)
            market = await market_of(tools, tx, community_id)
        ranking = await rank(market, need, now)
        if need.state.looks_for_people:
            await self._keep(community_id, need, ranking, now)
        async with tools.db.reading() as tx:
            return await self._table(tx, need, market, ranking, now)

    async def refresh(self, community_id: int, need_id: int) -> int:
        """Work out anew what is proposed for an open need; how many proposals wait for the coordinator."""
        table = await self.table(community_id, need_id)
        return len(table.proposed)

    async def refresh_all(self) -> None:
        """Once an hour: what is proposed for every open need; a fault in one stops no other."""
        async with self._tools.db.reading() as tx:
            states = [state.value for state in NeedState if state.looks_for_people]
            found = await tx.execute(
                select(NeedRow.community_id, NeedRow.id)
                .join(CommunityRow, CommunityRow.id == NeedRow.community_id)
                .where(NeedRow.state.in_(states), CommunityRow.removed_at.is_(None))
                .order_by(NeedRow.id)
            )
            rows = found.all()
        for row in rows:
            try:
                await self.refresh(row.community_id, row.id)
            except Exception:
                log.exception("probono: proposals for a need could not be worked out")

    async def _keep(self, community_id: int, need: Need, ranking: Ranking, now: datetime) -> None:
        """Store what is proposed, and take away what no longer fits and nobody decided on."""
        wanted = [int(match.offer_id) for match in ranking.matches]
        async with self._tools.db.transaction() as tx:
            await lock(tx, NeedRow, need.id)
            current = await find_need(tx, community_id, need.id)
            if not current.state.looks_for_people:
                return
            known = {each.offer.id: each for each in await of_need(tx, need.id)}
            await _forget_stale(tx, known.values(), wanted)
            for offer_id in wanted:
                if offer_id not in known:
                    await insert_suggestion(tx, current, offer_id, now)

    async def _table(self, tx: Tx, need: Need, market: Market, ranking: Ranking, now: datetime) -> Table:
        need = await find_need(tx, need.community_id, need.id)
        everything = await of_need(tx, need.id)
        waiting = [each for each in everything if each.state in _WAITS]
        matches = {match.offer_id: match for match in ranking.matches}
        asks = await asks_of(tx, [each.offer for each in waiting])
        proposed = []
        for each in waiting:
            match = matches.get(each.offer.id)
            refusal = why_not(each, everything, asks[each.offer.id], now)
            proposed.append(
                Proposed(each, match.strength if match else None, match.reasons if match else (), refusal)
            )
        order = [match.offer_id for match in ranking.matches]
        proposed.sort(key=lambda one: _place(order, one.suggestion.offer.id))
        known = {each.offer.id: each for each in everything}
        return Table(
            need=need,
            going_on=tuple(each for each in everything if not each.state.is_over and each not in waiting),
            proposed=tuple(proposed),
            near_misses=tuple(
                NearMiss(market.offers[int(miss.offer_id)], miss.obstacle, miss.match.reasons)
                for miss in ranking.near_misses
                if miss.offer_id not in known
            ),
            lacking=tuple(market.taxonomy.skills[skill].label for skill in ranking.missing.skills),
            is_unread=ranking.missing.is_unread,
            over=tuple(each for each in everything if each.state.is_over),
        )

    async def by_hand(self, community_id: int, need_id: int, offer_id: int, staff: Actor) -> Suggestion:
        """Propose an offer that the matcher did not, or somebody who said "not now", once more.

        Raises `NeedIsNotOpen`, `NeedsAnOffer`, `OwnNeed` or `AlreadySuggested`.
        """
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            await lock(tx, NeedRow, need_id)
            need = await find_need(tx, community_id, need_id)
            check_open(need)
            offer = await find_offer(tx, community_id, offer_id, locked=True)
            check_offered(offer)
            check_two_people(need, offer)
            return await _propose(tx, need, offer, now, by_hand=True)

    async def come_forward(self, community_id: int, need_id: int, who: Actor, offer_id: int) -> Suggestion:
        """A volunteer saw an open need and could help; the coordinator decides. Twice changes nothing.

        Raises `NotYours`, `NeedIsNotOpen`, `NeedsAnOffer`, `OwnNeed` or `AlreadySuggested`.
        """
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            await lock(tx, NeedRow, need_id)
            need = await find_need(tx, community_id, need_id)
            check_open(need)
            offer = await find_offer(tx, community_id, offer_id, locked=True)
            if offer.user_id != who.user_id:
                raise NotYours
            check_offered(offer)
            check_two_people(need, offer)
            return await _propose(tx, need, offer, now, came_forward=True)

    async def dismiss(self, community_id: int, suggestion_id: int) -> Suggestion:
        """The coordinator does not want this one. Raises `CannotMove` once somebody was asked."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            if suggestion.state is not SuggestionState.DROPPED:
                await move(tx, suggestion, SuggestionState.DROPPED, Party.COORDINATOR, now)
            return await find(tx, community_id, suggestion_id)


def why_not(
    suggestion: Suggestion, around: Collection[Suggestion], asks: list, now: datetime
) -> UserError | None:
    """Why this person cannot be asked at the moment, as the sentence the coordinator would get."""
    if suggestion.came_forward:
        return None
    need = suggestion.need
    try:
        check_person(suggestion.offer.rhythm, suggestion.offer.resting_until, asks, now, need.tz)
        check_need(open_asks(around), places_left(need, around), is_small=need.is_small)
    except UserError as refusal:
        return refusal
    return None


def open_asks(suggestions: Collection[Suggestion]) -> int:
    return sum(each.state is SuggestionState.ASKED for each in suggestions)


def places_left(need: Need, suggestions: Collection[Suggestion]) -> int:
    """How many more people a need wants."""
    taken = sum(each.state.takes_a_place or each.state is SuggestionState.DONE for each in suggestions)
    return max(0, need.people - taken)


def check_open(need: Need) -> None:
    """Raises `NeedIsNotOpen`."""
    if not need.state.looks_for_people:
        raise NeedIsNotOpen(title=need.title)


def check_offered(offer: Offer) -> None:
    """Raises `NeedsAnOffer` for a paused or withdrawn one, and for one whose owner is gone."""
    if offer.state is not OfferState.OPEN or offer.is_gone:
        raise NeedsAnOffer


def check_two_people(need: Need, offer: Offer) -> None:
    """Raises `OwnNeed`: nobody is introduced to themselves."""
    if need.member_id is not None and need.member_id == offer.member_id:
        raise OwnNeed


async def insert_suggestion(
    tx: Tx, need: Need, offer_id: int, now: datetime, *, by_hand: bool = False, came_forward: bool = False
) -> int:
    """A new proposal; its id."""
    suggestion_id = await tx.scalar(
        insert(SuggestionRow)
        .values(
            community_id=need.community_id,
            need_id=need.id,
            offer_id=offer_id,
            state=SuggestionState.PROPOSED.value,
            is_small=need.is_small,
            by_hand=by_hand,
            came_forward=came_forward,
            created_at=now,
            changed_at=now,
        )
        .returning(SuggestionRow.id)
    )
    assert suggestion_id is not None
    party = Party.VOLUNTEER if came_forward else Party.COORDINATOR if by_hand else Party.BOT
    await note(tx, suggestion_id, SuggestionState.PROPOSED, "proposed", party, now)
    return suggestion_id


async def _propose(tx: Tx, need: Need, offer: Offer, now: datetime, **how: bool) -> Suggestion:
    suggestion_id = await tx.scalar(
        select(SuggestionRow.id).where(SuggestionRow.need_id == need.id, SuggestionRow.offer_id == offer.id)
    )
    if suggestion_id is None:
        suggestion_id = await insert_suggestion(tx, need, offer.id, now, **how)
        return await find(tx, need.community_id, suggestion_id)
    before = await find(tx, need.community_id, suggestion_id)
    if before.state in _AGAIN:
        party = Party.VOLUNTEER if how.get("came_forward") else Party.COORDINATOR
        await move(tx, before, SuggestionState.PROPOSED, party, now, ended_at=None)
        await change(tx, before.id, now, **how)
    elif before.state is SuggestionState.PROPOSED:
        await change(tx, before.id, now, **how)
    else:
        raise AlreadySuggested(state=before.state.label)
    return await find(tx, need.community_id, suggestion_id)


async def _forget_stale(tx: Tx, known: Collection[Suggestion], wanted: list[int]) -> None:
    """Proposals of the bot that no longer fit and on which nobody decided leave nothing behind."""
    stale = [
        each.id
        for each in known
        if each.state is SuggestionState.PROPOSED
        and each.asks == 0
        and not each.by_hand
        and not each.came_forward
        and each.offer.id not in wanted
    ]
    if stale:
        await tx.execute(delete(StepRow).where(StepRow.suggestion_id.in_(stale)))
        await tx.execute(delete(SuggestionRow).where(SuggestionRow.id.in_(stale)))


def _place(order: list, offer_id: int) -> int:
    return order.index(offer_id) if offer_id in order else SHOWN
