"""What consultations keep of a person: that a colleague noted some. Of those who came they keep nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from bot.consultations.models import ConsultationRow, ConsultationTickRow
from bot.db import Tx
from bot.i18n import C_
from bot.members.parts import Part

TABLES = ("consultations", "consultation_ticks")


def consultations_part() -> Part:
    """The share of this feature; it refers to seeds, so it is erased before them."""
    return Part("consultations", TABLES, _export, _forget, _erase)


async def _export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
    """What was said there is not theirs to take along."""
    query = (
        select(func.count()).select_from(ConsultationRow).where(ConsultationRow.entered_by_id == member_id)
    )
    noted = await tx.scalar(query) or 0
    return {C_("my data", "Consultations I noted, as staff (count)").to(lang): noted} if noted else {}


async def _forget(tx: Tx, member_id: int, now: datetime) -> None:
    await tx.execute(
        update(ConsultationRow).where(ConsultationRow.entered_by_id == member_id).values(entered_by_id=None)
    )


async def _erase(tx: Tx, community_id: int) -> None:
    here = select(ConsultationRow.id).where(ConsultationRow.community_id == community_id)
    await tx.execute(delete(ConsultationTickRow).where(ConsultationTickRow.consultation_id.in_(here)))
    await tx.execute(delete(ConsultationRow).where(ConsultationRow.community_id == community_id))
