"""What is forgotten of meetings that are long over: names become numbers, rehearsals go as a whole."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from bot.clock import Clock
from bot.db import Database, Tx, insert_into
from bot.events.models import AnonymousSeatsRow, AnswerRow, EventEditRow, EventRow, RsvpHistoryRow, RsvpRow
from bot.events.rules import Place, subject_of
from bot.outbox.forgetting import erase_subjects

NAMES_KEPT = timedelta(days=3 * 365)
"""Three fiscal years of reports can still be checked against who was there."""
NOTES_KEPT = timedelta(days=30)
"""What somebody needs at the door is needed until the door closes; a month is for questions afterwards."""
REHEARSALS_KEPT = timedelta(days=30)
PEOPLE = (AnswerRow, RsvpRow, RsvpHistoryRow)


class PastMeetings:
    """What the daily tidying up does to meetings."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def forget_names(self) -> int:
        """Leave numbers of who took part three years ago; how many rows with a name went."""
        before = self._clock() - NAMES_KEPT
        old = select(EventRow.id).where(EventRow.ends_at < before).scalar_subquery()
        async with self._db.transaction() as tx:
            await count_anonymously(tx, RsvpRow.event_id.in_(old))
            gone = [await tx.execute(delete(table).where(table.event_id.in_(old))) for table in PEOPLE]
        return sum(each.rowcount for each in gone)

    async def forget_notes(self) -> int:
        """Delete what people told the office for a meeting a month ago; how many answers had such notes."""
        before = self._clock() - NOTES_KEPT
        old = select(EventRow.id).where(EventRow.ends_at < before).scalar_subquery()
        notes = (AnswerRow.access_needs, AnswerRow.door_name, AnswerRow.affiliation)
        async with self._db.transaction() as tx:
            gone = await tx.execute(
                update(AnswerRow)
                .where(AnswerRow.event_id.in_(old), or_(*(note.is_not(None) for note in notes)))
                .values(dict.fromkeys(notes))
            )
        return gone.rowcount

    async def forget_rehearsals(self) -> int:
        """Delete rehearsals that were over, or finished, 30 days ago; how many it were."""
        before = self._clock() - REHEARSALS_KEPT
        is_old = or_(EventRow.ends_at < before, EventRow.cancelled_at < before)
        query = select(EventRow.id).where(and_(EventRow.is_rehearsal, is_old)).with_for_update()
        async with self._db.transaction() as tx:
            ids = (await tx.scalars(query)).all()
            if ids:
                await erase_subjects(tx, [subject_of(event_id) for event_id in ids])
                for table in (*PEOPLE, EventEditRow, AnonymousSeatsRow):
                    await tx.execute(delete(table).where(table.event_id.in_(ids)))
                await tx.execute(delete(EventRow).where(EventRow.id.in_(ids)))
        return len(ids)


async def count_anonymously(tx: Tx, *which: ColumnElement[bool]) -> None:
    """Add the confirmed seats among these places to the numbers without names; the places stay for now."""
    seats = (
        select(RsvpRow.event_id, RsvpRow.mode, func.sum(RsvpRow.seats))
        .where(RsvpRow.place == Place.CONFIRMED.value, *which)
        .group_by(RsvpRow.event_id, RsvpRow.mode)
    )
    insert = insert_into(tx.dialect.name, AnonymousSeatsRow)
    await tx.execute(
        insert.from_select(["event_id", "mode", "seats"], seats).on_conflict_do_update(
            index_elements=["event_id", "mode"],
            set_={"seats": AnonymousSeatsRow.seats + insert.excluded.seats},
        )
    )
