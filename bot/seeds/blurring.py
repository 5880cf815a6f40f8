"""Days instead of moments, where a name was taken off: the row of a person has a moment too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.db import AnyRow, Tx
from bot.outbox.models import DeliveryRow
from bot.seeds.models import SeedLineRow
from bot.seeds.seed import Seed, review_subject_of, subject_of
from bot.seeds.tools import coarse

OF_LETTERS = ("created_at", "due_at", "sent_at", "ended_at")
"""When it was planned, and (moments later, if it was due at once) when it left."""


async def blur(tx: Tx, seed: Seed, now: datetime) -> None:
    """Of when its author answered, and of the letters about the seed, only days stay.

    What is still to come keeps its moment, so that it comes then; what is overdue is so still.
    """
    subjects = subject_of(seed.id), review_subject_of(seed.id)
    letters = DeliveryRow.community_id == seed.community_id, DeliveryRow.subject.in_(subjects)
    for row in (await tx.execute(select(DeliveryRow).where(*letters))).all():
        if days := _days(row, OF_LETTERS, now, seed.tz):
            await tx.execute(update(DeliveryRow).where(DeliveryRow.id == row.id).values(**days))
    answers = SeedLineRow.seed_id == seed.id, SeedLineRow.is_answer.is_(True)
    for row in (await tx.execute(select(SeedLineRow).where(*answers))).all():
        shown_at = coarse(row.shown_at, seed.tz)
        await tx.execute(update(SeedLineRow).where(SeedLineRow.id == row.id).values(shown_at=shown_at))


def _days(row: AnyRow, names: Sequence[str], now: datetime, tz: ZoneInfo) -> dict[str, Any]:
    moments = {name: getattr(row, name) for name in names}
    return {name: coarse(at, tz) for name, at in moments.items() if at is not None and at <= now}
