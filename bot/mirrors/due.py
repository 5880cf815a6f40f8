"""Which meetings need something at Discord now, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from bot.db import Tx
from bot.events.cards import CARD_SUBJECT
from bot.events.models import EventRow
from bot.events.rules import EventState
from bot.members.models import CommunityRow
from bot.mirrors.models import EventCardRow, EventMirrorRow
from bot.mirrors.rules import LONGEST_PAUSE, LOOK_AGAIN, PUBLISHED_PER_HOUR, START_MARGIN, Traces
from bot.outbox.models import PostingRow

LIMIT = 20
ROUND_LIMIT = 200

_ANNOUNCED = EventRow.state == EventState.ANNOUNCED.value
_MAY_BE_SEEN_ELSEWHERE = and_(_ANNOUNCED, EventRow.is_sensitive.is_(False))
"""Discord shows who is interested, and puts the title on phones: a sensitive meeting stays on its card."""
_CARD_STANDS = and_(PostingRow.message_id.is_not(None), PostingRow.gone_at.is_(None))


@dataclass(frozen=True, slots=True)
class DueMirror:
    """A meeting whose entry needs a step. ``card_id`` is the card that it shall lead to."""

    event_id: int
    community_id: int
    starts_at: datetime
    revision: int
    wanted: bool
    channel_id: int | None
    card_id: int | None
    scheduled_event_id: int | None
    asked_card_id: int | None
    asked_at: datetime | None
    shown: str | None

    @property
    def traces(self) -> Traces:
        return Traces(self.scheduled_event_id, self.asked_at is not None)


@dataclass(frozen=True, slots=True)
class DueCard:
    """A posted card of a coming meeting."""

    event_id: int
    community_id: int
    channel_id: int
    message_id: int


def coming(now: datetime, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Meetings (no rehearsals) that are not over, beside their card and what is known of their traces."""
    return (
        select(*columns)
        .select_from(EventRow)
        .join(CommunityRow, CommunityRow.id == EventRow.community_id)
        .outerjoin(
            PostingRow,
            and_(PostingRow.community_id == EventRow.community_id, PostingRow.subject == CARD_SUBJECT),
        )
        .outerjoin(EventMirrorRow, EventMirrorRow.event_id == EventRow.id)
        .outerjoin(EventCardRow, EventCardRow.event_id == EventRow.id)
        .where(
            EventRow.ends_at > now,
            EventRow.is_rehearsal.is_(False),
            CommunityRow.removed_at.is_(None),
        )
        .order_by(EventRow.starts_at, EventRow.id)
    )


def is_free(next_try_at: Any, now: datetime) -> ColumnElement[bool]:
    """Whether it may be taken up now."""
    return or_(next_try_at.is_(None), next_try_at <= now, next_try_at > now + LONGEST_PAUSE)


def _unseen(checked_at: Any, now: datetime) -> ColumnElement[bool]:
    return or_(checked_at.is_(None), checked_at <= now - LOOK_AGAIN, checked_at > now)


async def due_mirrors(tx: Tx, now: datetime) -> list[DueMirror]:
    """Entries to make, to bring up to date, to look for and to end."""
    mirror = EventMirrorRow
    wanted = and_(_MAY_BE_SEEN_ELSEWHERE, CommunityRow.mirrors_events.is_(True), mirror.gone_at.is_(None))
    stands = mirror.scheduled_event_id.is_not(None)
    is_new = and_(
        wanted,
        mirror.scheduled_event_id.is_(None),
        _CARD_STANDS,
        EventRow.starts_at > now + START_MARGIN,
    )
    is_behind = and_(
        wanted,
        stands,
        _CARD_STANDS,
        or_(EventRow.revision > mirror.looked_revision, PostingRow.message_id != mirror.card_id),
    )
    is_in_doubt = and_(mirror.scheduled_event_id.is_(None), mirror.asked_at.is_not(None))
    is_over = and_(stands, ~wanted)
    found = await tx.execute(
        coming(
            now,
            EventRow.id,
            EventRow.community_id,
            EventRow.starts_at,
            EventRow.revision,
            wanted.label("wanted"),
            PostingRow.channel_id,
            PostingRow.message_id,
            mirror.scheduled_event_id,
            mirror.card_id,
            mirror.asked_at,
            mirror.shown,
        )
        .where(or_(is_new, is_behind, is_in_doubt, is_over), is_free(mirror.next_try_at, now))
        .limit(LIMIT)
    )
    return [DueMirror(*row) for row in found]


async def due_publications(tx: Tx, now: datetime) -> list[DueCard]:
    """Posted cards to publish, as many as Discord still takes in this hour."""
    card, others = EventCardRow, EventCardRow.__table__.alias()
    published = (
        select(func.count())
        .select_from(others)
        .where(
            others.c.community_id == EventRow.community_id,
            others.c.published_at.between(now - timedelta(hours=1), now),
        )
        .scalar_subquery()
    )
    found = await tx.execute(
        _cards(now)
        .add_columns((PUBLISHED_PER_HOUR - published).label("left"))
        .where(
            _MAY_BE_SEEN_ELSEWHERE,
            CommunityRow.crossposts.is_(True),
            or_(card.settled_id.is_(None), card.settled_id != PostingRow.message_id),
            is_free(card.next_try_at, now),
        )
        .limit(LIMIT)
    )
    due: list[DueCard] = []
    for *of_card, left in found:
        item = DueCard(*of_card)
        if sum(each.community_id == item.community_id for each in due) < left:
            due.append(item)
    return due


async def cards_to_look_at(tx: Tx, now: datetime) -> list[DueCard]:
    """Posted cards that nobody has looked at for a day."""
    unseen = _cards(now).where(_unseen(EventCardRow.checked_at, now))
    return [DueCard(*row) for row in await tx.execute(unseen.limit(ROUND_LIMIT))]


async def mirrors_to_look_at(tx: Tx, now: datetime) -> list[tuple[int, int, int]]:
    """Event, community and entry, where the entry was not seen for a day."""
    mirror = EventMirrorRow
    found = await tx.execute(
        coming(now, EventRow.id, EventRow.community_id, mirror.scheduled_event_id)
        .where(
            _ANNOUNCED,
            EventRow.starts_at > now,
            mirror.scheduled_event_id.is_not(None),
            _unseen(mirror.checked_at, now),
        )
        .limit(ROUND_LIMIT)
    )
    return [(row[0], row[1], row[2]) for row in found]


def _cards(now: datetime) -> Select[*tuple[Any, ...]]:
    """Cards of single meetings; the one of a course is neither published nor looked for."""
    return coming(
        now, EventRow.id, EventRow.community_id, PostingRow.channel_id, PostingRow.message_id
    ).where(_ANNOUNCED, _CARD_STANDS, EventRow.course_id.is_(None), EventRow.starts_at > now)
