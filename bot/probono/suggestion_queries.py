"""Looking at suggestions, and locking one with the need and the offer it joins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select

from bot.db import AnyRow, Tx
from bot.members.models import CommunityRow, MemberRow
from bot.probono.asking import PastAsk
from bot.probono.models import NeedRow, OfferRow, PairMilestoneRow, StepRow, SuggestionRow
from bot.probono.queries import NEEDS, OFFERS, lock, need_of, offer_of
from bot.probono.rules import Again, ConsentWay, NoSuchSuggestion
from bot.probono.states import TAKES_A_PLACE, Party, SuggestionState
from bot.probono.suggestion_views import PairMilestone, Step, Suggestion
from bot.probono.views import Need, Offer

_PLACES = [state.value for state in TAKES_A_PLACE]


async def find(tx: Tx, community_id: int, suggestion_id: int, *, locked: bool = False) -> Suggestion:
    """`NoSuchSuggestion` for an unknown id and for one of another community.

    ``locked``: its need, its offer and itself are locked, in this order; look at nothing before.
    """
    ids = (
        await tx.execute(
            select(SuggestionRow.need_id, SuggestionRow.offer_id).where(
                SuggestionRow.id == suggestion_id, SuggestionRow.community_id == community_id
            )
        )
    ).one_or_none()
    if ids is None:
        raise NoSuchSuggestion
    if locked:
        await lock(tx, NeedRow, ids.need_id)
        await lock(tx, OfferRow, ids.offer_id)
        await lock(tx, SuggestionRow, suggestion_id)
    found = await _views(tx, select(*SuggestionRow.__table__.c).where(SuggestionRow.id == suggestion_id))
    if not found:
        raise NoSuchSuggestion
    return found[0]


async def of_need(
    tx: Tx, need_id: int, states: Collection[SuggestionState] | None = None
) -> list[Suggestion]:
    """The suggestions for a need in these states (None: all), oldest first."""
    query = select(*SuggestionRow.__table__.c).where(SuggestionRow.need_id == need_id)
    return await _views(tx, query, states)


async def of_offer(tx: Tx, offer_id: int) -> list[Suggestion]:
    """All suggestions of an offer, oldest first."""
    query = select(*SuggestionRow.__table__.c).where(SuggestionRow.offer_id == offer_id)
    return await _views(tx, query)


async def in_community(tx: Tx, community_id: int, states: Collection[SuggestionState]) -> list[Suggestion]:
    """All suggestions of a community in these states, oldest first."""
    query = select(*SuggestionRow.__table__.c).where(SuggestionRow.community_id == community_id)
    return await _views(tx, query, states)


async def _views(tx: Tx, query: Any, states: Collection[SuggestionState] | None = None) -> list[Suggestion]:
    """The views of these rows, oldest first, in four reads however many they are."""
    if states is not None:
        query = query.where(SuggestionRow.state.in_([state.value for state in states]))
    rows = (await tx.execute(query.order_by(SuggestionRow.id))).all()
    if not rows:
        return []
    needs = await tx.execute(NEEDS.where(NeedRow.id.in_({row.need_id for row in rows})))
    offers = await tx.execute(OFFERS.where(OfferRow.id.in_({row.offer_id for row in rows})))
    need_by_id = {row.id: need_of(row) for row in needs}
    offer_by_id = {row.id: offer_of(row) for row in offers}
    milestones = await _milestones(tx, [row.id for row in rows])
    return [
        _view(row, need_by_id[row.need_id], offer_by_id[row.offer_id], milestones[row.id]) for row in rows
    ]


async def _milestones(tx: Tx, ids: Collection[int]) -> defaultdict[int, list[PairMilestone]]:
    row = PairMilestoneRow
    found = await tx.execute(
        select(row.suggestion_id, row.id, row.title, row.due_on, row.is_done)
        .where(row.suggestion_id.in_(ids))
        .order_by(row.due_on, row.id)
    )
    made: defaultdict[int, list[PairMilestone]] = defaultdict(list)
    for each in found:
        made[each.suggestion_id].append(PairMilestone(each.id, each.title, each.due_on, each.is_done))
    return made


def _view(row: AnyRow, need: Need, offer: Offer, milestones: list[PairMilestone]) -> Suggestion:
    return Suggestion(
        id=row.id,
        community_id=row.community_id,
        need=need,
        offer=offer,
        state=SuggestionState(row.state),
        is_small=row.is_small,
        came_forward=row.came_forward,
        by_hand=row.by_hand,
        asks=row.asks,
        asked_at=row.asked_at,
        answer_due_at=row.answer_due_at,
        volunteer_yes_at=row.volunteer_yes_at,
        organisation_yes_at=row.organisation_yes_at,
        introduced_at=row.introduced_at,
        thread_id=row.thread_id,
        meets_at=row.meets_at,
        goal=row.goal,
        schedule=row.schedule,
        volunteer_agreed_at=row.volunteer_agreed_at,
        organisation_agreed_at=row.organisation_agreed_at,
        hours=row.hours,
        volunteer_again=Again(row.volunteer_again) if row.volunteer_again else None,
        organisation_again=Again(row.organisation_again) if row.organisation_again else None,
        revision=row.revision,
        changed_at=row.changed_at,
        renewed_at=row.renewed_at,
        milestones=tuple(milestones),
    )


async def states_of_need(tx: Tx, need_id: int) -> list[SuggestionState]:
    found = await tx.scalars(select(SuggestionRow.state).where(SuggestionRow.need_id == need_id))
    return [SuggestionState(each) for each in found]


async def active_of(tx: Tx, offer_ids: Collection[int]) -> dict[int, int]:
    """How many suggestions take a place of each of these offers."""
    found = await tx.execute(
        select(SuggestionRow.offer_id, func.count().label("number"))
        .where(SuggestionRow.offer_id.in_(offer_ids), SuggestionRow.state.in_(_PLACES))
        .group_by(SuggestionRow.offer_id)
    )
    return {row.offer_id: row.number for row in found}


async def shown_of(tx: Tx, community_id: int) -> dict[int, int]:
    """How often each offer of a community was suggested so far."""
    found = await tx.execute(
        select(SuggestionRow.offer_id, func.count().label("number"))
        .where(SuggestionRow.community_id == community_id)
        .group_by(SuggestionRow.offer_id)
    )
    return {row.offer_id: row.number for row in found}


async def asks_of(tx: Tx, offers: Sequence[Offer]) -> dict[int, list[PastAsk]]:
    """What the owner of each of these offers was asked for so far, about any offer of theirs, oldest first.

    Where the owner is not known, the offer's own.
    """
    owners = {offer.member_id for offer in offers if offer.member_id is not None}
    found = await tx.execute(
        select(SuggestionRow.offer_id, OfferRow.member_id, SuggestionRow.state, SuggestionRow.asked_at)
        .join(OfferRow, OfferRow.id == SuggestionRow.offer_id)
        .where(
            OfferRow.member_id.in_(owners) | SuggestionRow.offer_id.in_([offer.id for offer in offers]),
            SuggestionRow.asked_at.is_not(None),
        )
        .order_by(SuggestionRow.answered_at, SuggestionRow.asked_at)
    )
    asks: defaultdict[object, list[PastAsk]] = defaultdict(list)
    for row in found:
        key = ("member", row.member_id) if row.member_id is not None else row.offer_id
        asks[key].append(PastAsk(SuggestionState(row.state), row.asked_at))
    return {
        offer.id: asks[("member", offer.member_id) if offer.member_id is not None else offer.id]
        for offer in offers
    }


async def history(tx: Tx, suggestion_id: int) -> list[Step]:
    """What happened to a suggestion, oldest first."""
    found = await tx.execute(
        select(*StepRow.__table__.c, MemberRow.display_name)
        .outerjoin(MemberRow, MemberRow.id == StepRow.recorded_by_id)
        .where(StepRow.suggestion_id == suggestion_id)
        .order_by(StepRow.id)
    )
    return [
        Step(
            SuggestionState(row.state),
            row.step,
            Party(row.party),
            ConsentWay(row.way) if row.way else None,
            row.given_on,
            row.display_name,
            row.at,
        )
        for row in found
    ]


async def closed_days(tx: Tx, community_id: int) -> list[str]:
    """The days on which the community's office is closed, ISO."""
    found = await tx.scalar(select(CommunityRow.closed_days).where(CommunityRow.id == community_id))
    return list(found or ())
