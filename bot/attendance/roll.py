"""The list at the door: who has a place, and who is there."""

from __future__ import annotations

from sqlalchemy import case, select

from bot.attendance.models import AttendanceRow
from bot.attendance.rules import Present
from bot.db import Tx
from bot.events.models import RsvpRow
from bot.events.rules import Mode, Place
from bot.members.models import MemberRow


async def roll_of(tx: Tx, event_id: int) -> list[Present]:
    """One line per person: seats first, then those who wait, by name; whoever is there has that mode."""
    order = case((RsvpRow.place == Place.CONFIRMED.value, 0), else_=1)
    places = (
        select(MemberRow.id, MemberRow.display_name, RsvpRow.mode, RsvpRow.place)
        .join(MemberRow, MemberRow.id == RsvpRow.member_id)
        .where(RsvpRow.event_id == event_id, RsvpRow.place != Place.CANCELLED.value)
        .order_by(order, RsvpRow.ticket)
    )
    came = (
        select(MemberRow.id, MemberRow.display_name, AttendanceRow.mode)
        .join(MemberRow, MemberRow.id == AttendanceRow.member_id)
        .where(AttendanceRow.event_id == event_id)
        .order_by(AttendanceRow.id)
    )
    there = {row.id: row for row in await tx.execute(came)}
    listed: dict[int, Present] = {}
    for row in await tx.execute(places):
        here = there.get(row.id)
        mode = Mode(here.mode if here else row.mode)
        listed.setdefault(row.id, Present(row.id, row.display_name, mode, Place(row.place), here is not None))
    for row in there.values():
        listed.setdefault(row.id, Present(row.id, row.display_name, Mode(row.mode), None, came=True))
    return list(listed.values())
