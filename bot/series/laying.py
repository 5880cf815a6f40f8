"""Bringing the sessions of a series up to date: laid out ahead, numbered, and drafted when their day comes.

Everything here is done under the lock of the series and may be done as often as one likes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.clock import NoSuchLocalTime, to_utc
from bot.db import Tx, insert_into
from bot.events.form import TITLE_LENGTH, EventForm
from bot.events.models import EventDraftRow
from bot.outbox.notice import STAFF
from bot.outbox.service import Outbox
from bot.series.models import SeriesSessionRow
from bot.series.queries import lock_drafts, sessions_of
from bot.series.recurrence import Occurrence
from bot.series.rules import (
    COURSE_AHEAD,
    LAID_AHEAD,
    MOVED_AT_MOST,
    OPEN,
    SILENCE,
    Series,
    SeriesState,
    Session,
    SessionState,
    filled_form,
    numbers,
    session_title,
    subject_of,
)

SILENT = "series.silent"
SILENT_AT = time(10)
"""Local hour at which silence is told."""
AT_LEAST = timedelta(days=1)
"""Nobody is told of silence on the day on which the draft was made."""


async def bring_up_to_date(tx: Tx, outbox: Outbox, series: Series, now: datetime) -> list[Session]:
    """The sessions of a series as they should be now; only a running one grows and drafts."""
    await _lapse(tx, await sessions_of(tx, series.id), now)
    if series.state is SeriesState.ACTIVE:
        await _lay_out(tx, series, now)
    await renumber(tx, series)
    if series.state is SeriesState.ACTIVE and not series.is_course:
        for session in await sessions_of(tx, series.id):
            if session.state is SessionState.PLANNED and _today(series, now) >= series.drafted_on(
                session.day
            ):
                await _draft(tx, outbox, series, session, now)
    return await sessions_of(tx, series.id)


def _today(series: Series, now: datetime) -> date:
    return now.astimezone(series.community.tz).date()


async def _lapse(tx: Tx, sessions: Iterable[Session], now: datetime) -> None:
    """What began without having been announced does not count; its draft rests like anybody's."""
    past = [each for each in sessions if each.state in OPEN and each.starts_at <= now]
    for session in past:
        if session.draft_id is not None:
            await lock_drafts(tx, [session.draft_id])
            await change_draft(tx, session, series_id=None, announce_at=None)
        await keep(tx, session, state=SessionState.SKIPPED.value, draft_id=None)


async def _lay_out(tx: Tx, series: Series, now: datetime) -> None:
    today = _today(series, now)
    laid = await sessions_of(tx, series.id)
    known: dict[date | None, Session | None] = {session.original_day: session for session in laid}
    ahead = COURSE_AHEAD if series.is_course else LAID_AHEAD
    for occurrence in regular_ahead(series, today, today + ahead):
        values = times_of(series, occurrence)
        session = known.get(occurrence.original)
        if values is None or (session is None and values["starts_at"] <= now):
            continue
        if session is None and is_full(series, known):
            continue
        if session is None:
            known[occurrence.original] = None
            await lay(tx, series.id, occurrence.original, **values)
        elif session.state is SessionState.PLANNED and not session.is_moved:
            await keep(tx, session, **values)


def is_full(series: Series, known: Iterable[date | None]) -> bool:
    """Whether a course has all its sessions; those of no original day are extraordinary."""
    laid = sum(day is not None for day in known)
    return series.most_sessions is not None and laid >= series.most_sessions


def regular_ahead(series: Series, since: date, until: date) -> list[Occurrence]:
    """What the rule says for these days, what was moved into them included."""
    assert series.recurrence is not None
    found = series.recurrence.occurrences(since - MOVED_AT_MOST, until)
    return [each for each in found if each.original is not None and each.day >= since]


def times_of(series: Series, occurrence: Occurrence) -> dict[str, Any] | None:
    """The moments of a session; None for a wall time that the clocks jump over, which is left out."""
    try:
        starts_at, ends_at, doors_at = occurrence.hours.on(occurrence.day, series.community.tz)
    except NoSuchLocalTime:
        return None
    return {"starts_at": starts_at, "ends_at": ends_at, "doors_at": doors_at}


async def lay(tx: Tx, series_id: int, original: date | None, **values: Any) -> None:
    """A new session; one of that original day that is there already stays as it is."""
    row = insert_into(tx.dialect.name, SeriesSessionRow).values(
        series_id=series_id,
        original_day=original.isoformat() if original else None,
        state=SessionState.PLANNED.value,
        boxes={},
        **{"is_moved": False, **values},
    )
    await tx.execute(row.on_conflict_do_nothing(index_elements=["series_id", "original_day"]))


async def renumber(tx: Tx, series: Series) -> None:
    """Give every session its number; a draft whose title nobody rewrote gets the new one too."""
    lang = series.community.language
    for session, number in list(numbers(await sessions_of(tx, series.id), series.first_number)):
        if number == session.number:
            continue
        if session.draft_id is not None:
            before = session.title.to(lang)[:TITLE_LENGTH]
            after = session_title(session.series_title, number, session.theme).to(lang)[:TITLE_LENGTH]
            form = await draft_form(tx, session)
            if form is not None and form.title == before:
                await change_draft(tx, session, form=replace(form, title=after).to_dict())
        # one that is being announced at this moment keeps the number in its title
        await tx.execute(
            update(SeriesSessionRow)
            .where(SeriesSessionRow.id == session.id, SeriesSessionRow.event_id.is_(None))
            .values(number=number)
        )


async def _draft(tx: Tx, outbox: Outbox, series: Series, session: Session, now: datetime) -> None:
    """The draft of a session, from the template, without an author."""
    made = await tx.execute(
        insert(EventDraftRow)
        .values(
            community_id=series.community.id,
            author_id=None,
            series_id=series.id,
            announce_at=announcing_moment(series, session.day, now),
            form=filled_form(series.form, session, series.community.language).to_dict(),
            is_rehearsal=False,
            created_at=now,
            changed_at=now,
        )
        .returning(EventDraftRow.id)
    )
    await keep(tx, session, state=SessionState.DRAFTED.value, draft_id=made.scalar_one())
    await plan_silence(tx, outbox, series, session, now)


def announcing_moment(series: Series, day: date, now: datetime) -> datetime | None:
    """When the session of that day is announced by itself; None: by nobody but the office."""
    at = None if series.announce is None else series.announce.moment(day, series.community.tz)
    return at if at is not None and at > now else None


async def plan_silence(tx: Tx, outbox: Outbox, series: Series, session: Session, now: datetime) -> None:
    """Tell staff ten days before, once, if nobody did anything by then; asked again when it is due."""
    tz = series.community.tz
    day = session.day - SILENCE
    due_at = max(to_utc(datetime.combine(day, SILENT_AT), tz), now + AT_LEAST)
    if due_at >= session.starts_at:
        return
    await outbox.enqueue(
        tx,
        community_id=series.community.id,
        kind=SILENT,
        subject=subject_of(session.id),
        to_place=STAFF,
        args={"session_id": session.id},
        due_at=due_at,
        expires_at=session.starts_at,
        dedupe_key=f"{SILENT}:{session.id}",
        now=now,
    )


async def withdraw_silence(tx: Tx, outbox: Outbox, session: Session, now: datetime) -> None:
    await outbox.cancel_planned(tx, subject=subject_of(session.id), kinds=(SILENT,), now=now)


async def draft_form(tx: Tx, session: Session) -> EventForm | None:
    """What stands in the session's draft now; None without one."""
    kept = await tx.scalar(select(EventDraftRow.form).where(EventDraftRow.id == session.draft_id))
    return EventForm.from_dict(kept) if kept else None


async def change_draft(tx: Tx, session: Session, **values: Any) -> None:
    await tx.execute(update(EventDraftRow).where(EventDraftRow.id == session.draft_id).values(**values))


async def drop_draft(tx: Tx, session: Session) -> None:
    """The bot takes its draft back; the session's row forgets it by the foreign key."""
    if session.draft_id is not None:
        await tx.execute(delete(EventDraftRow).where(EventDraftRow.id == session.draft_id))


async def keep(tx: Tx, session: Session, **values: Any) -> None:
    await tx.execute(update(SeriesSessionRow).where(SeriesSessionRow.id == session.id).values(**values))
