"""What attendance keeps of a person: handed out, forgotten (the numbers stay), erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from bot.attendance.heads import count_anonymously
from bot.attendance.models import AttendanceRow, CheckInRow, CheckInTryRow, HeadcountRow
from bot.clock import Clock
from bot.db import Database, Tx
from bot.events.forgetting import NAMES_KEPT
from bot.events.models import EventRow
from bot.events.notice_lines import mode_name
from bot.events.rules import Mode
from bot.i18n import C_
from bot.members.parts import Part, in_words, local_time

CODES_KEPT = timedelta(days=1)
"""The digits are of no use when the door is closed."""

TABLES = ("check_ins", "check_in_tries", "attendances", "headcounts")


def attendance_part() -> Part:
    """The share of this feature."""
    return Part("attendance", TABLES, _export, _forget, _erase)


async def _export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
    sections = (
        (C_("my data", "Events I came to"), await _came(tx, member_id, lang)),
        (C_("my data", "Wrong digits I entered at check-in"), await _tries(tx, member_id, lang)),
        (C_("my data", "People I noted as there, as staff (count)"), await _noted(tx, member_id)),
    )
    return {heading.to(lang): kept for heading, kept in sections if kept}


async def _came(tx: Tx, member_id: int, lang: str) -> list[dict[str, str]]:
    query = (
        select(
            EventRow.title, EventRow.timezone, EventRow.starts_at, AttendanceRow.mode, AttendanceRow.came_at
        )
        .join(EventRow, EventRow.id == AttendanceRow.event_id)
        .where(AttendanceRow.member_id == member_id)
        .order_by(AttendanceRow.came_at, AttendanceRow.id)
    )
    return [
        in_words(
            lang,
            (C_("my data", "Event"), row.title),
            (C_("my data", "Starts"), local_time(row.starts_at, row.timezone, lang)),
            (C_("my data", "Way"), mode_name(Mode(row.mode))),
            (C_("my data", "Checked in"), local_time(row.came_at, row.timezone, lang)),
        )
        for row in await tx.execute(query)
    ]


async def _tries(tx: Tx, member_id: int, lang: str) -> list[dict[str, str]]:
    query = (
        select(EventRow.title, CheckInTryRow.tries)
        .join(EventRow, EventRow.id == CheckInTryRow.event_id)
        .where(CheckInTryRow.member_id == member_id)
        .order_by(EventRow.id)
    )
    return [
        in_words(lang, (C_("my data", "Event"), row.title), (C_("my data", "Tries"), str(row.tries)))
        for row in await tx.execute(query)
    ]


async def _noted(tx: Tx, member_id: int) -> int:
    """Who they were is not theirs to take along."""
    query = select(func.count()).select_from(AttendanceRow).where(AttendanceRow.noted_by_id == member_id)
    return await tx.scalar(query) or 0


async def _forget(tx: Tx, member_id: int, now: datetime) -> None:
    await count_anonymously(tx, AttendanceRow.member_id == member_id)
    await tx.execute(delete(CheckInTryRow).where(CheckInTryRow.member_id == member_id))
    await tx.execute(
        update(AttendanceRow).where(AttendanceRow.noted_by_id == member_id).values(noted_by_id=None)
    )


async def _erase(tx: Tx, community_id: int) -> None:
    here = select(EventRow.id).where(EventRow.community_id == community_id)
    for table in (CheckInTryRow, CheckInRow, AttendanceRow, HeadcountRow):
        await tx.execute(delete(table).where(table.event_id.in_(here)))


class PastAttendance:
    """What the daily tidying up does to attendance."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def forget_names(self) -> int:
        """Leave numbers of who came three years ago; how many names went."""
        old = select(EventRow.id).where(EventRow.ends_at < self._clock() - NAMES_KEPT).scalar_subquery()
        async with self._db.transaction() as tx:
            ids = (await tx.scalars(select(AttendanceRow.id).where(AttendanceRow.event_id.in_(old)))).all()
            if ids:
                await count_anonymously(tx, AttendanceRow.event_id.in_(old))
        return len(ids)

    async def forget_codes(self) -> int:
        """Delete digits and wrong tries a day after the meeting; how many meetings had digits."""
        old = select(EventRow.id).where(EventRow.ends_at < self._clock() - CODES_KEPT).scalar_subquery()
        async with self._db.transaction() as tx:
            await tx.execute(delete(CheckInTryRow).where(CheckInTryRow.event_id.in_(old)))
            gone = await tx.execute(delete(CheckInRow).where(CheckInRow.event_id.in_(old)))
        return gone.rowcount
