"""Use case of the public calendar: its file follows the meetings, and is written only when they change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import and_, or_, select

from bot.clock import Clock
from bot.db import AnyRow, Database, Tx
from bot.events.cards import CARD_SUBJECT
from bot.events.models import EventRow
from bot.events.rules import EventState
from bot.events.standing import EVENTS, LockedEvent
from bot.events.views import event_view
from bot.feed import files
from bot.feed.rules import CANCELLED_SHOWN, FAULT_PAUSE, PAST_SHOWN, Shown
from bot.members.communities import COMMUNITY_COLUMNS, community_from
from bot.members.models import CommunityRow
from bot.members.rules import Community
from bot.outbox.models import PostingRow

log = logging.getLogger(__name__)

Facts = tuple[Community, tuple[tuple[int, ...], ...]]
"""A community, and of each of its meetings what changes whenever something of it does."""


class Feed:
    """``folder`` None: there is no public calendar."""

    def __init__(self, db: Database, clock: Clock, folder: Path | None) -> None:
        self._db = db
        self._clock = clock
        self._folder = folder
        self._written: dict[int, Facts | None] = {}
        self._try_again_at: dict[int, datetime] = {}

    @property
    def troubled(self) -> frozenset[int]:
        """The communities whose file could not be written."""
        return frozenset(self._try_again_at)

    def forget_what_stands(self) -> None:
        """Compare all files with the meetings again: somebody may have deleted or changed one."""
        self._written.clear()

    async def bring_up_to_date(self) -> int:
        """Write the files whose meetings have changed; how many. A disk that fails stops nothing else."""
        if self._folder is None:
            return 0
        done = 0
        for community, removed in await self._communities():
            if (
                timedelta()
                < self._try_again_at.get(community.id, self._clock()) - self._clock()
                <= FAULT_PAUSE
            ):
                continue
            try:
                done += await (self._remove if removed else self._write)(self._folder, community)
            except OSError as error:
                self._try_again_at[community.id] = self._clock() + FAULT_PAUSE
                log.error("the public calendar cannot be written: %s", type(error).__name__)  # noqa: TRY400
            else:
                self._try_again_at.pop(community.id, None)
        return done

    async def _communities(self) -> list[tuple[Community, bool]]:
        query = select(*COMMUNITY_COLUMNS, CommunityRow.removed_at).where(CommunityRow.set_up_at.is_not(None))
        async with self._db.reading() as tx:
            rows = (await tx.execute(query)).all()
        return [(community_from(row), row.removed_at is not None) for row in rows]

    async def _write(self, folder: Path, community: Community) -> bool:
        now = self._clock()
        async with self._db.reading() as tx:
            rows = await _rows(tx, community.id, now)
        facts: Facts = community, tuple((row.id, row.revision, row.message_id, row.gone) for row in rows)
        if self._written.get(community.id) == facts:
            return False
        shown = [_shown(row) for row in rows]
        written = await asyncio.to_thread(_put, folder, community, shown, now)
        self._written[community.id] = facts
        return written

    async def _remove(self, folder: Path, community: Community) -> bool:
        """A server without the bot has no public calendar any more."""
        if community.id in self._written and self._written[community.id] is None:
            return False
        await asyncio.to_thread(files.path_of(folder, community.id).unlink, missing_ok=True)
        self._written[community.id] = None
        return True


async def _rows(tx: Tx, community_id: int, now: datetime) -> Sequence[AnyRow]:
    """Meetings whose card was posted, rehearsals and sensitive ones left aside, the earliest first."""
    still_shown = or_(
        and_(EventRow.state == EventState.ANNOUNCED.value, EventRow.ends_at > now - PAST_SHOWN),
        and_(EventRow.state == EventState.CANCELLED.value, EventRow.ends_at > now - CANCELLED_SHOWN),
    )
    found = await tx.execute(
        EVENTS.add_columns(
            PostingRow.channel_id,
            PostingRow.message_id,
            PostingRow.gone_at.is_not(None).label("gone"),
        )
        .join(
            PostingRow,
            and_(PostingRow.community_id == EventRow.community_id, PostingRow.subject == CARD_SUBJECT),
        )
        .where(
            EventRow.community_id == community_id,
            EventRow.is_rehearsal.is_(False),
            EventRow.is_sensitive.is_(False),
            PostingRow.message_id.is_not(None),
            still_shown,
        )
        .order_by(EventRow.starts_at, EventRow.id)
    )
    return found.all()


def _shown(row: AnyRow) -> Shown:
    link = f"https://discord.com/channels/{row.community_id}/{row.channel_id}/{row.message_id}"
    return Shown(
        event=event_view(LockedEvent(row), {}),
        stamp=row.cancelled_at or row.created_at,
        link=None if row.gone else link,
    )


def _put(folder: Path, community: Community, shown: Sequence[Shown], now: datetime) -> bool:
    from bot.feed.document import document  # 15 MB that a bot without a public calendar does without

    path = files.path_of(folder, community.id)
    before = files.read(path)
    content = document(community, shown, now, before)
    if content == before:
        return False
    files.put(path, content)
    return True
