"""Use cases of feedback: give it once, and read it without names."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.attendance.models import AttendanceRow
from bot.clock import Clock
from bot.db import Database, Tx, insert_into
from bot.events.forgetting import NAMES_KEPT
from bot.events.models import EventRow
from bot.events.standing import take_lock
from bot.events.views import load_view
from bot.members.models import MemberRow
from bot.records.models import EventRecordRow, FeedbackGivenRow, FeedbackRow
from bot.records.rules import (
    FEEDBACK_TAKEN,
    FEWEST_FOR_NUMBERS,
    SCORES,
    WORDS_LENGTH,
    FeedbackGiven,
    FeedbackNotTaken,
    FeedbackSeen,
)


class Feedback:
    """What those who came say afterwards."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def ask(self, community_id: int, discord_user_id: int, event_id: int) -> None:
        """Raises `FeedbackNotTaken` or `FeedbackGiven` before anything is typed."""
        async with self._db.glancing() as tx:
            member_id = await _who_came(tx, community_id, discord_user_id, event_id, self._clock())
            given = select(FeedbackGivenRow.event_id).where(
                FeedbackGivenRow.event_id == event_id, FeedbackGivenRow.member_id == member_id
            )
            if await tx.scalar(given) is not None:
                raise FeedbackGiven

    async def give(
        self, community_id: int, discord_user_id: int, event_id: int, score: int, words: str
    ) -> None:
        """Keep an answer apart from whoever gave it. Raises `FeedbackNotTaken` or `FeedbackGiven`."""
        if score not in SCORES:
            raise FeedbackNotTaken
        async with self._db.transaction() as tx:
            await take_lock(tx, event_id)
            member_id = await _who_came(tx, community_id, discord_user_id, event_id, self._clock())
            noted = await tx.execute(
                insert_into(tx.dialect.name, FeedbackGivenRow)
                .values(event_id=event_id, member_id=member_id)
                .on_conflict_do_nothing(index_elements=["event_id", "member_id"])
            )
            if not noted.rowcount:
                raise FeedbackGiven
            await _mix_in(tx, event_id, score, words.strip()[:WORDS_LENGTH] or None)

    async def read(self, community_id: int, event_id: int) -> FeedbackSeen:
        """For staff: numbers from three answers on, and what was written."""
        query = (
            select(FeedbackRow.score, FeedbackRow.words)
            .where(FeedbackRow.event_id == event_id)
            .order_by(FeedbackRow.key)
        )
        async with self._db.reading() as tx:
            event = await load_view(tx, community_id, event_id)
            rows = (await tx.execute(query)).all()
        scores = Counter(row.score for row in rows)
        return FeedbackSeen(
            event=event,
            answers=len(rows),
            scores={score: scores[score] for score in SCORES} if len(rows) >= FEWEST_FOR_NUMBERS else None,
            words=tuple(row.words for row in rows if row.words),
        )

    async def forget_old(self) -> int:
        """Delete answers, and who gave one, three years after the meeting; how many answers went."""
        old = select(EventRow.id).where(EventRow.ends_at < self._clock() - NAMES_KEPT).scalar_subquery()
        async with self._db.transaction() as tx:
            await tx.execute(delete(FeedbackGivenRow).where(FeedbackGivenRow.event_id.in_(old)))
            gone = await tx.execute(delete(FeedbackRow).where(FeedbackRow.event_id.in_(old)))
        return gone.rowcount


async def _mix_in(tx: Tx, event_id: int, score: int, words: str | None) -> None:
    """All answers of the meeting are written anew under new random keys.

    So neither the order of rows nor the number of the transaction that wrote them (which PostgreSQL keeps in
    each row) tells which answer came with whose name.
    """
    found = await tx.execute(
        select(FeedbackRow.score, FeedbackRow.words).where(FeedbackRow.event_id == event_id)
    )
    answers = [(row.score, row.words) for row in found] + [(score, words)]
    await tx.execute(delete(FeedbackRow).where(FeedbackRow.event_id == event_id))
    keyed = sorted((secrets.token_hex(16), *answer) for answer in answers)
    await tx.execute(
        insert(FeedbackRow),
        [{"event_id": event_id, "key": key, "score": s, "words": w} for key, s, w in keyed],
    )


async def _who_came(tx: Tx, community_id: int, discord_user_id: int, event_id: int, now: datetime) -> int:
    query = (
        select(MemberRow.id)
        .join(AttendanceRow, AttendanceRow.member_id == MemberRow.id)
        .join(EventRecordRow, EventRecordRow.event_id == AttendanceRow.event_id)
        .where(
            MemberRow.community_id == community_id,
            MemberRow.discord_user_id == discord_user_id,
            AttendanceRow.event_id == event_id,
            EventRecordRow.published_at > now - FEEDBACK_TAKEN,
        )
    )
    member_id = await tx.scalar(query)
    if member_id is None:
        raise FeedbackNotTaken
    return member_id
