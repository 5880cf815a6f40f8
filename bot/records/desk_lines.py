"""What meetings leave for the office to write down: records, articles, posts that stand nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, String, cast, literal, select

from bot.db import Tx
from bot.desk.lines import DeskLine
from bot.events.models import EventRow
from bot.events.rules import EventState
from bot.i18n import _
from bot.members.rules import Community
from bot.outbox.models import DeliveryRow, PostingRow
from bot.outbox.notice import Action
from bot.records.models import EventRecordRow
from bot.records.queries import LOOKED_BACK
from bot.records.telling import RECORD

MINUTES_TO_WRITE = 15
"""Numbers are filled in already; a few sentences are left."""
MINUTES_FOR_ARTICLE = 5
"""To find the link and to paste it."""
MINUTES_TO_POST_AGAIN = 2

RECORD_WITHIN = timedelta(days=7)
"""After a week nobody remembers what was said."""
ARTICLE_WITHIN = timedelta(days=30)


async def lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
    """The lines of one community: meetings of the last three months that were announced here."""
    found = await tx.execute(
        _took_place(community.id, now)
        .add_columns(EventRecordRow.event_id.label("recorded"), EventRecordRow.article_urls)
        .add_columns(EventRecordRow.no_article)
        .outerjoin(EventRecordRow, EventRecordRow.event_id == EventRow.id)
    )
    made: list[DeskLine] = []
    for row in found:
        if row.recorded is None:
            made.append(
                DeskLine(
                    key="record",
                    what=_("“{title}” has no record yet: please write it", title=row.title),
                    minutes=MINUTES_TO_WRITE,
                    due_at=row.ends_at + RECORD_WITHIN,
                    action=Action("record", row.id, "write", _("Write the record"), "primary"),
                )
            )
        elif not row.article_urls and not row.no_article:
            made.append(
                DeskLine(
                    key="article",
                    what=_(
                        "“{title}” has no article yet: please add its link, or say that none will come",
                        title=row.title,
                    ),
                    minutes=MINUTES_FOR_ARTICLE,
                    due_at=row.ends_at + ARTICLE_WITHIN,
                    action=Action("record", row.id, "panel", _("Open the record")),
                )
            )
    return [*made, *await _nowhere(tx, community.id, now)]


def _took_place(community_id: int, now: datetime) -> Select[int, str, datetime]:
    return (
        select(EventRow.id, EventRow.title, EventRow.ends_at)
        .where(
            EventRow.community_id == community_id,
            EventRow.state == EventState.ANNOUNCED.value,
            EventRow.is_rehearsal.is_(False),
            EventRow.ends_at <= now,
            EventRow.ends_at > now - LOOKED_BACK,
            EventRow.created_at < EventRow.ends_at,  # what was brought in from a file later has its papers
        )
        .order_by(EventRow.ends_at, EventRow.id)
    )


async def _nowhere(tx: Tx, community_id: int, now: datetime) -> list[DeskLine]:
    """Records whose post was deleted or could not be posted, and none is on its way."""
    subject = literal("record:") + cast(EventRow.id, String)
    stands = select(PostingRow.id).where(
        PostingRow.community_id == community_id,
        PostingRow.subject == subject,
        PostingRow.message_id.is_not(None),
        PostingRow.gone_at.is_(None),
    )
    coming = select(DeliveryRow.id).where(
        DeliveryRow.community_id == community_id,
        DeliveryRow.subject == subject,
        DeliveryRow.kind == RECORD,
        DeliveryRow.state.in_(("planned", "sending")),
    )
    found = await tx.execute(
        _took_place(community_id, now)
        .join(EventRecordRow, EventRecordRow.event_id == EventRow.id)
        .where(~stands.exists(), ~coming.exists())
    )
    return [
        DeskLine(
            key="record_nowhere",
            what=_("The record of “{title}” stands nowhere: please post it again", title=row.title),
            minutes=MINUTES_TO_POST_AGAIN,
            action=Action("record", row.id, "post_again", _("Post the record again"), "primary"),
        )
        for row in found
    ]
