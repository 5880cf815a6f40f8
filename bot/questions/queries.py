"""Looking at questions, and locking one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import aliased

from bot.db import AnyRow, Tx
from bot.members.models import CommunityRow, MemberRow
from bot.questions.models import QuestionRow
from bot.questions.rules import NoSuchQuestion, Question


class Topic(Protocol):
    """What a question is about. ``is_sensitive``: no notice to a person may name it in its preview."""

    @property
    def title(self) -> str: ...
    @property
    def is_sensitive(self) -> bool: ...


TopicOf = Callable[[Tx, int, str], Awaitable[Topic | None]]
"""``(tx, community_id, subject)``: a subject such as ``event:12`` as every member may know it, or None.

Handed in by the composition root, because features do not know each other.
"""

Asker = aliased(MemberRow, name="asker")
Answerer = aliased(MemberRow, name="answerer")

QUESTIONS: Select[Any] = (
    select(
        *QuestionRow.__table__.c,
        Asker.display_name.label("asker"),
        Answerer.display_name.label("answered_by"),
        CommunityRow.timezone,
    )
    .join(CommunityRow, CommunityRow.id == QuestionRow.community_id)
    .outerjoin(Asker, Asker.id == QuestionRow.member_id)
    .outerjoin(Answerer, Answerer.id == QuestionRow.answered_by_id)
)

_LOCK = select(QuestionRow.id).where(QuestionRow.id == bindparam("question_id")).with_for_update()


async def take_lock(tx: Tx, question_id: int) -> None:
    """Whoever closes a question comes through here first and looks only afterwards.

    On PostgreSQL its row is locked; on SQLite the transaction itself is the lock.
    """
    if tx.dialect.name != "sqlite":
        await tx.execute(_LOCK, {"question_id": question_id})


async def find(tx: Tx, topic_of: TopicOf, community_id: int, question_id: int) -> Question:
    """One question; `NoSuchQuestion` for an unknown id and for one of another community."""
    query = QUESTIONS.where(QuestionRow.id == question_id, QuestionRow.community_id == community_id)
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        raise NoSuchQuestion
    return await question_from(tx, topic_of, row)


async def latest(
    tx: Tx, topic_of: TopicOf, community_id: int, discord_user_id: int, limit: int
) -> list[Question]:
    """What this person asked, the latest first."""
    query = (
        QUESTIONS.where(QuestionRow.community_id == community_id, Asker.discord_user_id == discord_user_id)
        .order_by(QuestionRow.asked_at.desc(), QuestionRow.id.desc())
        .limit(limit)
    )
    return [await question_from(tx, topic_of, row) for row in (await tx.execute(query)).all()]


async def waiting(tx: Tx, topic_of: TopicOf, community_id: int, limit: int | None = None) -> list[Question]:
    """What nobody has answered yet, the oldest first."""
    query = (
        QUESTIONS.where(*is_open(community_id)).order_by(QuestionRow.asked_at, QuestionRow.id).limit(limit)
    )
    return [await question_from(tx, topic_of, row) for row in (await tx.execute(query)).all()]


def is_open(community_id: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions of an open question of that community, as the index on them knows them."""
    return QuestionRow.community_id == community_id, QuestionRow.closed_at.is_(None)


async def question_from(tx: Tx, topic_of: TopicOf, row: AnyRow) -> Question:
    """The view of a row of `QUESTIONS`."""
    topic = await topic_of(tx, row.community_id, row.about) if row.about else None
    return Question(
        id=row.id,
        community_id=row.community_id,
        asker=row.asker,
        question=row.question,
        answer=row.answer,
        answered_by=row.answered_by,
        title=topic.title if topic else None,
        is_sensitive=topic is not None and topic.is_sensitive,
        revision=row.revision,
        asked_at=row.asked_at,
        closed_at=row.closed_at,
        timezone=row.timezone,
    )
