"""Use cases of questions: ask the office, answer, settle, read again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.clock import Clock
from bot.db import Database, Tx
from bot.members.service import Members
from bot.outbox.models import PostingRow
from bot.outbox.notice import STAFF
from bot.outbox.service import Outbox
from bot.questions import notices
from bot.questions.models import QuestionRow
from bot.questions.queries import TopicOf, find, latest, take_lock, waiting
from bot.questions.rules import (
    ANSWER_LENGTH,
    DOUBLE_PRESS,
    KEPT,
    QUESTION_LENGTH,
    NoSuchQuestion,
    Question,
    check_open,
    read_text,
    subject_of,
)

MINE_SHOWN = 25


class Questions:
    """What people ask the office; ``topic_of`` tells what a question is about."""

    def __init__(
        self, db: Database, clock: Clock, members: Members, outbox: Outbox, topic_of: TopicOf
    ) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._outbox = outbox
        self._topic_of = topic_of
        notices.register(outbox.kinds, topic_of)

    async def ask(
        self,
        community_id: int,
        discord_user_id: int,
        display_name: str | None,
        text: str,
        about: str | None = None,
    ) -> Question:
        """Put a question before the office; the same words again within a minute are the same question.

        ``about`` is a subject such as ``event:12``; one that this person may not know is left out. Raises
        `NothingWritten` or `TooMuchWritten`.
        """
        now = self._clock()
        written = read_text(text, QUESTION_LENGTH)
        async with self._db.transaction() as tx:
            # its row is locked by this, so that a double press waits here and finds the first question
            member = await self._members.ensure(tx, community_id, discord_user_id, display_name)
            if about is not None and await self._topic_of(tx, community_id, about) is None:
                about = None
            question_id = await _asked_just_now(tx, member.id, written, about, now)
            if question_id is None:
                question_id = await self._insert(tx, community_id, member.id, written, about, now)
            return await find(tx, self._topic_of, community_id, question_id)

    async def _insert(
        self, tx: Tx, community_id: int, member_id: int, question: str, about: str | None, now: datetime
    ) -> int:
        found = await tx.execute(
            insert(QuestionRow)
            .values(
                community_id=community_id, member_id=member_id, question=question, about=about, asked_at=now
            )
            .returning(QuestionRow.id)
        )
        question_id = found.scalar_one()
        await self._plan(tx, notices.ASKED, community_id, question_id, now, to_place=STAFF)
        return question_id

    async def answer(
        self, community_id: int, question_id: int, staff_user_id: int, staff_name: str | None, text: str
    ) -> Question:
        """Answer a question, once: whoever comes second gets a refusal that says who was first.

        Raises `NoSuchQuestion` (also for an id of another community), `AlreadyAnswered`, `AlreadySettled`,
        `QuestionWasForgotten`, `NothingWritten` or `TooMuchWritten`.
        """
        now = self._clock()
        written = read_text(text, ANSWER_LENGTH)
        async with self._db.transaction() as tx:
            await self._lock_open(tx, community_id, question_id)
            staff = await self._members.ensure(tx, community_id, staff_user_id, staff_name)
            member_id = await self._close(
                tx, community_id, question_id, now, answer=written, answered_by_id=staff.id
            )
            if member_id is not None:
                await self._plan(tx, notices.ANSWERED, community_id, question_id, now, to_member=member_id)
            return await find(tx, self._topic_of, community_id, question_id)

    async def close(self, community_id: int, question_id: int) -> Question:
        """It was settled another way: nobody is told. Raises like `answer`."""
        async with self._db.transaction() as tx:
            await self._lock_open(tx, community_id, question_id)
            await self._close(tx, community_id, question_id, self._clock())
            return await find(tx, self._topic_of, community_id, question_id)

    async def _lock_open(self, tx: Tx, community_id: int, question_id: int) -> None:
        await take_lock(tx, question_id)
        check_open(await find(tx, self._topic_of, community_id, question_id))

    async def _close(
        self, tx: Tx, community_id: int, question_id: int, now: datetime, **values: Any
    ) -> int | None:
        """Write the end of a locked question and have its post say so; who asked it."""
        found = await tx.execute(
            update(QuestionRow)
            .where(QuestionRow.id == question_id)
            .values(closed_at=now, revision=QuestionRow.revision + 1, **values)
            .returning(QuestionRow.member_id, QuestionRow.revision)
        )
        row = found.one()
        await self._outbox.touch(tx, community_id, subject_of(question_id), row.revision)
        return row.member_id

    async def _plan(
        self, tx: Tx, kind: str, community_id: int, question_id: int, now: datetime, **to: Any
    ) -> None:
        await self._outbox.enqueue(
            tx,
            community_id=community_id,
            kind=kind,
            subject=subject_of(question_id),
            args={"question_id": question_id},
            due_at=now,
            dedupe_key=f"{kind}:{question_id}",
            now=now,
            **to,
        )

    async def get(self, community_id: int, question_id: int) -> Question:
        """One question, for the office; `NoSuchQuestion` also for an id of another community."""
        async with self._db.reading() as tx:
            return await find(tx, self._topic_of, community_id, question_id)

    async def open_questions(self, community_id: int) -> list[Question]:
        """What waits for an answer, the oldest first."""
        async with self._db.reading() as tx:
            return await waiting(tx, self._topic_of, community_id)

    async def mine(
        self, community_id: int, discord_user_id: int, *, limit: int = MINE_SHOWN
    ) -> list[Question]:
        """What this person asked, with the answers, the latest first."""
        async with self._db.reading() as tx:
            return await latest(tx, self._topic_of, community_id, discord_user_id, limit)

    async def community_of(self, question_id: int) -> int:
        """Which community a question belongs to, for presses that come from a direct message."""
        async with self._db.reading() as tx:
            found = await tx.scalar(select(QuestionRow.community_id).where(QuestionRow.id == question_id))
        if found is None:
            raise NoSuchQuestion
        return found

    async def forget_old(self) -> int:
        """Delete what was asked a year ago, answered or not; how many it were. Once a day."""
        async with self._db.transaction() as tx:
            found = await tx.execute(
                delete(QuestionRow)
                .where(QuestionRow.asked_at < self._clock() - KEPT)
                .returning(QuestionRow.id)
            )
            old = [subject_of(question_id) for question_id in found.scalars()]
            if old:
                await tx.execute(delete(PostingRow).where(PostingRow.subject.in_(old)))
        return len(old)


async def _asked_just_now(
    tx: Tx, member_id: int, question: str, about: str | None, now: datetime
) -> int | None:
    query = select(QuestionRow.id).where(
        QuestionRow.member_id == member_id,
        QuestionRow.question == question,
        QuestionRow.about.is_(None) if about is None else QuestionRow.about == about,
        QuestionRow.asked_at > now - DOUBLE_PRESS,
    )
    return (await tx.execute(query.order_by(QuestionRow.id).limit(1))).scalar_one_or_none()
