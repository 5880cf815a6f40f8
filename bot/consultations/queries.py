"""Looking at consultations, and writing one; both for the use cases above."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, insert, select

from bot.consultations.models import ConsultationRow, ConsultationTickRow
from bot.consultations.rules import Case, Category, Channel, Consultation, NoSuchConsultation
from bot.db import AnyRow, Tx
from bot.members.models import MemberRow

CONSULTATIONS: Select[Any] = select(
    *ConsultationRow.__table__.c, MemberRow.display_name.label("entered_by")
).outerjoin(MemberRow, MemberRow.id == ConsultationRow.entered_by_id)
LATEST_FIRST = (ConsultationRow.held_on.desc(), ConsultationRow.id.desc())


async def find(tx: Tx, community_id: int, consultation_id: int, *, lock: bool = False) -> Consultation:
    """One consultation; `NoSuchConsultation` for an unknown id and for one of another community.

    ``lock``: whoever changes or deletes it meanwhile waits (on SQLite the transaction itself is the lock).
    """
    query = CONSULTATIONS.where(
        ConsultationRow.id == consultation_id, ConsultationRow.community_id == community_id
    )
    if lock and tx.dialect.name != "sqlite":
        query = query.with_for_update(of=ConsultationRow)
    found = await read(tx, query)
    if not found:
        raise NoSuchConsultation
    return found[0]


async def read(tx: Tx, query: Select[Any]) -> list[Consultation]:
    """The views of the rows of `CONSULTATIONS`, narrowed and ordered by the caller."""
    rows = (await tx.execute(query)).all()
    ticks = await _ticks(tx, [row.id for row in rows])
    return [_view(row, ticks.get(row.id, frozenset())) for row in rows]


async def _ticks(tx: Tx, ids: Collection[int]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    remaining = list(ids)
    while remaining:
        some, remaining = remaining[:500], remaining[500:]  # databases bound the number of parameters
        query = select(ConsultationTickRow.consultation_id, ConsultationTickRow.category).where(
            ConsultationTickRow.consultation_id.in_(some)
        )
        for row in await tx.execute(query):
            found[row.consultation_id] = found.get(row.consultation_id, frozenset()) | {row.category}
    return found


def _view(row: AnyRow, ticks: frozenset[str]) -> Consultation:
    return Consultation(
        id=row.id,
        community_id=row.community_id,
        case=Case(
            held_on=row.held_on,
            channel=Channel(row.channel),
            categories=tuple(category for category in Category if category.value in ticks),
            note=row.note,
        ),
        seed_id=row.seed_id,
        entered_by=row.entered_by,
        entered_on=row.entered_on,
        is_imported=row.is_imported,
    )


def columns_of(case: Case) -> dict[str, Any]:
    return {"held_on": case.held_on, "channel": case.channel.value, "note": case.note}


async def insert_case(
    tx: Tx,
    community_id: int,
    case: Case,
    *,
    entered_on: date,
    entered_by_id: int | None = None,
    seed_id: int | None = None,
    is_imported: bool = False,
) -> int:
    """Write a case that is not there yet; its id."""
    found = await tx.execute(
        insert(ConsultationRow)
        .values(
            community_id=community_id,
            entered_on=entered_on,
            entered_by_id=entered_by_id,
            seed_id=seed_id,
            is_imported=is_imported,
            **columns_of(case),
        )
        .returning(ConsultationRow.id)
    )
    consultation_id = found.scalar_one()
    await _insert_ticks(tx, consultation_id, case.categories)
    return consultation_id


async def tick(tx: Tx, consultation_id: int, categories: Collection[Category]) -> None:
    """Give a case exactly these categories."""
    await tx.execute(
        delete(ConsultationTickRow).where(ConsultationTickRow.consultation_id == consultation_id)
    )
    await _insert_ticks(tx, consultation_id, categories)


async def _insert_ticks(tx: Tx, consultation_id: int, categories: Collection[Category]) -> None:
    await tx.execute(
        insert(ConsultationTickRow),
        [{"consultation_id": consultation_id, "category": category.value} for category in categories],
    )
