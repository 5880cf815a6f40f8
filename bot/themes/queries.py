"""Reading what belongs together: the meetings of a seed, the seeds of a meeting, candidates for a theme."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from bot.db import AnyRow, Tx
from bot.events.models import EventRow
from bot.events.rules import EventState
from bot.seeds.models import SeedEventRow, SeedRow, SeedSupportRow
from bot.seeds.queries import IS_PUBLIC, load
from bot.seeds.rules import SupportKind
from bot.series.models import SeriesSessionRow
from bot.series.rules import OPEN
from bot.themes.models import SessionSeedRow
from bot.themes.rules import (
    CANDIDATES,
    CHOOSABLE_AHEAD,
    CHOOSABLE_PAST,
    PROPOSABLE,
    Candidate,
    Link,
    LinkedSeed,
    LinkKind,
    Meeting,
)

_MEETINGS = select(EventRow.id, EventRow.title, EventRow.starts_at, EventRow.timezone)
_TAKES_PLACE: ColumnElement[bool] = and_(
    EventRow.state == EventState.ANNOUNCED.value, EventRow.is_rehearsal.is_(False)
)


async def links_of_seed(tx: Tx, seed_id: int) -> list[Link]:
    """Its meetings that take or took place, the earliest first; none that were called off."""
    found = await tx.execute(
        _MEETINGS.add_columns(SeedEventRow.kind)
        .join(SeedEventRow, SeedEventRow.event_id == EventRow.id)
        .where(SeedEventRow.seed_id == seed_id, _TAKES_PLACE)
        .order_by(EventRow.starts_at, EventRow.id, SeedEventRow.kind)
    )
    return [Link(LinkKind(row.kind), _meeting(row)) for row in found]


async def seeds_of_event(tx: Tx, community_id: int, event_id: int) -> list[LinkedSeed]:
    """All its seeds, by number, those that members cannot read included."""
    found = await tx.execute(
        select(SeedEventRow.seed_id, SeedEventRow.kind)
        .where(SeedEventRow.event_id == event_id)
        .order_by(SeedEventRow.seed_id, SeedEventRow.kind)
    )
    kinds = [(row.seed_id, LinkKind(row.kind)) for row in found]
    numbers = {seed_id for seed_id, _kind in kinds}
    seeds = {
        seed.id: seed
        for seed in await load(tx, SeedRow.id.in_(numbers), SeedRow.community_id == community_id)
    }
    return [LinkedSeed(kind, seeds[seed_id]) for seed_id, kind in kinds if seed_id in seeds]


async def public_themes(tx: Tx, event_id: int) -> list[tuple[int, str]]:
    """Number and title of the public seeds that are the theme of a meeting; nothing else of them."""
    found = await tx.execute(
        select(SeedRow.id, SeedRow.title)
        .join(SeedEventRow, SeedEventRow.seed_id == SeedRow.id)
        .where(SeedEventRow.event_id == event_id, SeedEventRow.kind == LinkKind.THEME.value, IS_PUBLIC)
        .order_by(SeedRow.id)
    )
    return [(row.id, row.title or "") for row in found]


async def choosable_meetings(tx: Tx, community_id: int, now: datetime) -> list[Meeting]:
    """The next meetings, the nearest first, then those that are over, the latest first."""
    here = _MEETINGS.where(EventRow.community_id == community_id, _TAKES_PLACE)
    ahead = here.where(EventRow.ends_at > now).order_by(EventRow.starts_at, EventRow.id)
    past = here.where(EventRow.ends_at <= now).order_by(EventRow.starts_at.desc(), EventRow.id)
    rows = [
        *await tx.execute(ahead.limit(CHOOSABLE_AHEAD)),
        *await tx.execute(past.limit(CHOOSABLE_PAST)),
    ]
    return [_meeting(row) for row in rows]


def is_candidate(now: datetime, *, but_session: int = 0) -> ColumnElement[bool]:
    """Proposed, public, and not yet the theme of a coming meeting or of another session's draft."""
    announced = (
        select(SeedEventRow.seed_id)
        .join(EventRow, EventRow.id == SeedEventRow.event_id)
        .where(SeedEventRow.kind == LinkKind.THEME.value, _TAKES_PLACE, EventRow.ends_at > now)
    )
    chosen = (
        select(SessionSeedRow.seed_id)
        .join(SeriesSessionRow, SeriesSessionRow.id == SessionSeedRow.session_id)
        .where(
            SeriesSessionRow.id != but_session,
            SeriesSessionRow.state.in_([state.value for state in OPEN]),
            SeriesSessionRow.starts_at > now,
        )
    )
    return and_(
        IS_PUBLIC,
        SeedRow.state.in_([state.value for state in PROPOSABLE]),
        SeedRow.theme_proposed_on.is_not(None),
        SeedRow.id.not_in(announced),
        SeedRow.id.not_in(chosen),
    )


async def has_candidates(tx: Tx, community_id: int, now: datetime) -> bool:
    query = select(SeedRow.id).where(SeedRow.community_id == community_id, is_candidate(now)).limit(1)
    return await tx.scalar(query) is not None


async def candidates(tx: Tx, community_id: int, now: datetime, *, session_id: int) -> list[Candidate]:
    """The newest proposal first."""
    found = (
        await tx.execute(
            select(SeedRow.id, SeedRow.title, SeedRow.theme_proposed_on)
            .where(SeedRow.community_id == community_id, is_candidate(now, but_session=session_id))
            .order_by(SeedRow.theme_proposed_on.desc(), SeedRow.id.desc())
            .limit(CANDIDATES)
        )
    ).all()
    people = await _supporters(tx, [row.id for row in found])
    return [Candidate(row.id, row.title or "", people.get(row.id, 0), row.theme_proposed_on) for row in found]


async def _supporters(tx: Tx, seed_ids: list[int]) -> dict[int, int]:
    """Distinct people, those of joined seeds included; those whom it is about are not counted here."""
    seed_id = func.coalesce(SeedRow.merged_into_id, SeedRow.id).label("seed_id")
    found = await tx.execute(
        select(seed_id, func.count(SeedSupportRow.member_id.distinct()).label("people"))
        .join(SeedSupportRow, SeedSupportRow.seed_id == SeedRow.id)
        .where(
            or_(SeedRow.id.in_(seed_ids), SeedRow.merged_into_id.in_(seed_ids)),
            SeedSupportRow.kind != SupportKind.AFFECTED.value,
        )
        .group_by(seed_id)
    )
    return {row.seed_id: row.people for row in found}


def _meeting(row: AnyRow) -> Meeting:
    return Meeting(row.id, row.title, row.starts_at, row.timezone)
