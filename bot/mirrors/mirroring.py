"""One meeting's entry among Discord's own events, from what is to be true to what is written down of it."""

from __future__ import annotations

import logging
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.events.views import load_view
from bot.members.communities import load_community
from bot.mirrors import marks
from bot.mirrors.asking import Asking, pause_after
from bot.mirrors.board import GONE, Board
from bot.mirrors.composing import entry_of
from bot.mirrors.due import DueMirror
from bot.mirrors.rules import AFTER_FAULT, NOTHING_YET, START_MARGIN, Entry, Step, next_step
from bot.outbox.couriers import CourierError, Doubtful, WayClosed

log = logging.getLogger(__name__)

DONE = {"trouble": None, "next_try_at": None}


class Mirroring:
    """Takes one step for one meeting; whatever happens is written down, and comes back when it is due."""

    def __init__(self, db: Database, clock: Clock, asking: Asking) -> None:
        self._db = db
        self._clock = clock
        self._asking = asking

    async def bring(self, due: DueMirror, board: Board) -> None:
        """Make, change, look for or end the entry of a meeting."""
        step = next_step(due.traces, wanted=due.wanted)
        if step is None or not await self._claim(due, step):
            return
        try:
            learnt = await self._take(due, step, board)
        except CourierError as error:
            learnt = self._after(due, error)
        except Exception:  # a fault in one meeting must not stop the others
            log.exception("mirrors: the entry of event %d could not be written", due.event_id)
            learnt = {"next_try_at": self._clock() + AFTER_FAULT}
        async with self._db.transaction() as tx:
            await marks.mark_mirror(tx, due.event_id, **learnt)

    async def _claim(self, due: DueMirror, step: Step) -> bool:
        """Written before anything is asked: a process that dies in between leaves a trace to look for."""
        now = self._clock()
        is_new = step is Step.CREATE
        async with self._db.transaction() as tx:
            return await marks.claim_mirror(
                tx, due.event_id, due.community_id, now, asks_for=due.card_id if is_new else None
            )

    async def _take(self, due: DueMirror, step: Step, board: Board) -> dict[str, Any]:
        if step is Step.FIND:
            return await self._find(due, board)
        if step is Step.CREATE:
            return await self._create(due, board)
        assert due.scheduled_event_id is not None
        if step is Step.END:
            await self._asking(board.end(due.community_id, due.scheduled_event_id), requests=2)
            return {"scheduled_event_id": None, "shown": None, **DONE}
        return await self._edit(due, due.scheduled_event_id, board)

    async def _find(self, due: DueMirror, board: Board) -> dict[str, Any]:
        """What was asked for and perhaps made: taken as ours, and brought up to date or ended next time."""
        assert due.asked_card_id is not None
        found = await self._asking(board.find(due.community_id, due.asked_card_id))
        learnt = {"asked_at": None, "scheduled_event_id": found, "looked_revision": 0, "shown": None}
        return {**learnt, **DONE}

    async def _create(self, due: DueMirror, board: Board) -> dict[str, Any]:
        entry = await self._entry(due)
        created = await self._asking(board.create(due.community_id, entry))
        return {"asked_at": None, "scheduled_event_id": created, **self._shows(due, entry)}

    async def _edit(self, due: DueMirror, scheduled_event_id: int, board: Board) -> dict[str, Any]:
        entry = await self._entry(due)
        if entry.digest == due.shown:  # an answer raises the revision too, and no number stands in an entry
            return {"looked_revision": due.revision, **DONE}
        begun = due.starts_at <= self._clock() + START_MARGIN
        await self._asking(board.edit(due.community_id, scheduled_event_id, entry, begun=begun), requests=2)
        return self._shows(due, entry)

    async def _entry(self, due: DueMirror) -> Entry:
        assert due.channel_id is not None
        assert due.card_id is not None
        async with self._db.reading() as tx:
            community = await load_community(tx, due.community_id)
            event = await load_view(tx, due.community_id, due.event_id)
        return entry_of(event, due.channel_id, due.card_id, community.language)

    def _shows(self, due: DueMirror, entry: Entry) -> dict[str, Any]:
        return {
            "card_id": due.card_id,
            "shown": entry.digest,
            "looked_revision": due.revision,
            "checked_at": self._clock(),
            **DONE,
        }

    def _after(self, due: DueMirror, error: CourierError) -> dict[str, Any]:
        """What is written down instead when Discord did not do it."""
        now = self._clock()
        later: dict[str, Any] = {"next_try_at": now + pause_after(error)}
        if isinstance(error, Doubtful):  # asked_at stays, so that it is looked for first
            return later
        if isinstance(error, WayClosed) and error.reason == GONE:
            return {"scheduled_event_id": None, "gone_at": now, **DONE}
        if due.traces == NOTHING_YET:  # this was the first request, and it made nothing
            later["asked_at"] = None
        return {**later, "trouble": error.reason} if isinstance(error, WayClosed) else later
