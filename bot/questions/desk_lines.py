"""What the desk shows of open questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.clock import shorten
from bot.db import Tx
from bot.desk.lines import DeskLine, LineSource
from bot.i18n import _, _n
from bot.members.rules import Community
from bot.questions.models import QuestionRow
from bot.questions.notices import answer_action
from bot.questions.queries import TopicOf, is_open, waiting
from bot.questions.rules import Question

SHOWN = 10
ANSWER_WITHIN = timedelta(days=3)
"""Silence is the first thing people complain about."""
MINUTES = 5
"""To read a question, to look something up, and to write a few lines."""
NAME_SHOWN = 20
QUESTION_SHOWN = 30


def source(topic_of: TopicOf) -> LineSource:
    """The lines of open questions, the oldest first; beyond ten, one line counts the others."""

    async def lines(tx: Tx, community: Community, _now: datetime) -> Sequence[DeskLine]:
        questions = await waiting(tx, topic_of, community.id, SHOWN + 1)
        if len(questions) <= SHOWN:
            return [_line(question) for question in questions]
        shown, next_one = questions[:SHOWN], questions[SHOWN]
        return [*(_line(question) for question in shown), await _others(tx, community.id, next_one)]

    return lines


def _line(question: Question) -> DeskLine:
    name = shorten(question.asker, NAME_SHOWN) if question.asker else _("(name unknown)")
    return DeskLine(
        "question",
        _(
            "Question from {name}: {question}",
            name=name,
            question=shorten(question.question or "", QUESTION_SHOWN),
        ),
        MINUTES,
        due_at=question.asked_at + ANSWER_WITHIN,
        action=answer_action(question.id),
    )


async def _others(tx: Tx, community_id: int, next_one: Question) -> DeskLine:
    query = select(func.count()).select_from(QuestionRow).where(*is_open(community_id))
    count = (await tx.scalar(query) or 0) - SHOWN
    return DeskLine(
        "question",
        _n(
            "And {count} more question: it appears here when those above are answered",
            "And {count} more questions: they appear here when those above are answered",
            count=count,
        ),
        MINUTES * count,
        due_at=next_one.asked_at + ANSWER_WITHIN,
    )
