"""The end of a priority period: one transaction seats everybody, once, under any number of processes."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update

from bot.clock import Clock
from bot.db import AnyRow, Database, Tx, tried_again
from bot.events.cards import course_subject
from bot.events.models import EventRow, RsvpRow
from bot.events.places import Cause, Step, write_steps
from bot.events.rsvp import Rsvps
from bot.events.rules import EventState, Mode, Place
from bot.events.standing import LockedEvent, standing, take_locks
from bot.events.telling import plan_lines_stopped
from bot.members.models import CommunityRow, MemberRow
from bot.outbox.notice import NewDelivery
from bot.outbox.service import Outbox
from bot.series.course_notices import DECIDED
from bot.series.course_queries import session_ids, sessions_of_course
from bot.series.course_rules import Application, NothingToDecide, decide_session
from bot.series.models import EventSeriesRow
from bot.series.queries import load_series
from bot.troubles import trouble_of

log = logging.getLogger(__name__)


class CourseDecisions:
    """What the tick does for courses."""

    def __init__(self, db: Database, clock: Clock, rsvps: Rsvps, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._rsvps = rsvps
        self._outbox = outbox

    async def run(self) -> int:
        """Decide every course whose priority period is over; how many. A fault in one hinders no other."""
        decided = 0
        for row in await self._due():
            try:
                decided += await self._decide(row.community_id, row.id)
            except Exception as error:
                if trouble_of(error) is not None:
                    raise
                log.exception("the places of course %d could not be given out", row.id)
        return decided

    async def decide_now(self, community_id: int, course_id: int) -> None:
        """The office ends the priority period early. Raises `NothingToDecide` when it is over."""
        if not await self._decide(community_id, course_id, early=True):
            async with self._db.reading() as tx:
                series = await load_series(tx, community_id, course_id, self._clock())
            raise NothingToDecide(title=series.title)

    async def _due(self) -> Sequence[AnyRow]:
        query = (
            select(EventSeriesRow.id, EventSeriesRow.community_id)
            .join(CommunityRow, CommunityRow.id == EventSeriesRow.community_id)
            .where(
                EventSeriesRow.is_course.is_(True),
                EventSeriesRow.priority_until <= self._clock(),
                CommunityRow.removed_at.is_(None),
                select(EventRow.id).where(EventRow.course_id == EventSeriesRow.id).exists(),
            )
            .order_by(EventSeriesRow.id)
        )
        async with self._db.glancing() as tx:
            return (await tx.execute(query)).all()

    @tried_again
    async def _decide(self, community_id: int, course_id: int, *, early: bool = False) -> bool:
        """Under the locks of the course and of its sessions; whoever comes second finds it decided."""
        now = self._clock()
        async with self._db.transaction() as tx:
            series = await load_series(tx, community_id, course_id, now, lock=True)
            until = series.priority_until
            if until is None or (now < until and not early):
                return False
            await take_locks(tx, await session_ids(tx, community_id, course_id))
            told: set[int] = set()
            sessions = await sessions_of_course(tx, course_id)
            for event in sorted(sessions, key=lambda each: each.row.id):
                if event.row.priority_until is not None:
                    told |= await self._seat(tx, event, now)
            await tx.execute(
                update(EventSeriesRow).where(EventSeriesRow.id == course_id).values(priority_until=None)
            )
            ends_at = max(event.row.ends_at for event in sessions)
            await self._tell(tx, community_id, course_id, told, until, ends_at, now)
            return True

    async def _seat(self, tx: Tx, event: LockedEvent, now: datetime) -> set[int]:
        """One session: its seats, then its line. Where the office decides, applications stay with it."""
        row = event.row
        await tx.execute(update(EventRow).where(EventRow.id == row.id).values(priority_until=None))
        is_ahead = row.state == EventState.ANNOUNCED.value and now < row.starts_at
        ticket, people = row.last_ticket, set[int]()
        if is_ahead and not row.needs_approval:
            applications, held = await _collected(tx, row.id)
            counts = (await standing(tx, event, None)).seats
            steps = []
            for decided in decide_session(counts, applications, held):
                ticket += 1
                people.add(decided.member_id)
                steps += [Step(decided.member_id, move, ticket, decided.seats) for move in decided.moves]
            if steps:
                await write_steps(tx, row.id, steps, Cause.COURSE, now)
            waiting = [step.member_id for step in steps if step.move.after is Place.WAITLISTED]
            await plan_lines_stopped(self._outbox, tx, event, waiting, now)
            ticket = await self._rsvps.settle(tx, event, ticket, now)
        await self._rsvps.bring_up_to_date(tx, event, ticket)
        return people

    async def _tell(
        self,
        tx: Tx,
        community_id: int,
        course_id: int,
        people: Collection[int],
        until: datetime,
        ends_at: datetime,
        now: datetime,
    ) -> None:
        """One notice each; people without an account are told by the office."""
        query = select(MemberRow.id).where(MemberRow.id.in_(people), MemberRow.discord_user_id.is_not(None))
        rows = [
            NewDelivery(
                community_id=community_id,
                kind=DECIDED,
                subject=course_subject(course_id),
                to_member=member_id,
                args={"course_id": course_id},
                due_at=now,
                expires_at=ends_at,
                dedupe_key=f"{DECIDED}:{course_id}:{until:%Y%m%dT%H%M}:{member_id}",
            )
            for member_id in (await tx.scalars(query.order_by(MemberRow.id))).all()
        ]
        if rows:
            await self._outbox.enqueue_many(tx, rows, now=now)


async def _collected(tx: Tx, event_id: int) -> tuple[list[Application], dict[int, dict[Mode, Place]]]:
    """The applications of a session, and every place of those who applied."""
    query = select(
        RsvpRow.member_id, RsvpRow.mode, RsvpRow.place, RsvpRow.ticket, RsvpRow.seats, RsvpRow.whole_course
    ).where(RsvpRow.event_id == event_id)
    applications, held = [], dict[int, dict[Mode, Place]]()
    for row in await tx.execute(query.order_by(RsvpRow.ticket)):
        held.setdefault(row.member_id, {})[Mode(row.mode)] = Place(row.place)
        if row.place == Place.REQUESTED.value:
            mode = Mode(row.mode)
            applications.append(Application(row.member_id, mode, row.ticket, row.seats, row.whole_course))
    return applications, held
