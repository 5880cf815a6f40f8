"""What records keep of a person: that they gave feedback. What they said is nobody's any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from bot.db import Tx
from bot.events.models import EventRow
from bot.i18n import C_
from bot.members.parts import Part, in_words
from bot.records.models import EventRecordRow, FeedbackGivenRow, FeedbackRow

TABLES = ("event_records", "feedback", "feedback_given")


def records_part() -> Part:
    """The share of this feature."""
    return Part("records", TABLES, _export, _forget, _erase)


async def _export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
    query = (
        select(EventRow.title)
        .join(FeedbackGivenRow, FeedbackGivenRow.event_id == EventRow.id)
        .where(FeedbackGivenRow.member_id == member_id)
        .order_by(EventRow.starts_at, EventRow.id)
    )
    titles = (await tx.scalars(query)).all()
    if not titles:
        return {}
    heading = C_("my data", "Feedback I gave (what I said is kept without my name)")
    return {heading.to(lang): [in_words(lang, (C_("my data", "Event"), title)) for title in titles]}


async def _forget(tx: Tx, member_id: int, now: datetime) -> None:
    await tx.execute(delete(FeedbackGivenRow).where(FeedbackGivenRow.member_id == member_id))


async def _erase(tx: Tx, community_id: int) -> None:
    here = select(EventRow.id).where(EventRow.community_id == community_id)
    for table in (FeedbackGivenRow, FeedbackRow, EventRecordRow):
        await tx.execute(delete(table).where(table.event_id.in_(here)))
