"""What probono keeps of a person: their offers, their needs, what they were asked and how it went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from bot.db import Tx
from bot.i18n import C_
from bot.members.models import CommunityRow
from bot.members.parts import Part, in_words, local_time
from bot.probono.ending import Ends
from bot.probono.models import (
    HearingRow,
    NeedRow,
    OfferRow,
    PairMilestoneRow,
    ProbonoSettingsRow,
    SkillLinkRow,
    SkillWordRow,
    StepRow,
    SuggestionRow,
    TargetRow,
)
from bot.probono.queries import NEEDS, OFFERS, need_of, offer_of
from bot.probono.states import NeedState, OfferState, Party, SuggestionState

TABLES = (
    "probono_steps",
    "probono_milestones",
    "probono_suggestions",
    "probono_hearings",
    "probono_offers",
    "probono_needs",
    "probono_skill_words",
    "probono_skill_links",
    "probono_targets",
    "probono_settings",
)
EMPTY_OFFER: dict[str, Any] = {
    "member_id": None,
    "organisation": None,
    "text": "",
    "skills": [],
    "causes": [],
    "areas": [],
    "languages": [],
}
"""What is left of an offer that is forgotten: that there was one, for the figures."""
EMPTY_NEED: dict[str, Any] = {
    "member_id": None,
    "text": "",
    "needed_by": "",
    "contact": None,
    "title": None,
    "organisation": None,
    "about": None,
    "field": None,
    "size": None,
    "goal": None,
    "deliverable": None,
    "first_step": None,
    "area": None,
    "closed_reason": None,
    "skills": [],
    "causes": [],
    "languages": [],
}


def probono_part(ends: Ends) -> Part:
    """Registered before seeds: needs refer to them.

    What goes on with a forgotten person ends, and the other side is told that it did. Of their offers and
    needs nothing stays but that they were there.
    """

    async def forget(tx: Tx, member_id: int, now: datetime) -> None:
        await _forget(tx, ends, member_id, now)

    return Part("probono", TABLES, _export, forget, _erase)


async def _export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
    offers = [
        in_words(
            lang,
            (C_("my data", "What I can do"), offer.text),
            (C_("my data", "Company or organisation"), offer.organisation),
            (C_("my data", "State"), offer.state.label),
            (C_("my data", "Areas"), "、".join(offer.areas) or None),
            (C_("my data", "Hours a month"), str(offer.hours)),
            (C_("my data", "When"), local_time(offer.created_at, offer.timezone, lang)),
        )
        for offer in [
            offer_of(row)
            for row in await tx.execute(OFFERS.where(OfferRow.member_id == member_id).order_by(OfferRow.id))
        ]
    ]
    needs = [
        in_words(
            lang,
            (C_("my data", "What we need"), need.text),
            (C_("my data", "Organisation"), need.organisation),
            (C_("my data", "How to reach me"), need.contact),
            (C_("my data", "State"), need.state.label),
            (C_("my data", "When"), local_time(need.created_at, need.timezone, lang)),
        )
        for need in [
            need_of(row)
            for row in await tx.execute(NEEDS.where(NeedRow.member_id == member_id).order_by(NeedRow.id))
        ]
    ]
    told = {
        C_("my data", "Probono: my offers").to(lang): offers,
        C_("my data", "Probono: my needs").to(lang): needs,
        C_("my data", "Probono: requests and introductions").to(lang): await _suggestions(
            tx, member_id, lang
        ),
        C_("my data", "Probono: written down for the office (count)").to(lang): await _written(tx, member_id),
    }
    return {name: what for name, what in told.items() if what}


_SUGGESTIONS = (
    select(
        SuggestionRow.id,
        SuggestionRow.community_id,
        SuggestionRow.state,
        SuggestionRow.asked_at,
        SuggestionRow.introduced_at,
        CommunityRow.timezone,
    )
    .join(OfferRow, OfferRow.id == SuggestionRow.offer_id)
    .join(NeedRow, NeedRow.id == SuggestionRow.need_id)
    .join(CommunityRow, CommunityRow.id == SuggestionRow.community_id)
)


async def _suggestions(tx: Tx, member_id: int, lang: str) -> list[dict[str, str]]:
    """Of both sides; without the other side's words."""
    concerned = or_(OfferRow.member_id == member_id, NeedRow.member_id == member_id)
    found = await tx.execute(_SUGGESTIONS.where(concerned).order_by(SuggestionRow.id))
    return [
        in_words(
            lang,
            (C_("my data", "State"), SuggestionState(row.state).label),
            (C_("my data", "Asked on"), local_time(row.asked_at, row.timezone, lang)),
            (C_("my data", "Introduced on"), local_time(row.introduced_at, row.timezone, lang)),
        )
        for row in found
    ]


async def _written(tx: Tx, member_id: int) -> int:
    """How often somebody of the office approved a request or wrote down an answer."""
    approved = (
        select(func.count()).select_from(SuggestionRow).where(SuggestionRow.approved_by_id == member_id)
    )
    recorded = select(func.count()).select_from(StepRow).where(StepRow.recorded_by_id == member_id)
    return (await tx.scalar(approved) or 0) + (await tx.scalar(recorded) or 0)


async def _forget(tx: Tx, ends: Ends, member_id: int, now: datetime) -> None:
    for need_id in (await tx.scalars(select(NeedRow.id).where(NeedRow.member_id == member_id))).all():
        await ends.need_ended(tx, need_id, Party.ORGANISATION, now)
    for offer_id in (await tx.scalars(select(OfferRow.id).where(OfferRow.member_id == member_id))).all():
        await ends.offer_ended(tx, offer_id, Party.VOLUNTEER, now)
    concerned = (
        _SUGGESTIONS.with_only_columns(SuggestionRow.id)
        .where(or_(OfferRow.member_id == member_id, NeedRow.member_id == member_id))
        .scalar_subquery()
    )
    await empty_suggestions(tx, concerned)
    over = (NeedState.DONE.value, NeedState.CLOSED.value)
    await tx.execute(
        update(NeedRow)
        .where(NeedRow.member_id == member_id, NeedRow.state.not_in(over))
        .values(state=NeedState.CLOSED.value, ended_at=now)
    )
    await tx.execute(update(NeedRow).where(NeedRow.member_id == member_id).values(**EMPTY_NEED))
    await tx.execute(
        update(OfferRow)
        .where(OfferRow.member_id == member_id)
        .values(
            state=OfferState.WITHDRAWN.value, ended_at=func.coalesce(OfferRow.ended_at, now), **EMPTY_OFFER
        )
    )
    for row, column in ((SuggestionRow, "approved_by_id"), (StepRow, "recorded_by_id")):
        await tx.execute(update(row).where(row.__table__.c[column] == member_id).values(**{column: None}))


async def empty_suggestions(tx: Tx, ids: Any) -> None:
    """Leave of these suggestions (a subquery of ids) states, days and numbers, but no text."""
    await tx.execute(delete(PairMilestoneRow).where(PairMilestoneRow.suggestion_id.in_(ids)))
    await tx.execute(update(SuggestionRow).where(SuggestionRow.id.in_(ids)).values(goal=None, schedule=None))


async def _erase(tx: Tx, community_id: int) -> None:
    here = select(SuggestionRow.id).where(SuggestionRow.community_id == community_id)
    for of_suggestion in (StepRow, PairMilestoneRow):
        await tx.execute(delete(of_suggestion).where(of_suggestion.suggestion_id.in_(here)))
    for row in (
        SuggestionRow,
        HearingRow,
        OfferRow,
        NeedRow,
        SkillWordRow,
        SkillLinkRow,
        TargetRow,
        ProbonoSettingsRow,
    ):
        await tx.execute(delete(row).where(row.community_id == community_id))
