"""Changing a series: all of it, or one session and all that follow; seen before it is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.clock import Clock
from bot.db import Database, Tx, tried_again
from bot.events.form import TitleMissing
from bot.outbox.service import Outbox
from bot.series.course_rules import CourseChangesOneByOne
from bot.series.laying import bring_up_to_date
from bot.series.previewing import preview
from bot.series.queries import hold_session, load_series, lock_drafts, sessions_of
from bot.series.reading import read_recurrence
from bot.series.recurrence import LONGEST_LOOK, Recurrence
from bot.series.reworking import Outcome, Work
from bot.series.rules import (
    OPEN,
    NoSuchSeries,
    Series,
    SeriesHasEnded,
    SeriesState,
    Session,
    SessionState,
    check_open,
)

ChangeEvent = Callable[[Tx, int, int, Mapping[str, str], datetime], Awaitable[int]]
"""``(tx, community_id, event_id, boxes, now)``: other words in an announced meeting; how many are told."""


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """What the series is to be: its name, its rule as typed, and the boxes of the template."""

    title: str
    rule: str
    boxes: Mapping[str, str]


class _OnlyLooking(Exception):
    """Ends the transaction in which a change was tried."""


class SeriesChanges:
    """Use cases of [Change the series] and [Change this and all following].

    Sessions that were announced keep their day, which is moved one by one; their hours, places and words
    change with the series, and whoever answered is told.
    """

    def __init__(self, db: Database, clock: Clock, outbox: Outbox, change_event: ChangeEvent) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox
        self._change_event = change_event

    async def preview(
        self, community_id: int, series_id: int, change: SeriesChange, since_session: int | None = None
    ) -> Outcome:
        """What `apply` would do: done in a transaction that is taken back."""
        outcome: Outcome | None = None
        try:
            async with self._db.transaction() as tx:
                outcome = await self._apply(tx, community_id, series_id, change, since_session)
                raise _OnlyLooking
        except _OnlyLooking:
            assert outcome is not None
            return outcome

    @tried_again
    async def apply(
        self, community_id: int, series_id: int, change: SeriesChange, since_session: int | None = None
    ) -> Outcome:
        """Change the series from today on, or from one session on, and tell those who answered.

        Raises why the rule or the template cannot be read.
        """
        async with self._db.transaction() as tx:
            return await self._apply(tx, community_id, series_id, change, since_session)

    async def _apply(
        self, tx: Tx, community_id: int, series_id: int, change: SeriesChange, since_session: int | None
    ) -> Outcome:
        now = self._clock()
        old = await load_series(tx, community_id, series_id, now, lock=True)
        if old.is_course:
            raise CourseChangesOneByOne(title=old.title)
        since = now.astimezone(old.community.tz).date()
        if since_session is not None:
            _series, session = await hold_session(tx, community_id, since_session, now)
            if session.series_id != series_id:
                raise NoSuchSeries
            check_open(session, now)
            since = session.day
        new = _changed(old, change, since, now)
        before = await sessions_of(tx, series_id)
        await lock_drafts(tx, [each.draft_id for each in before if each.draft_id is not None])
        outcome = Outcome(since)
        work = Work(tx, self._outbox, old, new, now, outcome)
        await work.keep_series()
        for each in before:
            if each.starts_at <= now:
                continue
            if each.day < since:
                await work.freeze(each)
            elif each.state in OPEN:
                await work.lay_anew(each)
        await work.change_extras(before)
        await bring_up_to_date(tx, self._outbox, new, now)
        known = {each.id for each in before}
        outcome.laid = [each for each in await sessions_of(tx, series_id) if each.id not in known]
        await self._change_announced(tx, work, before)
        return outcome

    async def _change_announced(self, tx: Tx, work: Work, before: Sequence[Session]) -> None:
        """Those people know of, in the order of the events' ids, so that nobody waits in a ring."""
        ahead = [
            each
            for each in before
            if each.state is SessionState.ANNOUNCED
            and each.event_id is not None
            and each.starts_at > work.now
            and each.day >= work.outcome.since
        ]
        for session in sorted(ahead, key=lambda each: each.event_id or 0):
            boxes = work.boxes_for_announced(session)
            if boxes and session.event_id is not None:
                community_id = work.new.community.id
                told = await self._change_event(tx, community_id, session.event_id, boxes, work.now)
                work.outcome.told += told
                work.outcome.announced.append(session)


def _changed(old: Series, change: SeriesChange, since: date, now: datetime) -> Series:
    """The series as it is to be; the new rule begins on ``since``. Raises what cannot be read."""
    if old.state not in (SeriesState.ACTIVE, SeriesState.PAUSED):
        raise SeriesHasEnded(title=old.title)
    title = " ".join(change.title.split())
    if not title:
        raise TitleMissing
    recurrence = read_recurrence(change.rule, today=now.astimezone(old.community.tz).date())
    form = replace(old.form, **dict(change.boxes))
    new = replace(
        old, title=title, rule=change.rule, recurrence=_from(recurrence, since), form=form, problem=None
    )
    _check_form(new, since, now)
    return new


def _from(recurrence: Recurrence, since: date) -> Recurrence:
    """The same from ``since`` on; every second week goes on in its own rhythm."""
    days = recurrence.regular_days(max(since, recurrence.begins), since + LONGEST_LOOK)
    return replace(
        recurrence,
        begins=next(iter(days), since) if recurrence.rrule else since,
        dates=tuple((day, hours) for day, hours in recurrence.dates if day >= since),
    )


def _check_form(new: Series, since: date, now: datetime) -> None:
    if (problem := preview(new, now).problem) is not None:
        raise problem
