"""Announcing by itself: a draft says when, and leaves then, once, also under two processes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.clock import Clock, Moment
from bot.dates import parse_when
from bot.db import AnyRow, Database, Tx
from bot.desk.handover import Scheduled
from bot.errors import N_, UserError
from bot.events.drafts import Draft, Drafts, load_draft
from bot.events.form import EventForm, read_form
from bot.events.models import EventDraftRow
from bot.events.rules import NoSuchDraft
from bot.events.service import Events
from bot.i18n import Text, _
from bot.members.communities import load_community
from bot.members.models import CommunityRow
from bot.outbox.notice import STAFF, Action, Delivery, Kind, Notice
from bot.outbox.service import Outbox
from bot.troubles import trouble_of

log = logging.getLogger(__name__)

NOT_ANNOUNCED = "draft.not_announced"
STAFF_TOLD_FOR = timedelta(days=7)


class AnnouncedTooLate(UserError):
    sentence = N_(
        "{moment} is not before the start of the event ({start}). Please write an earlier moment, "
        "so that people have time to plan."
    )


class ScheduledAnnouncements:
    """Use cases of [Announce later]."""

    def __init__(self, db: Database, clock: Clock, drafts: Drafts, events: Events, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._drafts = drafts
        self._events = events
        self._outbox = outbox
        outbox.register(
            Kind(NOT_ANNOUNCED, _compose_not_announced, title=_("An announcement that could not leave"))
        )

    async def announce_later(self, community_id: int, draft_id: int, written: str) -> Draft:
        """Announce the draft by itself at the moment that was written; nothing written: not by itself.

        Raises what `parse_when` raises, `AnnouncedTooLate`, or why the draft itself cannot be read.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            row = await load_draft(tx, community_id, draft_id, lock=True)
            at = await _moment(tx, community_id, row, written, now) if written.strip() else None
            await tx.execute(
                update(EventDraftRow)
                .where(EventDraftRow.id == draft_id)
                .values(announce_at=at, changed_at=now)
            )
        return await self._drafts.get(community_id, draft_id)

    async def run(self) -> int:
        """Announce whatever is due; how many drafts left. As often as one likes.

        A fault in one hinders no other, and staff are told of it like of any that could not leave.
        """
        left = 0
        for row in await self._due():
            try:
                left += await self._announce(row.community_id, row.id)
            except Exception as error:
                if trouble_of(error) is not None:
                    raise
                log.exception("draft %d could not be announced", row.id)
                await self._give_up(row.community_id, row.id, self._clock())
        return left

    async def _due(self) -> Sequence[AnyRow]:
        query = (
            select(EventDraftRow.id, EventDraftRow.community_id)
            .join(CommunityRow, CommunityRow.id == EventDraftRow.community_id)
            .where(
                EventDraftRow.announce_at.is_not(None),
                EventDraftRow.announce_at <= self._clock(),
                CommunityRow.removed_at.is_(None),
            )
            .order_by(EventDraftRow.announce_at, EventDraftRow.id)
        )
        async with self._db.glancing() as tx:
            return (await tx.execute(query)).all()

    async def _announce(self, community_id: int, draft_id: int) -> bool:
        """One draft, under its lock: whoever comes second finds it gone, or put off."""
        now = self._clock()
        try:
            async with self._db.transaction() as tx:
                row = await load_draft(tx, community_id, draft_id, lock=True)
                if row.announce_at is None or row.announce_at > now:
                    return False
                await self._events.announce_in(tx, community_id, draft_id, now)
        except NoSuchDraft:
            return False
        except UserError:
            await self._give_up(community_id, draft_id, now)
            return False
        return True

    async def _give_up(self, community_id: int, draft_id: int, now: datetime) -> None:
        """It cannot be announced as it is: staff are told in one line, and decide."""
        async with self._db.transaction() as tx:
            row = await load_draft(tx, community_id, draft_id, lock=True)
            if row.announce_at is None or row.announce_at > now:
                return
            await tx.execute(
                update(EventDraftRow).where(EventDraftRow.id == draft_id).values(announce_at=None)
            )
            await self._outbox.enqueue(
                tx,
                community_id=community_id,
                kind=NOT_ANNOUNCED,
                subject=f"draft:{draft_id}",
                to_place=STAFF,
                args={"draft_id": draft_id},
                due_at=now,
                expires_at=now + STAFF_TOLD_FOR,
                dedupe_key=f"{NOT_ANNOUNCED}:{draft_id}:{row.announce_at.isoformat()}",
                now=now,
            )


async def _moment(tx: Tx, community_id: int, row: AnyRow, written: str, now: datetime) -> datetime:
    community = await load_community(tx, community_id)
    plan = read_form(EventForm.from_dict(row.form), now=now, tz=community.tz)
    at = parse_when(written, now=now, tz=community.tz).starts_at
    if at >= plan.starts_at:
        raise AnnouncedTooLate(moment=Moment(at, community.tz), start=Moment(plan.starts_at, community.tz))
    return at


async def what_leaves(tx: Tx, community_id: int) -> Sequence[Scheduled]:
    """The announcements that leave by themselves, for whoever takes over."""
    found = await tx.execute(
        select(EventDraftRow.form, EventDraftRow.announce_at)
        .where(EventDraftRow.community_id == community_id, EventDraftRow.announce_at.is_not(None))
        .order_by(EventDraftRow.announce_at)
    )
    return [
        Scheduled(
            _("Announcement of “{title}”", title=EventForm.from_dict(row.form).title), row.announce_at, 1
        )
        for row in found
    ]


async def _compose_not_announced(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """None once somebody announced it, stopped it or put it off."""
    try:
        row = await load_draft(tx, delivery.community_id, delivery.args["draft_id"])
    except NoSuchDraft:
        return None
    if row.announce_at is not None:
        return None
    title: Text = _("“{title}” could not be announced.", title=EventForm.from_dict(row.form).title or "…")
    return Notice(
        title,
        (
            _(
                "It was to be posted by itself now, but something in the draft no longer fits. "
                "Please look at it."
            ),
        ),
        actions=(Action("draft", delivery.args["draft_id"], "open", _("Open the draft"), "primary"),),
    )
