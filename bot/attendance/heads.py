"""Numbers without names: counted in the room, and left behind by people who are forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import ColumnElement, delete, func, insert, literal, select

from bot.attendance.counts import UNKNOWN, Count
from bot.attendance.models import AttendanceRow, HeadcountRow
from bot.attendance.rules import Source
from bot.db import Tx, insert_into
from bot.events.rules import Mode
from bot.members.models import MemberRow


async def counted_in(tx: Tx, event_id: int, mode: Mode) -> Count:
    """What staff counted in one mode."""
    query = select(HeadcountRow.sector, HeadcountRow.people, HeadcountRow.from_elsewhere).where(
        HeadcountRow.event_id == event_id,
        HeadcountRow.mode == mode.value,
        HeadcountRow.source == Source.COUNTED.value,
    )
    rows = (await tx.execute(query)).all()
    people = {row.sector: row.people for row in rows}
    return Count(people, {mode: sum(people.values())}, sum(row.from_elsewhere for row in rows))


async def write_counted(tx: Tx, event_id: int, mode: Mode, people: Mapping[str, int], elsewhere: int) -> None:
    """Put these numbers in the place of what staff counted in that mode before.

    Nobody asks which of the people from elsewhere belong to which group, so they are laid on the groups in
    order; only their sum means something.
    """
    await tx.execute(
        delete(HeadcountRow).where(
            HeadcountRow.event_id == event_id,
            HeadcountRow.mode == mode.value,
            HeadcountRow.source == Source.COUNTED.value,
        )
    )
    rows, left = [], elsewhere
    for sector, number in people.items():
        here = min(number, left)
        left -= here
        rows.append(
            {
                "event_id": event_id,
                "sector": sector,
                "mode": mode.value,
                "source": Source.COUNTED.value,
                "people": number,
                "from_elsewhere": here,
            }
        )
    if rows:
        await tx.execute(insert(HeadcountRow), rows)


async def count_anonymously(tx: Tx, *which: ColumnElement[bool]) -> None:
    """Make numbers of these attendances and delete them; what `counts_of` says stays the same."""
    query = (
        select(
            AttendanceRow.event_id,
            AttendanceRow.mode,
            func.coalesce(MemberRow.sector, literal(UNKNOWN)).label("sector"),
            MemberRow.from_elsewhere,
            AttendanceRow.people,
        )
        .join(MemberRow, MemberRow.id == AttendanceRow.member_id)
        .where(*which)
    )
    people: Counter[tuple[int, str, str]] = Counter()
    elsewhere: Counter[tuple[int, str, str]] = Counter()
    for row in await tx.execute(query):
        own = row.event_id, row.sector, row.mode
        people[own] += 1
        elsewhere[own] += bool(row.from_elsewhere)
        people[row.event_id, UNKNOWN, row.mode] += row.people - 1
    await _add(tx, people, elsewhere)
    await tx.execute(delete(AttendanceRow).where(*which))


async def _add(
    tx: Tx, people: Counter[tuple[int, str, str]], elsewhere: Counter[tuple[int, str, str]]
) -> None:
    """In the order of the keys, so that two who are forgotten at once never wait for each other."""
    add = insert_into(tx.dialect.name, HeadcountRow)
    rows = [
        {
            "event_id": event_id,
            "sector": sector,
            "mode": mode,
            "source": Source.FORGOTTEN.value,
            "people": number,
            "from_elsewhere": elsewhere[event_id, sector, mode],
        }
        for (event_id, sector, mode), number in sorted(people.items())
        if number
    ]
    if rows:
        await tx.execute(
            add.on_conflict_do_update(
                index_elements=["event_id", "sector", "mode", "source"],
                set_={
                    "people": HeadcountRow.people + add.excluded.people,
                    "from_elsewhere": HeadcountRow.from_elsewhere + add.excluded.from_elsewhere,
                },
            ),
            rows,
        )
