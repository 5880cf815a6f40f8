"""Use cases of those who take part in a course: apply for all of it, look, leave all of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update

from bot.clock import Clock
from bot.db import Database, Tx, tried_again
from bot.errors import UserError
from bot.events.models import EventRow, RsvpRow
from bot.events.places import Cause, Step, write_steps
from bot.events.rsvp import Rsvps
from bot.events.rules import Choice, EventState, Mode, Place
from bot.events.seats import Move
from bot.events.standing import find_event, take_locks
from bot.members.models import MemberRow
from bot.series.course_queries import course_of, is_ahead, load_course, session_ids, sessions_of_course
from bot.series.course_rules import Course, CourseIsOver, MyCourse, NoSuchCourse, SessionLine


class Courses:
    """Applications for whole courses. All sessions are locked, in the order of their ids."""

    def __init__(self, db: Database, clock: Clock, rsvps: Rsvps) -> None:
        self._db = db
        self._clock = clock
        self._rsvps = rsvps

    async def show(self, community_id: int, course_id: int) -> Course:
        """A course as everybody may see it; `NoSuchCourse`."""
        async with self._db.reading() as tx:
            return await load_course(tx, community_id, course_id)

    async def mine(self, community_id: int, discord_user_id: int, course_id: int) -> MyCourse:
        """Where somebody stands in each session."""
        async with self._db.reading() as tx:
            return await course_of(tx, community_id, course_id, discord_user_id)

    @tried_again
    async def apply(
        self,
        community_id: int,
        discord_user_id: int,
        display_name: str | None,
        course_id: int,
        mode: Mode,
        *,
        role_ids: Collection[int] = (),
    ) -> MyCourse:
        """Apply for every session that can still be applied for in this way; all of them, or none.

        A seat, the end of a line, or an application, session by session: the lines of the result say which,
        or why a session was left out. A seat that the person has in a session stays as it is. Raises the
        refusal itself where it is the same for all sessions.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            ids = await session_ids(tx, community_id, course_id)
            await take_locks(tx, ids)
            await _check_goes_on(tx, community_id, course_id, now)
            before = await _places(tx, ids, community_id, discord_user_id)
            problems: dict[int, UserError] = {}
            for event_id in ids:
                if Place.CONFIRMED in before.get(event_id, {}).values():
                    continue
                try:
                    await self._rsvps.rsvp_in(
                        tx,
                        community_id,
                        discord_user_id,
                        display_name,
                        event_id,
                        Choice(mode.value),
                        role_ids=role_ids,
                    )
                except UserError as problem:
                    problems[event_id] = problem
            if len(problems) == len(ids):
                raise problems[ids[0]]
            applied = [event_id for event_id in ids if event_id not in problems]
            single = [each for each in applied if before.get(each, {}).get(mode) is Place.REQUESTED]
            await self._mark(tx, community_id, discord_user_id, applied, single, mode, now)
            mine = await course_of(tx, community_id, course_id, discord_user_id)
            return _with(mine, problems)

    async def _mark(
        self,
        tx: Tx,
        community_id: int,
        discord_user_id: int,
        applied: Collection[int],
        single: Collection[int],
        mode: Mode,
        now: datetime,
    ) -> None:
        """These belong together now; single applications made before take their turn anew among whole ones.

        Whoever applies while the decision at the end of the priority period is late has no priority.
        """
        query = (
            select(RsvpRow.event_id, RsvpRow.member_id, RsvpRow.seats)
            .join(MemberRow, MemberRow.id == RsvpRow.member_id)
            .join(EventRow, EventRow.id == RsvpRow.event_id)
            .where(
                RsvpRow.event_id.in_(applied),
                RsvpRow.mode == mode.value,
                RsvpRow.place != Place.CANCELLED.value,
                RsvpRow.whole_course.is_(False),
                MemberRow.community_id == community_id,
                MemberRow.discord_user_id == discord_user_id,
                EventRow.priority_until.is_(None) | (EventRow.priority_until > now),
            )
            .order_by(RsvpRow.event_id)
        )
        for row in (await tx.execute(query)).all():
            if row.event_id in single:
                event = await find_event(tx, community_id, row.event_id)
                ticket = event.row.last_ticket + 1
                again = Move(mode, Place.REQUESTED, Place.REQUESTED)
                step = Step(row.member_id, again, ticket, row.seats)
                await write_steps(tx, row.event_id, [step], Cause.COURSE, now)
                await self._rsvps.bring_up_to_date(tx, event, ticket)
            await tx.execute(
                update(RsvpRow)
                .where(
                    RsvpRow.event_id == row.event_id,
                    RsvpRow.member_id == row.member_id,
                    RsvpRow.mode == mode.value,
                )
                .values(whole_course=True)
            )

    @tried_again
    async def leave(
        self, community_id: int, discord_user_id: int, display_name: str | None, course_id: int
    ) -> MyCourse:
        """Give up every place in sessions that have not begun. Twice is once."""
        now = self._clock()
        async with self._db.transaction() as tx:
            ids = await session_ids(tx, community_id, course_id)
            await take_locks(tx, ids)
            mine = await course_of(tx, community_id, course_id, discord_user_id)
            left = {
                line.mine.event.id
                for line in mine.lines
                if line.mine.places and is_ahead(line.mine.event.state, line.mine.event.starts_at, now)
            }
            for event_id in ids:
                if event_id in left:
                    await self._rsvps.rsvp_in(
                        tx, community_id, discord_user_id, display_name, event_id, Choice.DECLINED, sure=True
                    )
            return await course_of(tx, community_id, course_id, discord_user_id)

    async def community_of(self, course_id: int) -> int:
        """Which community a course belongs to, for presses in a direct message."""
        query = select(EventRow.community_id).where(EventRow.course_id == course_id).limit(1)
        async with self._db.glancing() as tx:
            found = await tx.scalar(query)
        if found is None:
            raise NoSuchCourse
        return found


async def _check_goes_on(tx: Tx, community_id: int, course_id: int, now: datetime) -> None:
    """There is a session left to apply for."""
    for event in await sessions_of_course(tx, course_id):
        if is_ahead(EventState(event.row.state), event.row.starts_at, now):
            return
    raise CourseIsOver(title=(await load_course(tx, community_id, course_id)).title)


async def _places(
    tx: Tx, event_ids: Collection[int], community_id: int, discord_user_id: int
) -> dict[int, dict[Mode, Place]]:
    query = (
        select(RsvpRow.event_id, RsvpRow.mode, RsvpRow.place)
        .join(MemberRow, MemberRow.id == RsvpRow.member_id)
        .where(
            RsvpRow.event_id.in_(event_ids),
            MemberRow.community_id == community_id,
            MemberRow.discord_user_id == discord_user_id,
        )
    )
    found: dict[int, dict[Mode, Place]] = {}
    for row in await tx.execute(query):
        found.setdefault(row.event_id, {})[Mode(row.mode)] = Place(row.place)
    return found


def _with(mine: MyCourse, problems: dict[int, UserError]) -> MyCourse:
    lines = [SessionLine(line.mine, problems.get(line.mine.event.id)) for line in mine.lines]
    return replace(mine, lines=tuple(lines))
