"""Looking at offers and needs, and locking one. Locks are taken in one order: need, offer, suggestion."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from bot.db import AnyRow, Base, Tx
from bot.matching.rules import NeedMode, OfferMode, Slot
from bot.members.models import CommunityRow, MemberRow
from bot.members.rules import Sector
from bot.probono.asking import Rhythm
from bot.probono.models import NeedRow, OfferRow
from bot.probono.rules import Cause, Language, NeedKind, NoSuchNeed, NoSuchOffer, OfferKind
from bot.probono.states import NeedState, OfferState
from bot.probono.views import Need, Offer

Owner = aliased(MemberRow, name="owner")

_PERSON: tuple[Any, ...] = (
    Owner.discord_user_id.label("user_id"),
    Owner.display_name.label("name"),
    Owner.mail_address,
    Owner.left_at,
    CommunityRow.timezone,
)


def _with_owner(row: Any) -> Any:
    return (
        select(*row.__table__.c, *_PERSON)
        .join(CommunityRow, CommunityRow.id == row.community_id)
        .outerjoin(Owner, Owner.id == row.member_id)
    )


OFFERS = _with_owner(OfferRow)
NEEDS = _with_owner(NeedRow)


async def lock(tx: Tx, table: type[Base], row_id: int) -> None:
    """On PostgreSQL the row is locked, on SQLite the transaction itself is the lock."""
    if tx.dialect.name != "sqlite":
        column = table.__table__.c.id
        await tx.execute(select(column).where(column == row_id).with_for_update())


async def find_offer(tx: Tx, community_id: int, offer_id: int, *, locked: bool = False) -> Offer:
    """`NoSuchOffer` for an unknown id and for one of another community."""
    if locked:
        await lock(tx, OfferRow, offer_id)
    query = OFFERS.where(OfferRow.id == offer_id, OfferRow.community_id == community_id)
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        raise NoSuchOffer
    return offer_of(row)


async def find_need(tx: Tx, community_id: int, need_id: int, *, locked: bool = False) -> Need:
    """`NoSuchNeed` for an unknown id and for one of another community."""
    if locked:
        await lock(tx, NeedRow, need_id)
    query = NEEDS.where(NeedRow.id == need_id, NeedRow.community_id == community_id)
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        raise NoSuchNeed
    return need_of(row)


async def offers_in(tx: Tx, community_id: int, states: Collection[OfferState]) -> list[Offer]:
    """The offers in these states, oldest first."""
    query = OFFERS.where(
        OfferRow.community_id == community_id, OfferRow.state.in_([state.value for state in states])
    ).order_by(OfferRow.id)
    return [offer_of(row) for row in await tx.execute(query)]


async def needs_in(tx: Tx, community_id: int, states: Collection[NeedState]) -> list[Need]:
    """The needs in these states, oldest first."""
    query = NEEDS.where(
        NeedRow.community_id == community_id, NeedRow.state.in_([state.value for state in states])
    ).order_by(NeedRow.id)
    return [need_of(row) for row in await tx.execute(query)]


def offer_of(row: AnyRow) -> Offer:
    """The view of a row of `OFFERS`."""
    return Offer(
        id=row.id,
        community_id=row.community_id,
        member_id=row.member_id,
        user_id=row.user_id,
        name=row.name,
        mail_address=row.mail_address,
        is_gone=row.member_id is None or row.left_at is not None,
        state=OfferState(row.state),
        kind=OfferKind(row.kind),
        organisation=row.organisation,
        text=row.text,
        small_only=row.small_only,
        skills=tuple(row.skills),
        skills_confirmed=row.skills_confirmed,
        causes=tuple(Cause(each) for each in row.causes),
        hours=row.hours,
        mode=OfferMode(row.mode),
        areas=tuple(row.areas),
        slots=tuple(Slot(each) for each in row.slots),
        available_from=row.available_from,
        available_until=row.available_until,
        capacity=row.capacity,
        languages=tuple(Language(each) for each in row.languages),
        rhythm=Rhythm(row.rhythm),
        resting_until=row.resting_until,
        revision=row.revision,
        created_at=row.created_at,
        timezone=row.timezone,
    )


def need_of(row: AnyRow) -> Need:
    """The view of a row of `NEEDS`."""
    return Need(
        id=row.id,
        community_id=row.community_id,
        member_id=row.member_id,
        user_id=row.user_id,
        name=row.name,
        mail_address=row.mail_address,
        seed_id=row.seed_id,
        state=NeedState(row.state),
        text=row.text,
        needed_by=row.needed_by,
        wants_call=row.wants_call,
        contact=row.contact,
        written_title=row.title,
        organisation=row.organisation,
        about=row.about,
        hides_organisation=row.hides_organisation,
        field=row.field,
        size=row.size,
        sector=Sector(row.sector) if row.sector else None,
        kind=NeedKind(row.kind) if row.kind else None,
        goal=row.goal,
        deliverable=row.deliverable,
        first_step=row.first_step,
        skills=tuple(row.skills),
        skills_confirmed=row.skills_confirmed,
        causes=tuple(Cause(each) for each in row.causes),
        hours=row.hours,
        mode=NeedMode(row.mode) if row.mode else None,
        area=row.area,
        slots=tuple(Slot(each) for each in row.slots),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        people=row.people,
        languages=tuple(Language(each) for each in row.languages),
        closed_reason=row.closed_reason,
        revision=row.revision,
        created_at=row.created_at,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        timezone=row.timezone,
    )
