"""How many came, by name or as a number: for records, tables of the year and the check-in panel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from bot.attendance.models import AttendanceRow, HeadcountRow
from bot.attendance.rules import UNKNOWN
from bot.db import Tx
from bot.events.rules import Mode
from bot.members.models import MemberRow


@dataclass(frozen=True, slots=True)
class Count:
    """Those who came to one meeting, named and nameless together.

    ``by_sector``: people by the values of `Sector` or `UNKNOWN`, sectors without anybody left out.
    ``from_elsewhere`` is part of the total. ``member_ids``: whom we know; their companions are only counted.
    """

    by_sector: Mapping[str, int] = field(default_factory=dict)
    by_mode: Mapping[Mode, int] = field(default_factory=dict)
    from_elsewhere: int = 0
    member_ids: frozenset[int] = frozenset()

    @property
    def total(self) -> int:
        return sum(self.by_sector.values())


async def counts_of(tx: Tx, event_ids: Iterable[int]) -> dict[int, Count]:
    """Who was noted or counted at these meetings; those at which nobody was are left out."""
    ids = list(event_ids)
    sectors: dict[int, Counter[str]] = {}
    modes: dict[int, Counter[Mode]] = {}
    elsewhere: Counter[int] = Counter()
    known: dict[int, set[int]] = {}

    def add(event_id: int, sector: str, mode: str, people: int) -> None:
        sectors.setdefault(event_id, Counter())[sector] += people
        modes.setdefault(event_id, Counter())[Mode(mode)] += people

    named = (
        select(AttendanceRow.__table__, MemberRow.sector, MemberRow.from_elsewhere)
        .join(MemberRow, MemberRow.id == AttendanceRow.member_id)
        .where(AttendanceRow.event_id.in_(ids))
    )
    for row in await tx.execute(named):
        add(row.event_id, row.sector or UNKNOWN, row.mode, 1)
        if row.people > 1:
            add(row.event_id, UNKNOWN, row.mode, row.people - 1)
        elsewhere[row.event_id] += bool(row.from_elsewhere)
        known.setdefault(row.event_id, set()).add(row.member_id)
    for row in await tx.execute(select(HeadcountRow.__table__).where(HeadcountRow.event_id.in_(ids))):
        add(row.event_id, row.sector, row.mode, row.people)
        elsewhere[row.event_id] += row.from_elsewhere
    return {
        event_id: Count(
            by_sector=dict(sectors[event_id]),
            by_mode=dict(modes[event_id]),
            from_elsewhere=elsewhere[event_id],
            member_ids=frozenset(known.get(event_id, ())),
        )
        for event_id in sectors
    }
