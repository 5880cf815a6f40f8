"""Use cases of what stands in the channels: a card that is gone comes back, a rehearsal comes to its end."""

from __future__ import annotations

from sqlalchemy import update

from bot.clock import Clock
from bot.db import Database
from bot.events.models import EventRow
from bot.events.rsvp import Rsvps
from bot.events.rules import AnnouncementStands, Event, EventState, NoSuchEvent, check_open
from bot.events.standing import lock_event
from bot.events.telling import post_card_again
from bot.events.views import load_view
from bot.i18n import _
from bot.members.communities import load_community
from bot.outbox.service import Outbox


class Announcements:
    """Cards of meetings that need a hand."""

    def __init__(self, db: Database, clock: Clock, rsvps: Rsvps, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._rsvps = rsvps
        self._outbox = outbox

    async def post_again(self, community_id: int, event_id: int) -> Event:
        """A new card where the old one is gone or never came; one that is on its way is left to come.

        Raises `AnnouncementStands`, `EventWasCancelled` or `AnswersClosed` when there is nothing to post.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            event = await lock_event(tx, community_id, event_id)
            view = await load_view(tx, community_id, event_id)
            check_open(view, now)
            if event.row.course_id is not None:  # the course has one card for all its sessions
                raise AnnouncementStands(title=view.title)
            posting = await self._outbox.posting_of(tx, community_id, view.subject)
            if posting is not None and not posting.gone:
                raise AnnouncementStands(title=view.title)
            if not await self._outbox.card_is_coming(tx, community_id, view.subject):
                community = await load_community(tx, community_id)
                assert community.announce_channel_id is not None
                channel_id, rings = community.announce_channel_id, posting is None
                await self._outbox.give_up_cards(tx, community_id, view.subject, now=now)
                await post_card_again(self._outbox, tx, event, channel_id, now, rings=rings)
            return view

    async def finish_rehearsal(self, community_id: int, event_id: int) -> Event:
        """End a rehearsal quietly: nobody is told, and its card says so. Twice is once."""
        now = self._clock()
        async with self._db.transaction() as tx:
            event = await lock_event(tx, community_id, event_id)
            view = await load_view(tx, community_id, event_id)
            if not view.is_rehearsal:
                raise NoSuchEvent
            if view.state is EventState.CANCELLED:
                return view
            community = await load_community(tx, community_id)
            await tx.execute(
                update(EventRow)
                .where(EventRow.id == event_id)
                .values(
                    state=EventState.CANCELLED.value,
                    cancel_reason=_("The rehearsal is finished.").to(community.language),
                    cancelled_at=now,
                )
            )
            await self._outbox.cancel_planned(tx, subject=view.subject, now=now)
            await self._rsvps.bring_up_to_date(tx, event, event.row.last_ticket)
            return await load_view(tx, community_id, event_id)
