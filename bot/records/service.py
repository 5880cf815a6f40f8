"""Use cases around records: write and publish them, bring them up to date, end the wait for an article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from bot.attendance.counts import Count, counts_of
from bot.attendance.rules import check_elsewhere
from bot.clock import Clock
from bot.db import Database, Tx
from bot.events.cards import find_card_subject
from bot.events.form import link_and_words
from bot.events.rules import Event
from bot.events.standing import lock_event
from bot.events.views import event_view, load_view
from bot.members.communities import load_community
from bot.outbox.notice import channel, thread_of
from bot.outbox.service import Outbox
from bot.records.models import EventRecordRow
from bot.records.queries import over, record_of
from bot.records.rules import (
    Draft,
    EventRecord,
    NoRecordYet,
    SecretLink,
    SummaryMissing,
    check_recordable,
    subject_of_record,
)
from bot.records.telling import RECORD


@dataclass(frozen=True, slots=True)
class RecordPanel:
    """A meeting that is over, for staff.

    ``draft`` is filled from the record, or before that from who was noted and counted. ``seated`` and
    ``count`` tell how many came of those with a seat. ``has_archive``: a channel for records is chosen.
    """

    event: Event
    record: EventRecord | None
    draft: Draft
    count: Count
    seated: int
    has_archive: bool

    @property
    def missing(self) -> int:
        """How many with a seat are not among those who came; a number, never names."""
        return max(0, self.seated - self.count.total)


class Records:
    """Records of meetings."""

    def __init__(self, db: Database, clock: Clock, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox

    async def past(self, community_id: int, *, limit: int = 25) -> list[Event]:
        """Meetings that took place, the latest first."""
        async with self._db.reading() as tx:
            return await over(tx, community_id, self._clock(), limit=limit)

    async def panel(self, community_id: int, event_id: int) -> RecordPanel:
        """Raises `NoSuchEvent` or what `check_recordable` says."""
        async with self._db.glancing() as tx:
            return await self._panel(tx, community_id, event_id)

    async def publish(self, community_id: int, event_id: int, draft: Draft) -> RecordPanel:
        """Publish a record, or bring a published one up to date. Raises `SummaryMissing`, `SecretLink` …"""
        now = self._clock()
        async with self._db.transaction() as tx:
            locked = await lock_event(tx, community_id, event_id)
            event = event_view(locked, {})
            check_recordable(event, now)
            if not draft.summary.strip():
                raise SummaryMissing(title=event.title)
            check_elsewhere(sum(draft.headcount.values()), draft.from_elsewhere)
            secret, _words = link_and_words(locked.row.online_link or "")
            if secret and secret in draft.article_urls:
                raise SecretLink
            await self._write(tx, event, draft, now)
            return await self._panel(tx, community_id, event_id)

    async def post_again(self, community_id: int, event_id: int) -> Event:
        """Post a record whose post is gone or never came. Raises `NoRecordYet`."""
        now = self._clock()
        async with self._db.transaction() as tx:
            event = event_view(await lock_event(tx, community_id, event_id), {})
            record = await record_of(tx, community_id, event_id)
            if record is None:
                raise NoRecordYet(title=event.title)
            await self._post(tx, event, record.revision, now)
            return event

    async def no_article(self, community_id: int, event_id: int) -> Event:
        """No article will come: the desk stops asking. Raises `NoRecordYet`."""
        async with self._db.transaction() as tx:
            event = await load_view(tx, community_id, event_id)
            changed = await tx.execute(
                update(EventRecordRow).where(EventRecordRow.event_id == event_id).values(no_article=True)
            )
            if not changed.rowcount:
                raise NoRecordYet(title=event.title)
            return event

    async def _write(self, tx: Tx, event: Event, draft: Draft, now: datetime) -> None:
        values = {
            "summary": draft.summary.strip(),
            "article_urls": list(draft.article_urls),
            "headcount": dict(draft.headcount),
            "from_elsewhere": draft.from_elsewhere,
        }
        before = await tx.scalar(select(EventRecordRow.revision).where(EventRecordRow.event_id == event.id))
        revision = (before or 0) + 1
        if before is None:
            await tx.execute(
                insert(EventRecordRow).values(
                    event_id=event.id, revision=revision, published_at=now, no_article=False, **values
                )
            )
        else:
            await tx.execute(
                update(EventRecordRow)
                .where(EventRecordRow.event_id == event.id)
                .values(revision=revision, **values)
            )
        await self._post(tx, event, revision, now)

    async def _post(self, tx: Tx, event: Event, revision: int, now: datetime) -> None:
        """A post where there is none; else the one that stands is brought up to date."""
        subject = subject_of_record(event.id)
        posting = await self._outbox.posting_of(tx, event.community_id, subject)
        if (posting is not None and not posting.gone) or await self._outbox.card_is_coming(
            tx, event.community_id, subject
        ):
            await self._outbox.touch(tx, event.community_id, subject, revision)
            return
        await self._outbox.give_up_cards(tx, event.community_id, subject, now=now)
        archive = (await load_community(tx, event.community_id)).archive_channel_id
        await self._outbox.enqueue(
            tx,
            community_id=event.community_id,
            kind=RECORD,
            subject=subject,
            to_place=channel(archive) if archive else thread_of(await find_card_subject(tx, event.id)),
            args={"event_id": event.id},
            due_at=now,
            dedupe_key=f"{RECORD}:{event.id}:{revision}:{now.isoformat()}",
            now=now,
        )

    async def _panel(self, tx: Tx, community_id: int, event_id: int) -> RecordPanel:
        event = await load_view(tx, community_id, event_id)
        check_recordable(event, self._clock())
        record = await record_of(tx, community_id, event_id)
        count = (await counts_of(tx, [event_id])).get(event_id, Count())
        draft = (
            Draft(record.summary, record.article_urls, record.headcount, record.from_elsewhere)
            if record
            else Draft("", (), count.by_sector, count.from_elsewhere)
        )
        archive = (await load_community(tx, community_id)).archive_channel_id
        return RecordPanel(
            event=event,
            record=record,
            draft=draft,
            count=count,
            seated=sum(seats.taken for seats in event.seats.values()),
            has_archive=archive is not None,
        )
