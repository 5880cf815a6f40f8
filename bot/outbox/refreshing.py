"""Bringing posted cards up to date: one edit for many changes, the last state wins."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from bot.clock import Clock
from bot.db import Database
from bot.outbox import addresses, cards
from bot.outbox.cards import Posting
from bot.outbox.couriers import BotRemoved, Courier, CourierError, WayClosed
from bot.outbox.kinds import Kinds
from bot.outbox.notice import Notice
from bot.outbox.pacing import Pacer
from bot.outbox.rules import CARD_FAULT_PAUSE, CARD_RETRY_PAUSE, REMOVED_PAUSE, SEND_TIMEOUT

log = logging.getLogger(__name__)

CLAIM_LIMIT = 20


class Refresher:
    """Edits the cards whose facts have moved on."""

    def __init__(self, db: Database, kinds: Kinds, clock: Clock, pacer: Pacer) -> None:
        self._db = db
        self._kinds = kinds
        self._clock = clock
        self._pacer = pacer

    async def run(self, courier: Courier) -> int:
        """Edit up to 20 cards that are behind; how many it were."""
        now = self._clock()
        async with self._db.transaction() as tx:
            stale = await cards.claim_stale(tx, now, CLAIM_LIMIT)
        async with asyncio.TaskGroup() as group:
            for card in stale:
                group.create_task(self._refresh(card, courier))
        return len(stale)

    async def _refresh(self, card: Posting, courier: Courier) -> None:
        try:
            revision, notice = await self._edit(card, courier)
        except WayClosed:
            await self._gone(card)
        except BotRemoved:
            await self._later(card, REMOVED_PAUSE)
        except CourierError as error:
            # Nothing is lost or doubled by another edit, so every doubt is simply edited again.
            pause = max(CARD_RETRY_PAUSE, timedelta(seconds=error.retry_after or 0))
            await self._later(card, pause)
        except TimeoutError:
            await self._later(card, CARD_RETRY_PAUSE)
        except Exception:  # a fault in one card must not stop the others
            log.exception("outbox: the card of %s could not be brought up to date", card.subject)
            await self._later(card, CARD_FAULT_PAUSE)
        else:
            async with self._db.transaction() as tx:
                await cards.shown(tx, card.id, revision, notice)
                if notice is not None and notice.removes:
                    await cards.gone(tx, card.id, self._clock())

    async def _edit(self, card: Posting, courier: Courier) -> tuple[int, Notice | None]:
        """The revision that the card shows now, and what it was made to show; None: it was left alone."""
        compose = self._kinds.card(card.subject)
        if compose is None:
            raise LookupError(f"nothing composes cards of {card.subject.partition(':')[0]}")
        async with self._db.reading() as tx:
            revision = await cards.wanted_revision(tx, card.community_id, card.subject)
            notice = await compose(tx, card.community_id, card.subject, self._clock())
            place = await addresses.of_card(tx, card)
        if notice is not None:
            await self._pacer.wait(place.requests_to_edit)
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                if notice.removes:
                    await courier.remove(place, card.message_id, notice)
                else:
                    await courier.edit(place, card.message_id, notice)
        return revision, notice

    async def _later(self, card: Posting, pause: timedelta) -> None:
        async with self._db.transaction() as tx:
            await cards.edit_later(tx, card.id, self._clock() + pause)

    async def _gone(self, card: Posting) -> None:
        async with self._db.transaction() as tx:
            await cards.gone(tx, card.id, self._clock())
