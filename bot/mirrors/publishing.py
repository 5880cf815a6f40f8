"""Publishing a posted card to the servers that follow an announcement channel."""

from __future__ import annotations

import logging
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.mirrors import marks
from bot.mirrors.asking import Asking, pause_after
from bot.mirrors.board import CANNOT_PUBLISH, CARD_GONE, Board
from bot.mirrors.due import DueCard
from bot.mirrors.rules import AFTER_FAULT
from bot.outbox.couriers import CourierError, WayClosed

log = logging.getLogger(__name__)


class Publishing:
    """Publishes each card once; its later edits follow by themselves. The card never waits for it."""

    def __init__(self, db: Database, clock: Clock, asking: Asking) -> None:
        self._db = db
        self._clock = clock
        self._asking = asking

    async def publish(self, card: DueCard, board: Board) -> None:
        """Publish a card, and write down what came of it."""
        async with self._db.transaction() as tx:
            if not await marks.claim_card(tx, card.event_id, card.community_id, self._clock()):
                return
        try:
            await self._asking(board.publish(card.channel_id, card.message_id))
        except CourierError as error:
            learnt = self._after(card, error)
        except Exception:  # a fault in one card must not stop the others
            log.exception("mirrors: the card of event %d could not be published", card.event_id)
            learnt = {"next_try_at": self._clock() + AFTER_FAULT}
        else:
            learnt = {**_settled(card), "published_at": self._clock()}
        async with self._db.transaction() as tx:
            await marks.mark_card(tx, card.event_id, **learnt)

    def _after(self, card: DueCard, error: CourierError) -> dict[str, Any]:
        later = {"next_try_at": self._clock() + pause_after(error)}
        if isinstance(error, WayClosed):
            if error.reason == CANNOT_PUBLISH or error.reason in CARD_GONE:
                return _settled(card)
            return {**later, "trouble": error.reason}
        return later


def _settled(card: DueCard) -> dict[str, Any]:
    return {"settled_id": card.message_id, "trouble": None, "next_try_at": None}
