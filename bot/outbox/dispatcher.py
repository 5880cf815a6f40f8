"""The only place from which anything is sent: claim, compose, send, mark."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.clock import Clock
from bot.db import Database
from bot.outbox import claim, going_back, marks, staff
from bot.outbox.carrying import Carrier, standing
from bot.outbox.claim import Agenda
from bot.outbox.couriers import Courier
from bot.outbox.lane_rules import DISCORD, Lane
from bot.outbox.notice import Delivery
from bot.outbox.pacing import NewDms, Pacer
from bot.outbox.refreshing import Refresher
from bot.outbox.rules import LEASE_EXPIRED, doubt
from bot.outbox.service import Outbox

log = logging.getLogger(__name__)

CLAIM_LIMIT = DISCORD.claim_limit


class Dispatcher:
    """Sends what is due in its lane. Two of them on one database are safe; in one process passes wait for
    each other.
    """

    def __init__(
        self,
        db: Database,
        outbox: Outbox,
        couriers: Mapping[str, Courier],
        clock: Clock,
        *,
        pacer: Pacer,
        new_dms: NewDms,
        dice: random.Random | None = None,
        lane: Lane = DISCORD,
    ) -> None:
        self._db = db
        self._kinds = outbox.kinds
        self._clock = clock
        dice = dice or random.Random()  # noqa: S311  (spreads retries, nothing secret)
        self._lane = lane
        self._carrier = Carrier(db, outbox.kinds, clock, pacer=pacer, new_dms=new_dms, dice=dice, lane=lane)
        self._new_dms = new_dms
        self._refresher = Refresher(db, outbox.kinds, clock, pacer)
        self._one_pass = asyncio.Lock()
        self._stopped = False
        self._to_release: bool | None = None
        self.use_couriers(couriers)

    def use_couriers(self, couriers: Mapping[str, Courier]) -> None:
        """Attach the courier of this lane, by the lane's name; until then nothing is claimed."""
        self._courier = couriers.get(self._lane.name)

    async def tick(self) -> int:
        """Everything that is due now, deliveries and cards; how many rows were worked on."""
        done = 0
        while worked := await self._pass(deliveries=True, cards=True):
            done += worked
        return done

    async def drain(self) -> int:
        """Deliver until nothing is due; how many rows were worked on."""
        done = 0
        while worked := await self.run_due():
            done += worked
        return done

    async def run_due(self) -> int:
        """One pass: what was left behind, what staff must know, and some of the due deliveries."""
        return await self._pass(deliveries=True)

    async def refresh_cards(self) -> int:
        """Bring changed public cards up to date, each at most once in 5 s; how many were tried."""
        return await self._pass(cards=True)

    async def next_due_at(self) -> datetime | None:
        """When there is something to do again; None when nothing is planned."""
        return (await self._agenda()).next_at

    async def release_from_the_future(self, *, retry: bool = False) -> None:
        """Free what a clock that was ahead has put off too far.

        ``retry``: the clock has just been put back, so notices that wait for another try are tried at once.
        """
        async with self._one_pass:  # nothing of ours is on its way, so no lease in use is taken away
            await self._release(retry=retry)

    def release_soon(self, *, retry: bool = False) -> None:
        """The same at the beginning of the next pass, for a lane that may be busy for minutes."""
        self._to_release = retry

    async def _release(self, *, retry: bool) -> None:
        now = self._clock()
        if retry:
            self._new_dms.start_anew()
        async with self._db.transaction() as tx:
            await going_back.release_from_the_future(tx, self._lane, now)
            if retry:
                await going_back.retry_at_once(tx, self._lane, now)

    async def stop(self, *, patience: float | None = None, hang_up: Callable[[], None] | None = None) -> None:
        """Take nothing new, and return when everything on its way has been marked.

        After ``patience`` seconds the courier is told to ``hang_up``: what it is just sending ends then, as
        what it is by that moment (sent, not sent, or in doubt).
        """
        self._stopped = True
        self._carrier.is_stopping = True
        try:
            async with asyncio.timeout(patience), self._one_pass:
                return
        except TimeoutError:
            if hang_up is not None:
                hang_up()
        async with self._one_pass:
            pass

    async def _pass(self, *, deliveries: bool = False, cards: bool = False) -> int:
        async with self._one_pass:
            courier = self._courier
            if courier is None or self._stopped:
                return 0
            if self._to_release is not None:
                retry, self._to_release = self._to_release, None
                await self._release(retry=retry)
            now = self._clock()
            agenda = await self._agenda()
            done = 0
            if deliveries:
                if _is_due(agenda.lease, now):
                    done += await self._take_back(now)
                if _is_due(agenda.delivery, now):
                    done += await self._deliver(courier, now)
                if _is_due(agenda.staff, now):  # what arrived just now is not told
                    async with self._db.transaction() as tx:
                        done += await staff.tell_of_undelivered(tx, self._kinds, now)
            if cards and (_is_due(agenda.card, now) or _is_due(agenda.card_changes, now)):
                done += await self._refresher.run(courier)
            return done

    async def _agenda(self) -> Agenda:
        async with self._db.glancing() as tx:
            return await claim.agenda(tx, self._lane)

    async def _take_back(self, now: datetime) -> int:
        async with self._db.transaction() as tx:
            abandoned = await claim.abandoned(tx, now, self._lane)
            for left in abandoned:
                verdict = doubt(standing(self._kinds, left, self._lane), now=now, reason=LEASE_EXPIRED)
                await marks.not_sent(tx, self._kinds, left, verdict, None, now)
        return len(abandoned)

    async def _deliver(self, courier: Courier, now: datetime) -> int:
        async with self._db.transaction() as tx:
            claimed = await claim.claim(tx, now, self._lane.claim_limit, self._lane)
            self._carrier.paused_until = await claim.paused_until(tx, self._lane)
        of_cards = set(self._kinds.of_cards())
        for batch in (  # what stands under a card finds the card posted
            [delivery for delivery in claimed if delivery.kind in of_cards],
            [delivery for delivery in claimed if delivery.kind not in of_cards],
        ):
            async with asyncio.TaskGroup() as group:
                for line in self._lines(batch):
                    group.create_task(self._carry(line, courier))
        return len(claimed)

    def _lines(self, claimed: list[Delivery]) -> list[list[Delivery]]:
        """One line per addressee, so that nobody reads things in the wrong order; reminders come last."""
        lines: dict[object, list[Delivery]] = {}
        for delivery in claimed:
            lines.setdefault((delivery.member_id, delivery.place, delivery.sealed), []).append(delivery)
        return sorted(lines.values(), key=lambda line: all(self._is_patient(delivery) for delivery in line))

    def _is_patient(self, delivery: Delivery) -> bool:
        kind = self._kinds.get(delivery.kind)
        return kind is not None and kind.optional

    async def _carry(self, line: list[Delivery], courier: Courier) -> None:
        for delivery in line:
            try:
                await self._carrier.carry(delivery, courier)
            except Exception:  # the others go on; the end of the lease brings this one back
                log.exception("outbox: what became of a %s could not be written down", delivery.kind)


def _is_due(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now
