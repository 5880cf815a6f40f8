"""Looking once a day whether cards and entries still stand: nobody tells us when they are deleted."""

from __future__ import annotations

import logging

from bot.clock import Clock
from bot.db import Database
from bot.mirrors import due, marks
from bot.mirrors.asking import Asking
from bot.mirrors.board import Board
from bot.mirrors.due import DueCard
from bot.outbox import cards
from bot.outbox.couriers import CourierError

log = logging.getLogger(__name__)


class Looking:
    """What Discord does not say is left as it is, and asked again in an hour."""

    def __init__(self, db: Database, clock: Clock, asking: Asking) -> None:
        self._db = db
        self._clock = clock
        self._asking = asking

    async def look(self, board: Board) -> int:
        """Look at what nobody has seen for a day; how many things are gone."""
        now = self._clock()
        async with self._db.reading() as tx:
            posted, entries = await due.cards_to_look_at(tx, now), await due.mirrors_to_look_at(tx, now)
        gone = 0
        for card in posted:
            gone += await self._card(card, board)
        for event_id, community_id, scheduled_event_id in entries:
            gone += await self._entry(event_id, community_id, scheduled_event_id, board)
        return gone

    async def _card(self, card: DueCard, board: Board) -> bool:
        try:
            stands = await self._asking(board.card_stands(card.channel_id, card.message_id))
        except CourierError as error:
            log.info("mirrors: the card of event %d could not be looked at: %s", card.event_id, error.reason)
            return False
        except Exception:  # a fault in one card must not stop the others
            log.exception("mirrors: the card of event %d could not be looked at", card.event_id)
            return False
        now = self._clock()
        async with self._db.transaction() as tx:
            await marks.see_card(tx, card.event_id, card.community_id, now)
            posting = await cards.posting_of(tx, card.community_id, f"event:{card.event_id}")
            is_gone = not stands and posting is not None and posting.message_id == card.message_id
            if is_gone and posting is not None:
                await cards.gone(tx, posting.id, now)
        return is_gone

    async def _entry(self, event_id: int, community_id: int, scheduled_event_id: int, board: Board) -> bool:
        try:
            stands = await self._asking(board.stands(community_id, scheduled_event_id))
        except CourierError as error:
            log.info("mirrors: the entry of event %d could not be looked at: %s", event_id, error.reason)
            return False
        except Exception:
            log.exception("mirrors: the entry of event %d could not be looked at", event_id)
            return False
        now = self._clock()
        async with self._db.transaction() as tx:
            if stands:
                await marks.mark_mirror(tx, event_id, checked_at=now)
                return False
            return await marks.entry_is_gone(tx, event_id, scheduled_event_id, now)
