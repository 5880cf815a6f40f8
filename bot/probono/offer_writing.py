"""Changing an offer inside somebody's transaction: its row, its owner, and who must hear of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from bot.db import Tx
from bot.errors import N_, UserError
from bot.matching.rules import OfferMode
from bot.probono.asking import Rhythm
from bot.probono.models import NeedRow, OfferRow, SuggestionRow
from bot.probono.queries import find_offer, lock
from bot.probono.rules import Actor, ChangedMeanwhile, Language, NotYours, OfferKind
from bot.probono.states import OfferState, Party, SuggestionState
from bot.probono.tools import ProbonoTools
from bot.probono.views import Offer

TWICE = timedelta(minutes=10)
"""The same words from the same person within this time are one offer: somebody pressed twice."""

DEFAULTS: dict[str, Any] = {
    "kind": OfferKind.INDIVIDUAL.value,
    "causes": [],
    "hours": 1,
    "mode": OfferMode.ONLINE.value,
    "areas": [],
    "slots": [],
    "capacity": 1,
    "languages": [Language.JA.value],
    "rhythm": Rhythm.MONTHLY.value,
}
"""What an offer says until its owner says something else."""


class OfferIsWithdrawn(UserError):
    sentence = N_("This offer was withdrawn. If you would like to help again, please write a new one.")


def party_of_offer(offer: Offer, who: Actor) -> Party:
    """In which role somebody acts on an offer; `NotYours` for everybody but its owner and the office."""
    if offer.user_id is not None and offer.user_id == who.user_id:
        return Party.VOLUNTEER
    if not who.is_staff:
        raise NotYours
    return Party.COORDINATOR


async def add_offer(tx: Tx, community_id: int, member_id: int, now: datetime, **values: Any) -> int:
    """A new open offer with the defaults and these values; its id."""
    found = await tx.execute(
        insert(OfferRow)
        .values(
            community_id=community_id,
            member_id=member_id,
            state=OfferState.OPEN.value,
            held_at=now,
            created_at=now,
            **(DEFAULTS | values),
        )
        .returning(OfferRow.id)
    )
    return found.scalar_one()


async def written_just_now(tx: Tx, member_id: int, text: str, now: datetime) -> int | None:
    """The same offer of the same person a moment ago."""
    return await tx.scalar(
        select(OfferRow.id)
        .where(
            OfferRow.member_id == member_id,
            OfferRow.text == text,
            OfferRow.created_at > now - TWICE,
            OfferRow.state != OfferState.WITHDRAWN.value,
        )
        .limit(1)
    )


async def offer_to_change(
    tx: Tx, community_id: int, offer_id: int, who: Actor, revision: int | None = None
) -> Offer:
    """The locked offer; raises `NoSuchOffer`, `NotYours`, `OfferIsWithdrawn` or `ChangedMeanwhile`."""
    offer = await find_offer(tx, community_id, offer_id, locked=True)
    party_of_offer(offer, who)
    if offer.state is OfferState.WITHDRAWN:
        raise OfferIsWithdrawn
    if revision is not None and revision != offer.revision:
        raise ChangedMeanwhile
    return offer


async def change_offer(tx: Tx, tools: ProbonoTools, offer: Offer, now: datetime, **values: Any) -> Offer:
    """Write ``values`` into a locked offer; whoever wants to know is told."""
    await tx.execute(
        update(OfferRow)
        .where(OfferRow.id == offer.id)
        .values(revision=OfferRow.revision + 1, held_at=now, **values)
    )
    await tools.offer_changed(tx, offer.id, now)
    return await find_offer(tx, offer.community_id, offer.id)


async def lock_needs_of(tx: Tx, offer_id: int) -> Sequence[int]:
    """The needs for which an offer is suggested, locked in their order, before the offer itself is."""
    found = await tx.scalars(
        select(SuggestionRow.need_id)
        .join(NeedRow, NeedRow.id == SuggestionRow.need_id)
        .where(
            SuggestionRow.offer_id == offer_id,
            SuggestionRow.state.not_in([state.value for state in SuggestionState if state.is_over]),
        )
        .order_by(SuggestionRow.need_id)
    )
    need_ids = found.all()
    for need_id in need_ids:
        await lock(tx, NeedRow, need_id)
    return need_ids
