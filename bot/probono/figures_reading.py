"""Reading what is counted from the tables of probono."""

from __future__ import annotations

from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.clock import to_local
from bot.db import Tx
from bot.members.models import MemberRow
from bot.members.rules import Sector
from bot.probono.figures import Book, Counted, Figure, Hearing, Step, count_hearings, count_steps
from bot.probono.models import HearingRow, NeedRow, OfferRow, StepRow, SuggestionRow
from bot.probono.rules import OfferKind


async def load_book(tx: Tx, community_id: int, tz: ZoneInfo) -> Book:
    """Everything of a community, of all years; days are those of its own zone.

    A consent that was given by phone or mail counts on the day on which it was given.
    """
    counted = [each async for each in _entered(tx, community_id, tz)]
    counted += count_steps([step async for step in _steps(tx, community_id, tz)])
    counted += count_hearings([each async for each in _hearings(tx, community_id)])
    return Book(counted)


async def _entered(tx: Tx, community_id: int, tz: ZoneInfo) -> AsyncIterator[Counted]:
    offers = await tx.execute(
        select(OfferRow.created_at, OfferRow.kind, MemberRow.sector)
        .outerjoin(MemberRow, MemberRow.id == OfferRow.member_id)
        .where(OfferRow.community_id == community_id)
    )
    for row in offers:
        sector = Sector.COMPANY if row.kind == OfferKind.COMPANY.value else _sector(row.sector)
        yield Counted(Figure.APPLICATIONS, to_local(row.created_at, tz).date(), sector)
    needs = await tx.execute(
        select(NeedRow.created_at, NeedRow.sector).where(NeedRow.community_id == community_id)
    )
    for row in needs:
        yield Counted(Figure.NEEDS, to_local(row.created_at, tz).date(), _sector(row.sector))


async def _steps(tx: Tx, community_id: int, tz: ZoneInfo) -> AsyncIterator[Step]:
    query = (
        select(
            StepRow.suggestion_id,
            StepRow.step,
            StepRow.state,
            StepRow.given_on,
            StepRow.at,
            NeedRow.sector,
            SuggestionRow.hours,
        )
        .join(SuggestionRow, SuggestionRow.id == StepRow.suggestion_id)
        .join(NeedRow, NeedRow.id == SuggestionRow.need_id)
        .where(SuggestionRow.community_id == community_id)
        .order_by(StepRow.suggestion_id, StepRow.id)
    )
    for row in await tx.execute(query):
        day = row.given_on or to_local(row.at, tz).date()
        yield Step(row.suggestion_id, row.step, row.state, day, _sector(row.sector), row.hours)


async def _hearings(tx: Tx, community_id: int) -> AsyncIterator[Hearing]:
    query = select(HearingRow.key, HearingRow.sector, HearingRow.heard_on).where(
        HearingRow.community_id == community_id
    )
    for row in await tx.execute(query.order_by(HearingRow.heard_on, HearingRow.id)):
        yield Hearing(row.key, Sector(row.sector), row.heard_on)


def _sector(stored: str | None) -> Sector | None:
    return Sector(stored) if stored else None
