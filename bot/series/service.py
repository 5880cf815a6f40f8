"""Use cases of a series as a whole: writing it, starting it, looking at it, pausing and ending it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update

from bot.clock import Clock
from bot.db import Database, Tx, tried_again
from bot.events.drafts import DRAFTS_LIVE
from bot.events.form import EventForm
from bot.members.communities import load_community
from bot.members.schedule import read_draft_days
from bot.members.service import Members
from bot.outbox.service import Outbox
from bot.series.announcing import read_announcing
from bot.series.laying import (
    announcing_moment,
    bring_up_to_date,
    change_draft,
    drop_draft,
    lay,
    times_of,
    withdraw_silence,
)
from bot.series.models import EventSeriesRow, SeriesSessionRow
from bot.series.previewing import Preview, preview
from bot.series.queries import all_series, find_sessions, load_series, lock_drafts, sessions_of
from bot.series.recurrence import Occurrence
from bot.series.rules import (
    OPEN,
    NoSuchSeries,
    Series,
    SeriesHasEnded,
    SeriesState,
    Session,
    SessionState,
    read_number,
    template_of,
)

MOST_SESSIONS_SHOWN = 8
HIGHEST_NUMBER = 9999


@dataclass(frozen=True, slots=True)
class Panel:
    """A series with the sessions that lie ahead, the next one first."""

    series: Series
    sessions: tuple[Session, ...]

    @property
    def next_number(self) -> int | None:
        """The number of the next session of which nobody has been told; None: they are not numbered."""
        coming = (each.number for each in self.sessions if each.state in OPEN and each.number)
        return next(coming, self.series.first_number)


class SeriesRoom:
    """Series of meetings."""

    def __init__(self, db: Database, clock: Clock, members: Members, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._outbox = outbox

    # Writing

    async def write(
        self,
        community_id: int,
        discord_user_id: int,
        display_name: str | None,
        *,
        title: str,
        rule: str,
        form: EventForm,
    ) -> Preview:
        """Keep what was typed, right or wrong; the preview says whether it can be started."""
        now = self._clock()
        async with self._db.transaction() as tx:
            author = await self._members.ensure(tx, community_id, discord_user_id, display_name)
            row = await tx.execute(
                insert(EventSeriesRow)
                .values(
                    community_id=community_id,
                    state=SeriesState.DRAFT.value,
                    title=" ".join(title.split()),
                    rule=rule,
                    form=template_of(form).to_dict(),
                    created_by_id=author.id,
                    created_at=now,
                    changed_at=now,
                )
                .returning(EventSeriesRow.id)
            )
            return preview(await load_series(tx, community_id, row.scalar_one(), now), now)

    async def rewrite(
        self, community_id: int, series_id: int, *, title: str, rule: str, boxes: Mapping[str, Any]
    ) -> Preview:
        """Other words in a series that was not started yet."""
        now = self._clock()
        async with self._db.transaction() as tx:
            series = await self._unstarted(tx, community_id, series_id, now)
            await _keep(
                tx,
                series_id,
                now,
                title=" ".join(title.split()),
                rule=rule,
                form=replace(series.form, **boxes).to_dict(),
            )
            return preview(await load_series(tx, community_id, series_id, now), now)

    async def preview(self, community_id: int, series_id: int) -> Preview:
        now = self._clock()
        async with self._db.reading() as tx:
            return preview(await load_series(tx, community_id, series_id, now), now)

    async def set_ways(
        self, community_id: int, series_id: int, *, number: str, days: str, announcing: str
    ) -> Series:
        """How sessions are counted, drafted and announced; raises what says which box cannot be read."""
        now = self._clock()
        first_number = read_number(number, HIGHEST_NUMBER)
        draft_days = read_draft_days(days) if days.strip() else None
        announce = read_announcing(announcing)
        async with self._db.transaction() as tx:
            series = await load_series(tx, community_id, series_id, now, lock=True)
            if series.state is SeriesState.ENDED:
                raise SeriesHasEnded(title=series.title)
            kept = announce.kept() if announce else None
            await _keep(tx, series_id, now, first_number=first_number, draft_days=draft_days, announce=kept)
            before, series = series, await load_series(tx, community_id, series_id, now)
            if series.state is not SeriesState.DRAFT:
                if series.announce != before.announce:
                    await self._announce_anew(tx, series, now)
                await bring_up_to_date(tx, self._outbox, series, now)
            return series

    @tried_again
    async def start(self, community_id: int, series_id: int) -> Panel:
        """From now on the bot lays its sessions out and drafts them. Twice is once."""
        now = self._clock()
        async with self._db.transaction() as tx:
            series = await load_series(tx, community_id, series_id, now, lock=True)
            if series.state is not SeriesState.DRAFT:
                return await self._panel(tx, series, now)
            if (problem := preview(series, now).problem) is not None:
                raise problem
            assert series.recurrence is not None
            await _keep(
                tx,
                series_id,
                now,
                state=SeriesState.ACTIVE.value,
                rrule=series.recurrence.rrule,
                plan=series.recurrence.to_dict(),
            )
            for day, hours in series.recurrence.extras:
                values = times_of(series, Occurrence(day, hours, None))
                if values is not None and values["starts_at"] > now:
                    await lay(tx, series_id, None, is_moved=True, **values)
            series = await load_series(tx, community_id, series_id, now)
            await bring_up_to_date(tx, self._outbox, series, now)
            return await self._panel(tx, series, now)

    async def discard(self, community_id: int, series_id: int) -> None:
        """Throw away a series that was not started."""
        async with self._db.transaction() as tx:
            await self._unstarted(tx, community_id, series_id, self._clock())
            await tx.execute(delete(EventSeriesRow).where(EventSeriesRow.id == series_id))

    async def forget_old(self) -> int:
        """Throw away series that were never started and that nobody touched for 30 days; how many."""
        async with self._db.transaction() as tx:
            gone = await tx.execute(
                delete(EventSeriesRow).where(
                    EventSeriesRow.state == SeriesState.DRAFT.value,
                    EventSeriesRow.changed_at < self._clock() - DRAFTS_LIVE,
                )
            )
            return gone.rowcount

    # Looking

    async def listing(self, community_id: int) -> list[Panel]:
        """Every series that was started, with its next sessions."""
        now = self._clock()
        async with self._db.reading() as tx:
            found = await all_series(tx, await load_community(tx, community_id), now)
            return [await self._panel(tx, series, now) for series in found]

    async def panel(self, community_id: int, series_id: int) -> Panel:
        now = self._clock()
        async with self._db.reading() as tx:
            return await self._panel(tx, await load_series(tx, community_id, series_id, now), now)

    async def _panel(self, tx: Tx, series: Series, now: datetime) -> Panel:
        ahead = await find_sessions(
            tx, SeriesSessionRow.series_id == series.id, SeriesSessionRow.ends_at > now
        )
        shown = len(ahead) if series.is_course else MOST_SESSIONS_SHOWN
        return Panel(series, tuple(ahead[:shown]))

    # Going on, or not

    async def pause(self, community_id: int, series_id: int) -> Panel:
        """No more drafts, and nothing is announced by itself, until it is resumed."""
        return await self._go(community_id, series_id, SeriesState.PAUSED)

    async def resume(self, community_id: int, series_id: int) -> Panel:
        return await self._go(community_id, series_id, SeriesState.ACTIVE)

    async def end(self, community_id: int, series_id: int) -> Panel:
        """Nothing of it comes any more; what was announced stays announced."""
        return await self._go(community_id, series_id, SeriesState.ENDED)

    @tried_again
    async def _go(self, community_id: int, series_id: int, state: SeriesState) -> Panel:
        now = self._clock()
        async with self._db.transaction() as tx:
            series = await load_series(tx, community_id, series_id, now, lock=True)
            if series.state is SeriesState.DRAFT:
                raise NoSuchSeries
            if series.state is SeriesState.ENDED and state is not SeriesState.ENDED:
                raise SeriesHasEnded(title=series.title)
            if series.state is state:
                return await self._panel(tx, series, now)
            await _keep(tx, series_id, now, state=state.value)
            series = replace(series, state=state)
            if state is SeriesState.ENDED:
                await self._take_back(tx, series, now)
            else:
                await self._announce_anew(tx, series, now)
            await bring_up_to_date(tx, self._outbox, series, now)
            return await self._panel(tx, series, now)

    async def _take_back(self, tx: Tx, series: Series, now: datetime) -> None:
        """Whatever was not announced will not be."""
        sessions = [each for each in await sessions_of(tx, series.id) if each.state in OPEN]
        await lock_drafts(tx, [each.draft_id for each in sessions if each.draft_id is not None])
        for session in sessions:
            await drop_draft(tx, session)
            await withdraw_silence(tx, self._outbox, session, now)
            await tx.execute(
                update(SeriesSessionRow)
                .where(SeriesSessionRow.id == session.id, SeriesSessionRow.event_id.is_(None))
                .values(state=SessionState.SKIPPED.value)
            )

    async def _announce_anew(self, tx: Tx, series: Series, now: datetime) -> None:
        """When the drafts that are there leave by themselves, after that was changed."""
        drafted = [each for each in await sessions_of(tx, series.id) if each.draft_id is not None]
        await lock_drafts(tx, [each.draft_id for each in drafted if each.draft_id is not None])
        is_running = series.state is SeriesState.ACTIVE
        for session in drafted:
            at = announcing_moment(series, session.day, now) if is_running else None
            await change_draft(tx, session, announce_at=at)

    async def _unstarted(self, tx: Tx, community_id: int, series_id: int, now: datetime) -> Series:
        series = await load_series(tx, community_id, series_id, now, lock=True)
        if series.state is not SeriesState.DRAFT:
            raise NoSuchSeries
        return series


async def _keep(tx: Tx, series_id: int, now: datetime, **values: Any) -> None:
    await tx.execute(
        update(EventSeriesRow).where(EventSeriesRow.id == series_id).values(changed_at=now, **values)
    )
