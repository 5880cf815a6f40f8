"""Use cases of one session: its theme, its day, its places; leaving it out, and one more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import update

from bot.clock import Clock
from bot.dates import parse_when
from bot.db import Database, Tx, tried_again
from bot.events.drafts import Draft, Drafts
from bot.events.form import TITLE_LENGTH, USUAL_LENGTH, EventForm, read_form
from bot.events.models import EventDraftRow
from bot.outbox.service import Outbox
from bot.series.laying import (
    announcing_moment,
    bring_up_to_date,
    change_draft,
    draft_form,
    drop_draft,
    keep,
    lay,
    plan_silence,
    withdraw_silence,
)
from bot.series.queries import hold_session, load_series, load_session
from bot.series.rules import (
    Series,
    SeriesHasEnded,
    SeriesState,
    Session,
    SessionIsSkipped,
    SessionState,
    check_open,
    filled_form,
    when_text,
)


class Sessions:
    """Sessions that nobody has been told of; those that were announced are changed as events."""

    def __init__(self, db: Database, clock: Clock, drafts: Drafts, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._drafts = drafts
        self._outbox = outbox

    async def show(self, community_id: int, session_id: int) -> Session:
        """One session; `NoSuchSession`."""
        async with self._db.reading() as tx:
            return await load_session(tx, community_id, session_id)

    async def template(self, community_id: int, session_id: int) -> EventForm:
        """What its form says now: the draft's, or what the draft will say."""
        async with self._db.reading() as tx:
            session = await load_session(tx, community_id, session_id)
            series = await load_series(tx, community_id, session.series_id, self._clock())
            form = await draft_form(tx, session) if session.draft_id else None
            return form or filled_form(series.form, session, series.community.language)

    async def draft_of(self, community_id: int, session_id: int) -> Draft | None:
        """Its draft; None while there is none (yet, or any more)."""
        session = await self.show(community_id, session_id)
        if session.draft_id is None:
            return None
        return await self._drafts.get(community_id, session.draft_id)

    @tried_again
    async def set_theme(self, community_id: int, session_id: int, theme: str) -> Session:
        """What it is about; it stands in the title. Nothing written takes it away."""
        async with self.changing(community_id, session_id) as (tx, series, kept, now):
            takes_place(kept)
            await write_theme(tx, series, kept, theme, now)
        return await self.show(community_id, session_id)

    @tried_again
    async def move(self, community_id: int, session_id: int, written: str) -> Session:
        """Another day or other times for this one; a draft and what leaves by itself move with it."""
        async with self.changing(community_id, session_id) as (tx, series, kept, now):
            takes_place(kept)
            session = replace(kept, **_times(written, now, kept), is_moved=True)
            lang = series.community.language
            when = when_text(session.starts_at, session.ends_at, session.doors_at, session.tz, lang)
            await _change_form(tx, session, now, when=when)
            await keep(
                tx,
                session,
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                doors_at=session.doors_at,
                is_moved=True,
            )
            if session.draft_id is not None:
                if series.announce is not None and series.state is SeriesState.ACTIVE:
                    await change_draft(tx, session, announce_at=announcing_moment(series, session.day, now))
                await withdraw_silence(tx, self._outbox, session, now)
                await plan_silence(tx, self._outbox, series, session, now)
        return await self.show(community_id, session_id)

    @tried_again
    async def set_places(self, community_id: int, session_id: int, *, venue: str, online: str) -> Session:
        """Own seats, or only the hall, or only online; raises what the form of a meeting does."""
        async with self.changing(community_id, session_id) as (tx, series, kept, now):
            takes_place(kept)
            typed = {"venue": venue.strip(), "online": online.strip()}
            own = {name: text for name, text in typed.items() if text != getattr(series.form, name).strip()}
            others = {name: text for name, text in kept.boxes.items() if name not in typed}
            session = replace(kept, boxes={**others, **own})
            form = filled_form(series.form, session, series.community.language)
            read_form(form, now=now, tz=session.tz)
            await _change_form(tx, session, now, **typed)
            await keep(tx, session, boxes=dict(session.boxes))
        return await self.show(community_id, session_id)

    @tried_again
    async def skip(self, community_id: int, session_id: int) -> Session:
        """Leave it out: its draft goes, and the next one gets its number. Twice is once."""
        async with self.changing(community_id, session_id) as (tx, _series, session, now):
            if session.state is not SessionState.SKIPPED:
                await drop_draft(tx, session)
                await withdraw_silence(tx, self._outbox, session, now)
                await keep(tx, session, state=SessionState.SKIPPED.value)
        return await self.show(community_id, session_id)

    @tried_again
    async def restore(self, community_id: int, session_id: int) -> Session:
        """Let a skipped one take place after all."""
        async with self.changing(community_id, session_id) as (tx, series, session, _now):
            if series.state is SeriesState.ENDED:
                raise SeriesHasEnded(title=series.title)
            if session.state is SessionState.SKIPPED:
                await keep(tx, session, state=SessionState.PLANNED.value)
        return await self.show(community_id, session_id)

    @tried_again
    async def add(self, community_id: int, series_id: int, written: str, theme: str) -> None:
        """An extraordinary session, which uses no number."""
        now = self._clock()
        async with self._db.transaction() as tx:
            series = await load_series(tx, community_id, series_id, now, lock=True)
            if series.state not in (SeriesState.ACTIVE, SeriesState.PAUSED):
                raise SeriesHasEnded(title=series.title)
            when = parse_when(written, now=now, tz=series.community.tz)
            await lay(
                tx,
                series_id,
                None,
                starts_at=when.starts_at,
                ends_at=when.ends_at or when.starts_at + USUAL_LENGTH,
                doors_at=when.doors_at,
                is_moved=True,
                theme=" ".join(theme.split())[:TITLE_LENGTH] or None,
            )
            await bring_up_to_date(tx, self._outbox, series, now)

    @asynccontextmanager
    async def changing(
        self, community_id: int, session_id: int
    ) -> AsyncIterator[tuple[Tx, Series, Session, datetime]]:
        """The session, locked, if nobody has been told of it; afterwards numbers and drafts follow."""
        now = self._clock()
        async with self._db.transaction() as tx:
            series, session = await hold_session(tx, community_id, session_id, now)
            check_open(session, now)
            yield tx, series, session, now
            await bring_up_to_date(tx, self._outbox, series, now)


def takes_place(session: Session) -> None:
    """Raise `SessionIsSkipped` for one that is left out."""
    if session.state is SessionState.SKIPPED:
        raise SessionIsSkipped(title=session.title)


def _times(written: str, now: datetime, session: Session) -> dict[str, Any]:
    when = parse_when(written, now=now, tz=session.tz)
    length = session.ends_at - session.starts_at
    return {
        "starts_at": when.starts_at,
        "ends_at": when.ends_at or when.starts_at + length,
        "doors_at": when.doors_at,
    }


async def write_theme(tx: Tx, series: Series, session: Session, theme: str, now: datetime) -> None:
    """The theme of a session that is being changed, in its draft too; nothing written takes it away."""
    themed = replace(session, theme=" ".join(theme.split())[:TITLE_LENGTH] or None)
    title = themed.title.to(series.community.language)[:TITLE_LENGTH]
    await _change_form(tx, themed, now, title=title)
    await keep(tx, themed, theme=themed.theme)


async def _change_form(tx: Tx, session: Session, now: datetime, **boxes: str) -> None:
    """The same in the draft, where there is one; what else somebody wrote there stays."""
    form = await draft_form(tx, session) if session.draft_id is not None else None
    if form is not None:
        await tx.execute(
            update(EventDraftRow)
            .where(EventDraftRow.id == session.draft_id)
            .values(form=replace(form, **boxes).to_dict(), changed_at=now)
        )
