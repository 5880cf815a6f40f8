"""Courses read from their rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bot.db import Tx
from bot.events.models import EventRow
from bot.events.rsvp import view_of
from bot.events.rules import EventState
from bot.events.standing import EVENTS, LockedEvent, look
from bot.events.views import event_view, seats_of
from bot.series.course_rules import Course, MyCourse, NoSuchCourse, SessionLine
from bot.series.models import EventSeriesRow


async def session_ids(tx: Tx, community_id: int, course_id: int) -> list[int]:
    """The meetings of a course in the order of their ids; `NoSuchCourse` for one that has none."""
    query = (
        select(EventRow.id)
        .where(EventRow.course_id == course_id, EventRow.community_id == community_id)
        .order_by(EventRow.id)
    )
    if not (found := list((await tx.scalars(query)).all())):
        raise NoSuchCourse
    return found


async def sessions_of_course(tx: Tx, course_id: int) -> Sequence[LockedEvent]:
    """Its meetings in the order of their start."""
    query = EVENTS.where(EventRow.course_id == course_id).order_by(EventRow.starts_at, EventRow.id)
    return [LockedEvent(row) for row in await tx.execute(query)]


async def load_course(tx: Tx, community_id: int, course_id: int) -> Course:
    """What everybody may see; `NoSuchCourse`."""
    query = select(EventSeriesRow.title, EventSeriesRow.form).where(
        EventSeriesRow.id == course_id, EventSeriesRow.community_id == community_id
    )
    row = (await tx.execute(query)).one_or_none()
    sessions = await sessions_of_course(tx, course_id)
    if row is None or not sessions:
        raise NoSuchCourse
    views = [event_view(event, await seats_of(tx, event)) for event in sessions]
    description = row.form.get("description", "")
    return Course(course_id, community_id, row.title, description, tuple(views))


async def course_of(tx: Tx, community_id: int, course_id: int, discord_user_id: int) -> MyCourse:
    """A course with this person's part in every session."""
    course = await load_course(tx, community_id, course_id)
    lines = []
    for session in course.sessions:
        seen = await look(tx, community_id, session.id, discord_user_id)
        lines.append(SessionLine(await view_of(tx, seen)))
    return MyCourse(course, tuple(lines))


def is_ahead(state: EventState, starts_at: datetime, now: datetime) -> bool:
    """Whether a session takes place and has not begun."""
    return state is EventState.ANNOUNCED and now < starts_at
