"""Offers and needs as the matcher reads them. Pure."""

from __future__ import annotations

from bot.matching.rules import NeedFacts, NeedMode, OfferFacts
from bot.probono.states import OfferState
from bot.probono.views import Need, Offer


def facts_of_offer(offer: Offer, *, active: int = 0, times_shown: int = 0) -> OfferFacts:
    """``active``: so many suggestions take a place of what they can do at once."""
    return OfferFacts(
        offer_id=offer.id,
        text=offer.text,
        skills=frozenset(offer.skills) if offer.skills_confirmed else frozenset(),
        causes=frozenset(cause.value for cause in offer.causes),
        hours=offer.hours,
        mode=offer.mode,
        areas=frozenset(offer.areas),
        slots=frozenset(offer.slots),
        available_from=offer.available_from,
        available_until=offer.available_until,
        capacity=offer.capacity,
        active=active,
        languages=frozenset(language.value for language in offer.languages),
        is_paused=offer.state is not OfferState.OPEN or offer.is_gone,
        resting_until=offer.resting_until,
        times_shown=times_shown,
        small_only=offer.small_only,
    )


def facts_of_need(need: Need) -> NeedFacts:
    return NeedFacts(
        need_id=need.id,
        title=need.written_title or "",
        text="\n".join(
            part for part in (need.text, need.goal, need.deliverable, need.first_step) if part is not None
        ),
        skills=frozenset(need.skills) if need.skills_confirmed else frozenset(),
        causes=frozenset(cause.value for cause in need.causes),
        hours=need.hours,
        mode=need.mode or NeedMode.ANY,
        area=need.area,
        slots=frozenset(need.slots),
        starts_on=need.starts_on,
        ends_on=need.ends_on,
        languages=frozenset(language.value for language in need.languages),
        small=need.is_small,
    )
