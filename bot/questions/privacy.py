"""What questions keep of a person: handed out, forgotten, erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, literal, select, update

from bot.clock import format_moment
from bot.db import Tx, UtcDateTime
from bot.i18n import C_
from bot.members.parts import Part
from bot.outbox.service import Outbox
from bot.questions.models import QuestionRow
from bot.questions.queries import QUESTIONS, TopicOf, question_from
from bot.questions.rules import Question, subject_of


def privacy_part(outbox: Outbox, topic_of: TopicOf) -> Part:
    """The share of this feature. A forgotten question stays as an empty row, so that its post can say so."""

    async def export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
        return await _export(tx, topic_of, member_id, lang)

    async def forget(tx: Tx, member_id: int, now: datetime) -> None:
        await _forget(tx, outbox, member_id, now)

    return Part("questions", ("questions",), export, forget, _erase)


async def _export(tx: Tx, topic_of: TopicOf, member_id: int, lang: str) -> Mapping[str, Any]:
    found = await tx.execute(
        QUESTIONS.where(QuestionRow.member_id == member_id).order_by(QuestionRow.asked_at, QuestionRow.id)
    )
    asked = [_readable(await question_from(tx, topic_of, row), lang) for row in found.all()]
    answered = await tx.scalar(
        select(func.count()).select_from(QuestionRow).where(QuestionRow.answered_by_id == member_id)
    )
    told: dict[str, Any] = {}
    if asked:
        told[C_("export", "Questions to the office").to(lang)] = asked
    if answered:
        told[C_("export", "Questions answered for the office (count)").to(lang)] = answered
    return told


def _readable(question: Question, lang: str) -> dict[str, str]:
    def local(moment: datetime | None) -> str | None:
        return moment and format_moment(moment, question.tz, lang, with_zone=True)

    facts = (
        (C_("export", "Asked on"), local(question.asked_at)),
        (C_("export", "About"), question.title),
        (C_("export", "Question"), question.question),
        (C_("export", "State"), question.state.label.to(lang)),
        (C_("export", "Answer"), question.answer),
        (C_("export", "Closed on"), local(question.closed_at)),
    )
    return {name.to(lang): value for name, value in facts if value is not None}


async def _forget(tx: Tx, outbox: Outbox, member_id: int, now: datetime) -> None:
    await _empty(
        tx,
        outbox,
        QuestionRow.member_id == member_id,
        member_id=None,
        about=None,
        question=None,
        answer=None,
        closed_at=func.coalesce(QuestionRow.closed_at, literal(now, UtcDateTime)),
    )
    await _empty(tx, outbox, QuestionRow.answered_by_id == member_id, answered_by_id=None)


async def _empty(tx: Tx, outbox: Outbox, which: ColumnElement[bool], **values: Any) -> None:
    """Change these questions, and have their posts show it."""
    changed = await tx.execute(
        update(QuestionRow)
        .where(which)
        .values(revision=QuestionRow.revision + 1, **values)
        .returning(QuestionRow.id, QuestionRow.community_id, QuestionRow.revision)
    )
    for row in changed.all():
        await outbox.touch(tx, row.community_id, subject_of(row.id), row.revision)


async def _erase(tx: Tx, community_id: int) -> None:
    await tx.execute(delete(QuestionRow).where(QuestionRow.community_id == community_id))
