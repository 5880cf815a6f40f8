"""Series and sessions read from their rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from bot.db import AnyRow, Tx
from bot.errors import UserError
from bot.events.form import EventForm
from bot.events.models import EventDraftRow
from bot.members.communities import load_community
from bot.members.models import CommunityRow
from bot.members.rules import Community
from bot.series.announcing import AnnouncePlan
from bot.series.models import EventSeriesRow, SeriesSessionRow
from bot.series.reading import read_recurrence
from bot.series.recurrence import Recurrence
from bot.series.rules import (
    OPEN,
    NoSuchSeries,
    NoSuchSession,
    Series,
    SeriesState,
    Session,
    SessionState,
)

_SERIES = select(EventSeriesRow.__table__)
_SESSIONS = (
    select(
        SeriesSessionRow.__table__,
        EventSeriesRow.title,
        EventSeriesRow.community_id,
        CommunityRow.timezone,
        EventDraftRow.announce_at,
    )
    .join(EventSeriesRow, EventSeriesRow.id == SeriesSessionRow.series_id)
    .join(CommunityRow, CommunityRow.id == EventSeriesRow.community_id)
    .outerjoin(EventDraftRow, EventDraftRow.id == SeriesSessionRow.draft_id)
    .order_by(SeriesSessionRow.starts_at, SeriesSessionRow.id)
)


async def load_series(
    tx: Tx, community_id: int, series_id: int, now: datetime, *, lock: bool = False
) -> Series:
    """One series; `NoSuchSeries` for an unknown one or another community's. Whoever changes it locks it."""
    query = _SERIES.where(EventSeriesRow.id == series_id, EventSeriesRow.community_id == community_id)
    row = (await tx.execute(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NoSuchSeries
    return series_from(row, await load_community(tx, community_id), now)


async def all_series(tx: Tx, community: Community, now: datetime) -> list[Series]:
    """Every series of a community that was started, the running ones first, then by name."""
    query = _SERIES.where(
        EventSeriesRow.community_id == community.id, EventSeriesRow.state != SeriesState.DRAFT.value
    ).order_by(EventSeriesRow.state, EventSeriesRow.title, EventSeriesRow.id)
    return [series_from(row, community, now) for row in await tx.execute(query)]


def series_from(row: AnyRow, community: Community, now: datetime) -> Series:
    """The view of a row; what a series that is still being written means is read anew each time."""
    problem: UserError | None = None
    recurrence = Recurrence.from_dict(row.plan) if row.plan else None
    if recurrence is None:
        try:
            recurrence = read_recurrence(row.rule, today=now.astimezone(community.tz).date())
        except UserError as error:
            problem = error
    return Series(
        id=row.id,
        community=community,
        state=SeriesState(row.state),
        title=row.title,
        rule=row.rule,
        form=EventForm.from_dict(row.form),
        recurrence=recurrence,
        problem=problem,
        first_number=row.first_number,
        draft_days=row.draft_days,
        announce=AnnouncePlan.from_kept(row.announce) if row.announce else None,
        is_course=row.is_course,
        most_sessions=row.most_sessions,
        priority_until=row.priority_until,
    )


async def sessions_of(tx: Tx, series_id: int) -> list[Session]:
    """All sessions of a series, in the order of their start."""
    return await find_sessions(tx, SeriesSessionRow.series_id == series_id)


async def find_sessions(tx: Tx, *which: ColumnElement[bool]) -> list[Session]:
    return [_session(row) for row in await tx.execute(_SESSIONS.where(*which))]


async def load_session(tx: Tx, community_id: int, session_id: int) -> Session:
    """One session for looking at; `NoSuchSession`."""
    found = await find_sessions(
        tx, SeriesSessionRow.id == session_id, EventSeriesRow.community_id == community_id
    )
    if not found:
        raise NoSuchSession
    return found[0]


async def hold_session(tx: Tx, community_id: int, session_id: int, now: datetime) -> tuple[Series, Session]:
    """The session with its series and its draft locked, in the order in which announcing locks them too."""
    session = await load_session(tx, community_id, session_id)
    series = await load_series(tx, community_id, session.series_id, now, lock=True)
    session = await load_session(tx, community_id, session_id)
    if session.draft_id is not None:
        await lock_drafts(tx, [session.draft_id])
        session = await load_session(tx, community_id, session_id)
    return series, session


async def lock_drafts(tx: Tx, draft_ids: Sequence[int]) -> None:
    """Drafts go before their sessions: so does announcing."""
    if draft_ids:
        query = select(EventDraftRow.id).where(EventDraftRow.id.in_(draft_ids)).order_by(EventDraftRow.id)
        await tx.execute(query.with_for_update())


async def comes_by_itself(tx: Tx, community_id: int, now: datetime) -> bool:
    """Whether a running series will draft a next meeting."""
    query = (
        select(SeriesSessionRow.id)
        .join(EventSeriesRow, EventSeriesRow.id == SeriesSessionRow.series_id)
        .where(
            EventSeriesRow.community_id == community_id,
            EventSeriesRow.state == SeriesState.ACTIVE.value,
            SeriesSessionRow.state.in_([state.value for state in OPEN]),
            SeriesSessionRow.starts_at > now,
        )
    )
    return await tx.scalar(query.limit(1)) is not None


def _session(row: AnyRow) -> Session:
    state = SessionState(row.state)
    if state is SessionState.DRAFTED and row.draft_id is None:
        state = SessionState.PLANNED  # its draft went with somebody who was forgotten
    values: dict[str, Any] = {
        name: getattr(row, name)
        for name in (
            "id", "series_id", "timezone", "starts_at", "ends_at", "doors_at", "is_moved", "number", "theme",
            "boxes", "draft_id", "event_id", "announce_at",
        )
    }  # fmt: skip
    return Session(
        series_title=row.title,
        state=state,
        original_day=date.fromisoformat(row.original_day) if row.original_day else None,
        **values,
    )
