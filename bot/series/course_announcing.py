"""Use cases of the office around a course: making it one, announcing it, posting its card again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update

from bot.clock import Clock
from bot.db import Database, Tx, tried_again
from bot.events.cards import course_subject
from bot.events.form import read_form
from bot.events.replanning import plan_posts
from bot.events.rules import AnnouncementStands
from bot.events.service import insert_event
from bot.events.standing import find_event
from bot.outbox.notice import NewDelivery, channel, thread_of
from bot.outbox.service import Outbox
from bot.series.course_notices import CARD, THREAD_OPENED
from bot.series.course_queries import load_course
from bot.series.course_rules import CourseIsAnnounced, CourseIsOver, check_priority, read_priority
from bot.series.laying import bring_up_to_date, keep
from bot.series.models import EventSeriesRow
from bot.series.previewing import Preview, preview
from bot.series.queries import load_series, sessions_of
from bot.series.rules import (
    MOST_SESSIONS,
    OPEN,
    NoSuchSeries,
    NothingLeft,
    Series,
    SeriesState,
    Session,
    SessionState,
    filled_form,
    read_number,
)


class CourseRoom:
    """Courses, for the office."""

    def __init__(self, db: Database, clock: Clock, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox

    async def make(self, community_id: int, series_id: int, *, sessions: str, priority: str) -> Preview:
        """A series that was not started becomes a course; before it is announced, its priority period may
        still be changed.

        ``sessions``: how many (empty: all the dates that were written); ``priority``: until when whole-course
        applications go first (empty: not at all). Raises what cannot be read, and what does not fit.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            series = await load_series(tx, community_id, series_id, now, lock=True)
            if series.state is not SeriesState.DRAFT:
                await _check_unannounced(tx, series)
            until = read_priority(priority, now=now, tz=series.community.tz)
            changes: dict[str, Any] = {"priority_until": until, "is_course": True, "changed_at": now}
            if series.state is SeriesState.DRAFT:
                changes["most_sessions"] = read_number(sessions, MOST_SESSIONS)
                changes["first_number"] = series.first_number or 1
            await _keep(tx, series_id, **changes)
            shown = preview(await load_series(tx, community_id, series_id, now), now)
            if until is not None and shown.sessions:
                check_priority(until, shown.sessions[0].starts_at, series.community.tz)
            return shown

    async def unmake(self, community_id: int, series_id: int) -> Preview:
        """It becomes an ordinary series again, as long as it was not started."""
        now = self._clock()
        async with self._db.transaction() as tx:
            series = await load_series(tx, community_id, series_id, now, lock=True)
            if series.state is not SeriesState.DRAFT:
                raise NoSuchSeries
            await _keep(
                tx, series_id, is_course=False, most_sessions=None, priority_until=None, changed_at=now
            )
            return preview(await load_series(tx, community_id, series_id, now), now)

    @tried_again
    async def announce(self, community_id: int, series_id: int) -> int:
        """All sessions that nobody has been told of become meetings, under one card; how many they were.

        Sessions added later join the card in the same way. Raises `NothingLeft`, `PriorityTooLate`, or why a
        session cannot be read; then nothing at all is announced.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            series = await load_series(tx, community_id, series_id, now, lock=True)
            if not series.is_course or series.state is not SeriesState.ACTIVE:
                raise NoSuchSeries
            laid = await bring_up_to_date(tx, self._outbox, series, now)
            sessions = [each for each in laid if each.state in OPEN and each.starts_at > now]
            if not sessions:
                raise NothingLeft
            until = series.priority_until if series.priority_until and series.priority_until > now else None
            if until is not None:
                check_priority(until, sessions[0].starts_at, series.community.tz)
            await _keep(tx, series_id, priority_until=until)
            for session in sessions:
                await self._announce_one(tx, series, session, until, now)
            await self._show(tx, series, sessions, now)
            return len(sessions)

    async def _announce_one(
        self, tx: Tx, series: Series, session: Session, until: datetime | None, now: datetime
    ) -> None:
        community = series.community
        form = filled_form(series.form, session, community.language)
        event_id = await insert_event(
            tx,
            community,
            form,
            read_form(form, now=now, tz=community.tz),
            now,
            series_id=series.id,
            session_number=session.number,
            course_id=series.id,
            priority_until=until,
        )
        await keep(tx, session, state=SessionState.ANNOUNCED.value, event_id=event_id)
        event = await find_event(tx, community.id, event_id)
        await plan_posts(self._outbox, tx, event, now)

    async def _show(self, tx: Tx, series: Series, sessions: Sequence[Session], now: datetime) -> None:
        subject, community_id = course_subject(series.id), series.community.id
        stands = await self._outbox.posting_of(tx, community_id, subject)
        if stands is not None or await self._outbox.card_is_coming(tx, community_id, subject):
            await self._outbox.touch_next(tx, community_id, subject)
        else:
            expires_at = max(each.starts_at for each in sessions)
            await self._post(tx, series, expires_at, now, rings=True)

    async def post_again(self, community_id: int, series_id: int) -> None:
        """A new card where the old one is gone or never came. Raises `AnnouncementStands`, `CourseIsOver`."""
        now = self._clock()
        async with self._db.transaction() as tx:
            series = await load_series(tx, community_id, series_id, now, lock=True)
            course = await load_course(tx, community_id, series_id)
            expires_at = max(each.starts_at for each in course.sessions)
            if expires_at <= now:
                raise CourseIsOver(title=course.title)
            subject = course_subject(series_id)
            posting = await self._outbox.posting_of(tx, community_id, subject)
            if posting is not None and not posting.gone:
                raise AnnouncementStands(title=course.title)
            if not await self._outbox.card_is_coming(tx, community_id, subject):
                await self._outbox.give_up_cards(tx, community_id, subject, now=now)
                await self._post(tx, series, expires_at, now, rings=posting is None)

    async def _post(
        self, tx: Tx, series: Series, expires_at: datetime, now: datetime, *, rings: bool
    ) -> None:
        """The card, and the first post of the thread under it."""
        subject, community = course_subject(series.id), series.community
        assert community.announce_channel_id is not None
        places = ((CARD, channel(community.announce_channel_id)), (THREAD_OPENED, thread_of(subject)))
        rows = [
            NewDelivery(
                community_id=community.id,
                kind=kind,
                subject=subject,
                to_place=place,
                args={"course_id": series.id, "rings": rings},
                due_at=now,
                expires_at=expires_at,
                dedupe_key=f"{kind}:{series.id}:{now.isoformat()}",
            )
            for kind, place in places
        ]
        await self._outbox.enqueue_many(tx, rows, now=now)


async def _check_unannounced(tx: Tx, series: Series) -> None:
    if not series.is_course:
        raise NoSuchSeries
    if any(each.state is SessionState.ANNOUNCED for each in await sessions_of(tx, series.id)):
        raise CourseIsAnnounced(title=series.title)


async def _keep(tx: Tx, series_id: int, **values: Any) -> None:
    await tx.execute(update(EventSeriesRow).where(EventSeriesRow.id == series_id).values(**values))
