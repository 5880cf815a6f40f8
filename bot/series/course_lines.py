"""What courses leave for the office to do: one that nobody announced, one whose card stands nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, cast, func, literal, select

from bot.db import Tx
from bot.desk.lines import DeskLine
from bot.events.models import EventRow
from bot.events.rules import EventState
from bot.i18n import _
from bot.members.rules import Community
from bot.outbox.models import DeliveryRow, PostingRow
from bot.outbox.notice import Action
from bot.series.course_notices import CARD
from bot.series.models import EventSeriesRow, SeriesSessionRow
from bot.series.rules import SeriesState, SessionState

MINUTES_TO_ANNOUNCE = 5
"""A look at every session, and one press."""
MINUTES_TO_POST_AGAIN = 2
"""Looking whether the channel is the right one, and one press."""
PEOPLE_NEED = timedelta(days=21)
"""A course fills people's evenings for weeks; they are told three weeks ahead."""


async def lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
    """The lines of one community."""
    return [*await _unannounced(tx, community.id, now), *await _without_card(tx, community.id, now)]


async def _unannounced(tx: Tx, community_id: int, now: datetime) -> list[DeskLine]:
    query = (
        select(EventSeriesRow.id, EventSeriesRow.title, func.min(SeriesSessionRow.starts_at).label("first"))
        .join(SeriesSessionRow, SeriesSessionRow.series_id == EventSeriesRow.id)
        .where(
            EventSeriesRow.community_id == community_id,
            EventSeriesRow.is_course.is_(True),
            EventSeriesRow.state == SeriesState.ACTIVE.value,
            SeriesSessionRow.state == SessionState.PLANNED.value,
            SeriesSessionRow.starts_at > now,
        )
        .group_by(EventSeriesRow.id, EventSeriesRow.title)
        .order_by(EventSeriesRow.id)
    )
    return [
        DeskLine(
            "course_unannounced",
            _("The course “{title}” has sessions that were not announced yet", title=row.title),
            MINUTES_TO_ANNOUNCE,
            due_at=row.first - PEOPLE_NEED,
            action=Action("series", row.id, "open", _("Open the course"), "primary"),
        )
        for row in await tx.execute(query)
    ]


async def _without_card(tx: Tx, community_id: int, now: datetime) -> list[DeskLine]:
    subject = literal("course:") + cast(EventSeriesRow.id, String)
    stands = select(PostingRow.id).where(
        PostingRow.community_id == community_id,
        PostingRow.subject == subject,
        PostingRow.message_id.is_not(None),
        PostingRow.gone_at.is_(None),
    )
    coming = select(DeliveryRow.id).where(
        DeliveryRow.community_id == community_id,
        DeliveryRow.subject == subject,
        DeliveryRow.kind == CARD,
        DeliveryRow.state.in_(("planned", "sending")),
    )
    query = (
        select(EventSeriesRow.id, EventSeriesRow.title, func.min(EventRow.starts_at).label("next"))
        .join(EventRow, EventRow.course_id == EventSeriesRow.id)
        .where(
            EventSeriesRow.community_id == community_id,
            EventRow.state == EventState.ANNOUNCED.value,
            EventRow.starts_at > now,
            ~stands.exists(),
            ~coming.exists(),
        )
        .group_by(EventSeriesRow.id, EventSeriesRow.title)
        .order_by(EventSeriesRow.id)
    )
    return [
        DeskLine(
            "course_without_card",
            _("The announcement of “{title}” stands nowhere: please post it again", title=row.title),
            MINUTES_TO_POST_AGAIN,
            due_at=row.next,
            action=Action("course", row.id, "post_again", _("Post the announcement again"), "primary"),
        )
        for row in await tx.execute(query)
    ]
