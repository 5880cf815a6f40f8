"""Past meetings among the meetings of the bot: without a card, without notices, without anybody's name."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from bot.attendance.counts import UNKNOWN
from bot.db import Tx, insert_into
from bot.events.form import EventForm
from bot.events.models import EventRow
from bot.events.rules import EventState, Mode, NamesShown, Ring
from bot.i18n import _
from bot.members.rules import Community
from bot.records.models import EventRecordRow
from bot.reports.counting import articles_of, counts_of, modes_of
from bot.reports.past import PastMeeting

PLACE_UNKNOWN = _("(place not recorded)")


@dataclass(frozen=True, slots=True)
class Kept:
    """A meeting that was brought in earlier, as its line in the list would be now."""

    event_id: int
    meeting: PastMeeting

    def is_like(self, meeting: PastMeeting) -> bool:
        return replace(self.meeting, line=meeting.line) == meeting


async def kept_meetings(tx: Tx, community_id: int) -> dict[str, Kept]:
    """Everything that was brought in for a community, by its key."""
    query = select(*EventRow.__table__.c).where(
        EventRow.community_id == community_id, EventRow.import_key.is_not(None)
    )
    rows = (await tx.execute(query)).all()
    counts = await counts_of(tx, rows)
    articles = await articles_of(tx, [row.id for row in rows])
    return {
        row.import_key: Kept(
            row.id,
            PastMeeting(
                line=0,
                key=row.import_key,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                title=row.title,
                is_regular=row.is_regular,
                modes=modes_of(row),
                participants=counts[row.id].participants,
                links=tuple(articles.get(row.id, ())),
            ),
        )
        for row in rows
    }


async def keep(tx: Tx, community: Community, meeting: PastMeeting, now: datetime) -> None:
    """Write a meeting that is not there yet."""
    row = await tx.execute(
        insert(EventRow)
        .values(
            community_id=community.id,
            state=EventState.ANNOUNCED.value,
            description="",
            welcome=[],
            names_shown=NamesShown.OFFICE.value,
            ring=Ring.NOBODY.value,
            form=EventForm().to_dict(),
            calendar_uid=uuid.uuid4().hex,
            import_key=meeting.key,
            created_at=now,
            **_values(community, meeting),
        )
        .returning(EventRow.id)
    )
    await _keep_record(tx, row.scalar_one(), meeting, now)


async def keep_anew(tx: Tx, community: Community, kept: Kept, meeting: PastMeeting, now: datetime) -> None:
    """Take the words and numbers of a meeting from its line."""
    await tx.execute(
        update(EventRow).where(EventRow.id == kept.event_id).values(**_values(community, meeting))
    )
    await _keep_record(tx, kept.event_id, meeting, now)


def _values(community: Community, meeting: PastMeeting) -> dict[str, Any]:
    has_venue, online = Mode.VENUE in meeting.modes, Mode.ONLINE in meeting.modes
    return {
        "title": meeting.title,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "timezone": community.timezone,
        "venue": PLACE_UNKNOWN.to(community.language) if has_venue else None,
        "online": online,
        "is_regular": meeting.is_regular,
    }


async def _keep_record(tx: Tx, event_id: int, meeting: PastMeeting, now: datetime) -> None:
    """The number of participants and the links; a summary that was written meanwhile stays.

    Where the list has no article, none will come: years later nobody is asked for it.
    """
    record = {
        "headcount": {} if meeting.participants is None else {UNKNOWN: meeting.participants},
        "article_urls": list(meeting.links),
        "no_article": not meeting.links,
        "published_at": now,
    }
    statement = insert_into(tx.dialect.name, EventRecordRow).values(event_id=event_id, summary="", **record)
    await tx.execute(statement.on_conflict_do_update(index_elements=["event_id"], set_=record))
