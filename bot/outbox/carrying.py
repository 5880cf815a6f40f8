"""One delivery from claimed to marked: composed, paced, sent, and what became of it written down."""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.db import Database
from bot.log import reference
from bot.outbox import cards, marks, staff
from bot.outbox.composing import Over, Ready, prepare
from bot.outbox.couriers import (
    AllDmsPaused,
    BotRemoved,
    Courier,
    CourierError,
    Doubtful,
    NotYet,
    PlaceIsPublic,
    ToPerson,
    TryLater,
    WayClosed,
)
from bot.outbox.kinds import Kinds
from bot.outbox.notice import Delivery, Receipt, Way
from bot.outbox.pacing import NewDms, Pacer
from bot.outbox.rules import DM_PAUSE, SEND_TIMEOUT, Standing, Trouble, Verdict, judge

log = logging.getLogger(__name__)

_TROUBLES: tuple[tuple[type[CourierError], Trouble], ...] = (
    (WayClosed, "closed"),
    (TryLater, "later"),
    (NotYet, "not_yet"),
    (Doubtful, "doubtful"),
    (AllDmsPaused, "paused"),
    (PlaceIsPublic, "public"),
    (BotRemoved, "removed"),
)


class Carrier:
    """Carries claimed deliveries; ``dms_paused_until`` is what the database said at the last claim.

    Once ``is_stopping``, what no courier has yet goes back to be planned.
    """

    def __init__(
        self, db: Database, kinds: Kinds, clock: Clock, *, pacer: Pacer, new_dms: NewDms, dice: random.Random
    ) -> None:
        self._db = db
        self._kinds = kinds
        self._clock = clock
        self._pacer = pacer
        self._new_dms = new_dms
        self._dice = dice
        self._in_turn = asyncio.Lock()
        self.dms_paused_until: datetime | None = None
        self.is_stopping = False

    async def carry(self, delivery: Delivery, courier: Courier) -> None:
        """Bring one claimed delivery to its next state; raises only when that cannot be written down."""
        ready: Ready | None = None
        try:
            async with self._in_turn:  # first claimed, first composed: turns are given in that order
                ready = await prepare(self._db, self._kinds, delivery, self._clock())
                self._hold_back(ready)
            await self._pacer.wait(ready.address.requests_to_send)
            # what changed while it waited for its turn is said as it is now, or not at all
            ready = await prepare(self._db, self._kinds, delivery, self._clock())
            receipt = await self._send(delivery, ready, courier)
        except Over as over:
            verdict = Verdict(over.state, delivery.attempts, over.reason)
        except CourierError as error:
            verdict = await self._judge(delivery, error)
        except Exception as error:  # a fault in one notice must not stop the others
            code = reference()
            log.exception("outbox %s: %s could not be composed or sent", code, delivery.kind)
            reason = f"{type(error).__name__} {code}"
            verdict = judge("broken", standing(delivery), now=self._clock(), reason=reason)
        else:
            await self._mark_sent(delivery, ready, receipt)
            return
        await self._mark_not_sent(delivery, verdict, ready.way if ready else None)

    async def _send(self, delivery: Delivery, ready: Ready, courier: Courier) -> Receipt:
        if self.is_stopping:  # not handed over yet, so nothing is in doubt: it is the next process's first
            raise NotYet("stopping", retry_after=1)
        assert delivery.lease_until is not None
        if self._clock() + SEND_TIMEOUT >= delivery.lease_until:
            raise NotYet("waited_too_long")
        try:
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                return await courier.send(ready.address, ready.notice, nonce=delivery.nonce)
        except TimeoutError as error:
            raise Doubtful("timeout") from error

    def _hold_back(self, ready: Ready) -> None:
        address, now = ready.address, self._clock()
        if not isinstance(address, ToPerson):
            return
        if self.dms_paused_until is not None and now < self.dms_paused_until:
            raise NotYet("dms_paused", retry_after=(self.dms_paused_until - now).total_seconds())
        if address.dm_channel_id is None:
            turn = self._new_dms.wait_until(now, patient=ready.kind.optional)
            if turn is not None:
                raise NotYet("new_dms_are_paced", retry_after=(turn - now).total_seconds())

    async def _judge(self, delivery: Delivery, error: CourierError) -> Verdict:
        now = self._clock()
        trouble = _trouble_of(error)
        after = timedelta(seconds=error.retry_after) if error.retry_after is not None else None
        if trouble == "paused":
            after = max(after or DM_PAUSE, timedelta(minutes=1))
            self.dms_paused_until = now + after
            async with self._db.transaction() as tx:
                await marks.pause_dms(tx, now + after)
        if trouble == "public":
            async with self._db.transaction() as tx:
                await staff.tell_of_open_channel(tx, self._kinds, delivery.community_id, now)
        return judge(
            trouble,
            standing(delivery),
            now=now,
            reason=error.reason,
            roll=self._dice.random(),
            retry_after=after,
        )

    async def _mark_sent(self, delivery: Delivery, ready: Ready, receipt: Receipt) -> None:
        try:
            await self._write_sent(delivery, ready, receipt, hook=True)
        except Exception:  # it *was* sent: a fault in the hook must not send it twice
            log.exception("outbox: the hook after sending %s failed", delivery.kind)
            await self._write_sent(delivery, ready, receipt, hook=False)

    async def _write_sent(self, delivery: Delivery, ready: Ready, receipt: Receipt, *, hook: bool) -> None:
        now = self._clock()
        about = delivery.community_id
        async with self._db.transaction() as tx:
            if not await marks.sent(tx, delivery, ready.way, receipt, now):
                return
            address = ready.address
            if (
                isinstance(address, ToPerson)
                and address.member_id is not None
                and address.dm_channel_id != receipt.channel_id
            ):
                await marks.keep_dm_channel(tx, address.member_id, receipt.channel_id)
            if ready.kind.card:
                await cards.remember(tx, about, delivery.subject, receipt, ready.revision, ready.notice, now)
            if ready.thread_of is not None and receipt.thread_id is not None:
                await cards.remember_thread(tx, about, ready.thread_of, receipt.thread_id)
            if hook and ready.kind.on_sent is not None:
                await ready.kind.on_sent(tx, delivery, receipt, now)

    async def _mark_not_sent(self, delivery: Delivery, verdict: Verdict, way: Way | None) -> None:
        now = self._clock()
        try:
            async with self._db.transaction() as tx:
                await marks.not_sent(tx, self._kinds, delivery, verdict, way, now)
        except Exception:  # a fault in the choice of another way: this one ends without
            log.exception("outbox: choosing another way for %s failed", delivery.kind)
            without = replace(verdict, is_our_fault=True)
            async with self._db.transaction() as tx:
                await marks.not_sent(tx, self._kinds, delivery, without, way, now)


def _trouble_of(error: CourierError) -> Trouble:
    for of_class, trouble in _TROUBLES:
        if isinstance(error, of_class):
            return trouble
    return "later"


def standing(delivery: Delivery) -> Standing:
    return Standing(delivery.attempts, delivery.doubtful_since, delivery.expires_at)
