"""Lists: which events lie ahead, who comes, who is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, or_, select

from bot.db import Tx
from bot.events.models import AnswerRow, EventRow, RsvpRow
from bot.events.rules import (
    Attendee,
    Choice,
    EventState,
    Mode,
    Place,
)
from bot.events.standing import EVENTS, LockedEvent
from bot.members.models import MemberRow, MemberWayRow
from bot.members.wish_rules import Topic as WishTopic, Via


async def events_between(
    tx: Tx, community_id: int, *, since: datetime, rehearsals: bool, limit: int, latest_first: bool = False
) -> Sequence[LockedEvent]:
    """Announced events that end after ``since``, in order of their start."""
    order = EventRow.starts_at.desc() if latest_first else EventRow.starts_at.asc()
    query = (
        EVENTS.where(
            EventRow.community_id == community_id,
            EventRow.state == EventState.ANNOUNCED.value,
            EventRow.ends_at > since,
        )
        .order_by(order, EventRow.id)
        .limit(limit)
    )
    if not rehearsals:
        query = query.where(EventRow.is_rehearsal.is_(False))
    return [LockedEvent(row) for row in await tx.execute(query)]


async def attendees_of(tx: Tx, event_id: int, *, applicants: bool) -> list[Attendee]:
    """Confirmed people by arrival, then those who wait, per mode; ``applicants``: the undecided ones too."""
    hidden = [Place.CANCELLED.value] if applicants else [Place.CANCELLED.value, Place.REQUESTED.value]
    query = (
        select(MemberRow.display_name, RsvpRow.mode, RsvpRow.place)
        .join(MemberRow, MemberRow.id == RsvpRow.member_id)
        .where(RsvpRow.event_id == event_id, RsvpRow.place.not_in(hidden))
        .order_by(RsvpRow.mode.desc(), RsvpRow.place, RsvpRow.ticket)
    )
    return [Attendee(row.display_name, Mode(row.mode), Place(row.place)) for row in await tx.execute(query)]


async def who_answered(tx: Tx, event_id: int, *choices: Choice) -> list[int]:
    """Member ids whose latest answer is one of ``choices`` or who hold or wait for a seat."""
    answered = select(AnswerRow.member_id).where(
        AnswerRow.event_id == event_id, AnswerRow.choice.in_([choice.value for choice in choices])
    )
    return list((await tx.scalars(answered.order_by(AnswerRow.id))).all())


async def mentioned_in(tx: Tx, event_id: int, modes: Iterable[Mode], limit: int) -> list[int]:
    """Member ids of confirmed people who want to be mentioned in the thread and hide no subjects.

    They said so with this answer, or chose the thread as the way of all their reminders.
    """
    by_thread = exists().where(
        MemberWayRow.member_id == AnswerRow.member_id,
        MemberWayRow.topic == WishTopic.REMINDERS.value,
        MemberWayRow.via == Via.THREAD.value,
    )
    query = (
        select(AnswerRow.member_id)
        .join(
            RsvpRow,
            and_(RsvpRow.event_id == AnswerRow.event_id, RsvpRow.member_id == AnswerRow.member_id),
        )
        .join(MemberRow, MemberRow.id == AnswerRow.member_id)
        .where(
            AnswerRow.event_id == event_id,
            or_(AnswerRow.mention_me.is_(True), by_thread),
            MemberRow.hides_subjects.is_(False),
            RsvpRow.place == Place.CONFIRMED.value,
            RsvpRow.mode.in_([mode.value for mode in modes]),
        )
        .order_by(AnswerRow.id)
        .limit(limit)
    )
    return list((await tx.scalars(query)).all())


@dataclass(frozen=True, slots=True)
class Topic:
    """A meeting as other features name it."""

    title: str
    is_sensitive: bool


async def topic_of(tx: Tx, community_id: int, subject: str) -> Topic | None:
    """The meeting of a subject such as ``event:12`` as everybody may know it: a rehearsal is none."""
    prefix, _colon, event_id = subject.partition(":")
    if prefix != "event":
        return None
    query = select(EventRow.title, EventRow.is_sensitive).where(
        EventRow.id == int(event_id),
        EventRow.community_id == community_id,
        EventRow.is_rehearsal.is_(False),
    )
    row = (await tx.execute(query)).one_or_none()
    return Topic(*row) if row else None
