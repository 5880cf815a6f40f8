"""What meetings leave for the office to do: announcements nobody sees, rehearsals that still stand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, cast, func, literal, or_, select

from bot.clock import shorten
from bot.db import AnyRow, Tx
from bot.desk.lines import DeskLine, LineSource
from bot.errors import UserError
from bot.events import telling
from bot.events.form import EventForm, read_form
from bot.events.models import EventDraftRow, EventRow
from bot.events.rules import EventState
from bot.i18n import _
from bot.members.rules import Community
from bot.outbox.models import DeliveryRow, PostingRow
from bot.outbox.notice import Action

MINUTES_TO_POST_AGAIN = 2
"""Looking whether the channel is the right one, one press, and a look at the new card."""
MINUTES_TO_FINISH_A_DRAFT = 5
"""Reading the draft once more, filling in what was open, and announcing or stopping it."""
MINUTES_TO_FINISH_A_REHEARSAL = 1
"""One press."""

PEOPLE_NEED = timedelta(days=7)
"""An announcement later than a week ahead finds people's evenings taken."""
DRAFTS_REST = timedelta(days=3)
REST_AFTER_A_MEETING = timedelta(days=7)
REHEARSALS_STAND = timedelta(days=1)


ComesByItself = Callable[[Tx, int, datetime], Awaitable[bool]]
"""``(tx, community_id, now)``: whether a next meeting will be drafted without anybody beginning to write."""


def source(comes_by_itself: ComesByItself) -> LineSource:
    """The lines of one community."""

    async def lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
        is_missing = not await comes_by_itself(tx, community.id, now)
        return [
            *(await _nothing_ahead(tx, community.id, now) if is_missing else ()),
            *await _without_announcement(tx, community.id, now),
            *await _drafts(tx, community, now),
            *await _rehearsals(tx, community.id, now),
        ]

    return lines


async def _nothing_ahead(tx: Tx, community_id: int, now: datetime) -> list[DeskLine]:
    """A week after the last meeting that the bot announced, nobody has begun to write the next one."""
    last = await tx.scalar(
        select(func.max(EventRow.ends_at)).where(
            EventRow.community_id == community_id,
            EventRow.state == EventState.ANNOUNCED.value,
            EventRow.is_rehearsal.is_(False),
            EventRow.import_key.is_(None),
        )
    )
    draft = select(EventDraftRow.id).where(
        EventDraftRow.community_id == community_id, EventDraftRow.is_rehearsal.is_(False)
    )
    if last is None or now < last + REST_AFTER_A_MEETING or await tx.scalar(draft.limit(1)) is not None:
        return []
    return [
        DeskLine(
            key="nothing_ahead",
            what=_("No next event is announced: please write it when its date is known"),
            minutes=MINUTES_TO_FINISH_A_DRAFT,
            action=Action("events", 0, "new", _("New event"), "primary"),
        )
    ]


async def _without_announcement(tx: Tx, community_id: int, now: datetime) -> list[DeskLine]:
    """Meetings ahead whose card was never posted or is gone, and none is on its way."""
    subject = literal("event:") + cast(EventRow.id, String)
    stands = select(PostingRow.id).where(
        PostingRow.community_id == community_id,
        PostingRow.subject == subject,
        PostingRow.message_id.is_not(None),
        PostingRow.gone_at.is_(None),
    )
    coming = select(DeliveryRow.id).where(
        DeliveryRow.community_id == community_id,
        DeliveryRow.subject == subject,
        DeliveryRow.kind == telling.CARD,
        DeliveryRow.state.in_(("planned", "sending")),
    )
    found = await tx.execute(
        select(EventRow.id, EventRow.title, EventRow.starts_at)
        .where(
            EventRow.community_id == community_id,
            EventRow.state == EventState.ANNOUNCED.value,
            EventRow.is_rehearsal.is_(False),
            EventRow.course_id.is_(None),
            EventRow.starts_at > now,
            ~stands.exists(),
            ~coming.exists(),
        )
        .order_by(EventRow.starts_at, EventRow.id)
    )
    return [_post_again(row) for row in found]


def _post_again(row: AnyRow) -> DeskLine:
    return DeskLine(
        key="event_without_announcement",
        what=_("The announcement of “{title}” stands nowhere: please post it again", title=row.title),
        minutes=MINUTES_TO_POST_AGAIN,
        due_at=row.starts_at - PEOPLE_NEED,
        action=Action("event", row.id, "post_again", _("Post the announcement again"), "primary"),
    )


async def _drafts(tx: Tx, community: Community, now: datetime) -> list[DeskLine]:
    """Drafts that rest; a series has lines of its own, and what is announced by itself needs nobody."""
    found = await tx.execute(
        select(EventDraftRow.id, EventDraftRow.form)
        .where(
            EventDraftRow.community_id == community.id,
            EventDraftRow.is_rehearsal.is_(False),
            EventDraftRow.changed_at <= now - DRAFTS_REST,
            EventDraftRow.series_id.is_(None),
            EventDraftRow.announce_at.is_(None),
        )
        .order_by(EventDraftRow.id)
    )
    return [_draft(row, community, now) for row in found]


def _draft(row: AnyRow, community: Community, now: datetime) -> DeskLine:
    form = EventForm.from_dict(row.form)
    try:
        due_at = read_form(form, now=now, tz=community.tz).starts_at - PEOPLE_NEED
    except UserError:  # what cannot be read yet has no date
        due_at = None
    return DeskLine(
        key="draft",
        what=_(
            "The draft “{title}” was never announced: please announce it, or stop it",
            title=shorten(form.title) or "…",
        ),
        minutes=MINUTES_TO_FINISH_A_DRAFT,
        due_at=due_at,
        action=Action("draft", row.id, "open", _("Open the draft")),
    )


async def _rehearsals(tx: Tx, community_id: int, now: datetime) -> list[DeskLine]:
    found = await tx.execute(
        select(EventRow.id, EventRow.title)
        .where(
            EventRow.community_id == community_id,
            EventRow.state == EventState.ANNOUNCED.value,
            EventRow.is_rehearsal.is_(True),
            or_(EventRow.created_at <= now - REHEARSALS_STAND, EventRow.ends_at <= now),
        )
        .order_by(EventRow.id)
    )
    return [
        DeskLine(
            key="rehearsal",
            what=_(
                "The rehearsal “{title}” still stands: please finish it when nobody needs it", title=row.title
            ),
            minutes=MINUTES_TO_FINISH_A_REHEARSAL,
            action=Action("event", row.id, "finish", _("Finish the rehearsal")),
        )
        for row in found
    ]
