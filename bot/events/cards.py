"""Which public card speaks for a meeting: its own, or the one of the course whose session it is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, case, cast, literal, select

from bot.db import AnyRow, Tx
from bot.events.models import EventRow
from bot.events.rules import subject_of
from bot.outbox.notice import thread_of
from bot.outbox.service import Outbox

CARD_SUBJECT: Any = case(
    (EventRow.course_id.is_not(None), literal("course:") + cast(EventRow.course_id, String)),
    else_=literal("event:") + cast(EventRow.id, String),
)
"""The subject of the card, for statements over ``events``."""


def course_subject(course_id: int) -> str:
    return f"course:{course_id}"


def card_subject(row: AnyRow) -> str:
    """The subject of the card that a meeting's row stands on."""
    return subject_of(row.id) if row.course_id is None else course_subject(row.course_id)


def thread_place(row: AnyRow) -> str:
    """Where a meeting's posts go: the thread under that card."""
    return thread_of(card_subject(row))


async def find_card_subject(tx: Tx, event_id: int) -> str:
    """The same for a meeting of which only the id is at hand."""
    found = await tx.scalar(select(CARD_SUBJECT).where(EventRow.id == event_id))
    return str(found or subject_of(event_id))


async def touch_card(outbox: Outbox, tx: Tx, row: AnyRow) -> None:
    """The meeting has moved on, and its card follows.

    Not by its own revision: what else the card shows (a course, the seeds of its theme) has others.
    """
    await outbox.touch_next(tx, row.community_id, card_subject(row))
