"""Use cases of what stands beside the card of a meeting."""

from __future__ import annotations

import asyncio

from sqlalchemy import select, update

from bot.clock import Clock
from bot.db import Database
from bot.events.cards import find_card_subject
from bot.events.rules import Event, NoSuchEvent, check_open
from bot.events.standing import lock_event
from bot.events.views import load_view
from bot.members.communities import load_community
from bot.mirrors import due, marks
from bot.mirrors.asking import Asking
from bot.mirrors.board import Board
from bot.mirrors.composing import card_link
from bot.mirrors.looking import Looking
from bot.mirrors.mirroring import Mirroring
from bot.mirrors.models import EventCardRow, EventMirrorRow
from bot.mirrors.publishing import Publishing
from bot.mirrors.rules import EntriesOff, EntryStands
from bot.outbox import cards
from bot.outbox.pacing import Pacer


class Mirrors:
    """Discord's own events and published cards follow the meetings, once there is a board to ask."""

    def __init__(self, db: Database, clock: Clock, pacer: Pacer) -> None:
        self._db = db
        self._clock = clock
        asking = Asking(pacer)
        self._mirroring = Mirroring(db, clock, asking)
        self._publishing = Publishing(db, clock, asking)
        self._looking = Looking(db, clock, asking)
        self._board: Board | None = None
        self._is_stopping = False

    def use_board(self, board: Board) -> None:
        """Hand in who asks Discord."""
        self._board = board

    def stop(self) -> None:
        """Begin nothing new."""
        self._is_stopping = True

    async def bring_up_to_date(self) -> int:
        """Whatever is behind now; how many steps were taken. What is in doubt or refused has its own time."""
        taken = 0
        while (board := self._board) is not None and not self._is_stopping:
            async with self._db.reading() as tx:
                now = self._clock()
                mirrors = await due.due_mirrors(tx, now)
                publications = await due.due_publications(tx, now)
            if not mirrors and not publications:
                break
            async with asyncio.TaskGroup() as group:
                for mirror in mirrors:
                    group.create_task(self._mirroring.bring(mirror, board))
                for card in publications:
                    group.create_task(self._publishing.publish(card, board))
            taken += len(mirrors) + len(publications)
        return taken

    async def look(self) -> int:
        """Once an hour: notice cards and entries that somebody deleted, each within a day; how many."""
        return 0 if self._board is None or self._is_stopping else await self._looking.look(self._board)

    async def post_again(self, community_id: int, event_id: int) -> Event:
        """A new entry where somebody deleted the old one. Twice is once.

        Raises `EntryStands`, `EntriesOff`, `EventWasCancelled` or `AnswersClosed` when there is nothing to
        post, and `NoSuchEvent` for a rehearsal.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            await lock_event(tx, community_id, event_id)
            event = await load_view(tx, community_id, event_id)
            if event.is_rehearsal:
                raise NoSuchEvent
            check_open(event, now)
            if not (await load_community(tx, community_id)).mirrors_events:
                raise EntriesOff
            entry = await tx.scalar(
                select(EventMirrorRow.scheduled_event_id).where(EventMirrorRow.event_id == event_id)
            )
            if entry is not None:
                raise EntryStands(title=event.title)
            await marks.mark_mirror(tx, event_id, gone_at=None, trouble=None, next_try_at=None)
        return event

    async def try_again(self, community_id: int) -> None:
        """A switch was pressed: what Discord refused is asked for at once."""
        async with self._db.transaction() as tx:
            for table in (EventMirrorRow, EventCardRow):
                await tx.execute(
                    update(table)
                    .where(table.community_id == community_id, table.trouble.is_not(None))
                    .values(next_try_at=None)
                )

    async def link_to_card(self, community_id: int, event_id: int) -> str | None:
        """Where the announcement of a meeting stands; None while it stands nowhere."""
        async with self._db.reading() as tx:
            posting = await cards.posting_of(tx, community_id, await find_card_subject(tx, event_id))
        if posting is None or posting.gone:
            return None
        return card_link(community_id, posting.channel_id, posting.message_id)
