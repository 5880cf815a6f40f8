"""What series keep of a person: who made one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from bot.db import Tx
from bot.i18n import C_, _
from bot.members.models import CommunityRow
from bot.members.parts import Part, in_words, local_time
from bot.series.models import EventSeriesRow, SeriesSessionRow


def series_part() -> Part:
    """Registered before meetings: sessions refer to drafts and events."""
    return Part("series", ("event_series", "series_sessions"), _export, _forget, _erase)


async def _export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
    found = await tx.execute(
        select(EventSeriesRow.title, EventSeriesRow.rule, EventSeriesRow.created_at, CommunityRow.timezone)
        .join(CommunityRow, CommunityRow.id == EventSeriesRow.community_id)
        .where(EventSeriesRow.created_by_id == member_id)
        .order_by(EventSeriesRow.id)
    )
    rows = [
        in_words(
            lang,
            (_("Title"), row.title),
            (_("How often"), row.rule),
            (C_("my data", "When"), local_time(row.created_at, row.timezone, lang)),
        )
        for row in found
    ]
    return {C_("my data", "Series I made").to(lang): rows} if rows else {}


async def _forget(tx: Tx, member_id: int, now: datetime) -> None:
    """The series is the community's; only who made it is forgotten."""
    await tx.execute(
        update(EventSeriesRow).where(EventSeriesRow.created_by_id == member_id).values(created_by_id=None)
    )


async def _erase(tx: Tx, community_id: int) -> None:
    here = select(EventSeriesRow.id).where(EventSeriesRow.community_id == community_id)
    await tx.execute(delete(SeriesSessionRow).where(SeriesSessionRow.series_id.in_(here)))
    await tx.execute(delete(EventSeriesRow).where(EventSeriesRow.community_id == community_id))
