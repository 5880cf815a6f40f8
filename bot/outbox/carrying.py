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
from bot.members import subscriptions
from bot.outbox import cards, marks, staff, tokens
from bot.outbox.composing import OtherLane, Over, Ready, prepare
from bot.outbox.couriers import (
    AddressIsDead,
    AllDmsPaused,
    AllMailPaused,
    BotRemoved,
    Courier,
    CourierError,
    Doubtful,
    NotYet,
    PlaceIsPublic,
    ToMail,
    ToPerson,
    TryLater,
    WayClosed,
)
from bot.outbox.kinds import Kinds
from bot.outbox.lane_rules import DISCORD, Lane
from bot.outbox.notice import Delivery, Receipt, Way
from bot.outbox.pacing import NewDms, Pacer
from bot.outbox.rules import Standing, Trouble, Verdict, judge

log = logging.getLogger(__name__)

_TROUBLES: tuple[tuple[type[CourierError], Trouble], ...] = (
    (WayClosed, "closed"),
    (TryLater, "later"),
    (NotYet, "not_yet"),
    (Doubtful, "doubtful"),
    (AllDmsPaused, "paused"),
    (AllMailPaused, "paused"),
    (PlaceIsPublic, "public"),
    (BotRemoved, "removed"),
)

STAFF_HEAR_OF_A_SILENT_SERVER = timedelta(minutes=30)


class Carrier:
    """Carries claimed deliveries of one lane; ``paused_until`` is what the database said at the last claim.

    Once ``is_stopping``, what no courier has yet goes back to be planned.
    """

    def __init__(
        self,
        db: Database,
        kinds: Kinds,
        clock: Clock,
        *,
        pacer: Pacer,
        new_dms: NewDms,
        dice: random.Random,
        lane: Lane = DISCORD,
    ) -> None:
        self._db = db
        self._kinds = kinds
        self._clock = clock
        self._pacer = pacer
        self._new_dms = new_dms
        self._dice = dice
        self._lane = lane
        self._in_turn = asyncio.Lock()
        self.paused_until: datetime | None = None
        self.is_stopping = False
        self._unreachable_since: datetime | None = None

    async def carry(self, delivery: Delivery, courier: Courier) -> None:
        """Bring one claimed delivery to its next state; raises only when that cannot be written down."""
        ready: Ready | None = None
        try:
            async with self._in_turn:  # first claimed, first composed: turns are given in that order
                ready = await self._prepare(delivery)
                self._hold_back(ready)
            await self._pacer.wait(ready.address.requests_to_send)
            # what changed while it waited for its turn is said as it is now, or not at all
            ready = await self._prepare(delivery)
            receipt = await self._send(delivery, ready, courier)
        except OtherLane as other:
            await self._hand_over(delivery, other.lane)
            return
        except Over as over:
            verdict = Verdict(over.state, delivery.attempts, over.reason)
        except CourierError as error:
            verdict = await self._judge(delivery, error, ready)
        except Exception as error:  # a fault in one notice must not stop the others
            code = reference()
            log.exception("outbox %s: %s could not be composed or sent", code, delivery.kind)
            reason = f"{type(error).__name__} {code}"
            verdict = judge("broken", self._standing(delivery), now=self._clock(), reason=reason)
        else:
            self._unreachable_since = None
            await self._mark_sent(delivery, ready, receipt)
            return
        await self._mark_not_sent(delivery, verdict, ready.way if ready else None)

    async def _prepare(self, delivery: Delivery) -> Ready:
        return await prepare(self._db, self._kinds, delivery, self._lane, self._clock())

    async def _hand_over(self, delivery: Delivery, lane: Lane) -> None:
        async with self._db.transaction() as tx:
            await marks.hand_over(tx, delivery, lane, self._clock())

    async def _send(self, delivery: Delivery, ready: Ready, courier: Courier) -> Receipt | None:
        if self.is_stopping:  # not handed over yet, so nothing is in doubt: it is the next process's first
            raise NotYet("stopping", retry_after=1)
        assert delivery.lease_until is not None
        if self._clock() + self._lane.send_timeout >= delivery.lease_until:
            raise NotYet("waited_too_long")
        address = ready.address
        if isinstance(address, ToMail) and address.member_id is not None:
            async with self._db.transaction() as tx:
                token = await tokens.issue(tx, address.community_id, address.member_id, self._clock())
            address = replace(address, unsubscribe_token=token)
        try:
            async with asyncio.timeout(self._lane.send_timeout.total_seconds()):
                return await courier.send(address, ready.notice, nonce=delivery.nonce)
        except TimeoutError as error:
            raise Doubtful("timeout") from error

    def _hold_back(self, ready: Ready) -> None:
        address, now = ready.address, self._clock()
        if ready.way != self._lane.way:
            return
        if self.paused_until is not None and now < self.paused_until:
            reason = "dms_paused" if self._lane is DISCORD else "mail_paused"
            raise NotYet(reason, retry_after=(self.paused_until - now).total_seconds())
        if isinstance(address, ToPerson) and address.dm_channel_id is None:
            turn = self._new_dms.wait_until(now, patient=ready.kind.optional)
            if turn is not None:
                raise NotYet("new_dms_are_paced", retry_after=(turn - now).total_seconds())

    async def _judge(self, delivery: Delivery, error: CourierError, ready: Ready | None) -> Verdict:
        now = self._clock()
        trouble = _trouble_of(error)
        after = timedelta(seconds=error.retry_after) if error.retry_after is not None else None
        if trouble == "paused":
            after = await self._pause(delivery, error.reason, after or self._lane.pause, now)
        if isinstance(error, NotYet) and error.reason.startswith("smtp_"):
            await self._unreachable(delivery, error.reason, now)
        if isinstance(error, AddressIsDead) and ready is not None and isinstance(ready.address, ToMail):
            await self._suppress(ready.address, error.reason, now)
        if trouble == "public":
            async with self._db.transaction() as tx:
                await staff.tell_of_open_channel(tx, self._kinds, delivery.community_id, now)
        return judge(
            trouble,
            self._standing(delivery),
            now=now,
            reason=error.reason,
            roll=self._dice.random(),
            retry_after=after,
        )

    async def _suppress(self, address: ToMail, reason: str, now: datetime) -> None:
        if address.member_id is None:  # the address of an opt-in is nobody's yet
            return
        async with self._db.transaction() as tx:
            await subscriptions.suppress(tx, address.member_id, address.mail_address, reason, now)

    async def _unreachable(self, delivery: Delivery, reason: str, now: datetime) -> None:
        """A mail server that cannot be reached for half an hour is told to staff."""
        since = self._unreachable_since
        if since is None or since > now:
            self._unreachable_since = now
        elif now - since >= STAFF_HEAR_OF_A_SILENT_SERVER:
            async with self._db.transaction() as tx:
                await staff.tell_of_stopped_mail(tx, self._kinds, delivery.community_id, reason, now)

    async def _pause(self, delivery: Delivery, reason: str, span: timedelta, now: datetime) -> timedelta:
        """Let the lane's whole way rest; how long."""
        span = max(span, timedelta(minutes=1))
        self.paused_until = now + span
        async with self._db.transaction() as tx:
            await marks.pause(tx, self._lane, now + span)
            if self._lane is not DISCORD:
                await staff.tell_of_stopped_mail(tx, self._kinds, delivery.community_id, reason, now)
        return span

    async def _mark_sent(self, delivery: Delivery, ready: Ready, receipt: Receipt | None) -> None:
        try:
            await self._write_sent(delivery, ready, receipt, hook=True)
        except Exception:  # it *was* sent: a fault in the hook must not send it twice
            log.exception("outbox: the hook after sending %s failed", delivery.kind)
            await self._write_sent(delivery, ready, receipt, hook=False)

    async def _write_sent(
        self, delivery: Delivery, ready: Ready, receipt: Receipt | None, *, hook: bool
    ) -> None:
        now = self._clock()
        about = delivery.community_id
        async with self._db.transaction() as tx:
            if not await marks.sent(tx, delivery, ready.way, receipt, now) or receipt is None:
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

    def _standing(self, delivery: Delivery) -> Standing:
        return standing(self._kinds, delivery, self._lane)

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


def standing(kinds: Kinds, delivery: Delivery, lane: Lane) -> Standing:
    """What the rules need to know of a delivery in its lane."""
    kind = kinds.get(delivery.kind)
    resends = kind is None or kind.resend_in_doubt or lane is DISCORD
    return Standing(delivery.attempts, delivery.doubtful_since, delivery.expires_at, lane, resends)
