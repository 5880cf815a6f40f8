"""The only place from which anything is sent: claim, compose, send, mark."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Mapping
from datetime import datetime

from bot.clock import Clock
from bot.db import Database
from bot.outbox import claim, going_back, marks, staff
from bot.outbox.carrying import Carrier, standing
from bot.outbox.claim import Agenda
from bot.outbox.couriers import Courier
from bot.outbox.notice import Delivery
from bot.outbox.pacing import NewDms, Pacer
from bot.outbox.refreshing import Refresher
from bot.outbox.rules import LEASE_EXPIRED, doubt
from bot.outbox.service import Outbox

log = logging.getLogger(__name__)

CLAIM_LIMIT = 20


class Dispatcher:
    """Sends what is due. Two of them on one database are safe; in one process passes wait for each other."""

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
    ) -> None:
        self._db = db
        self._kinds = outbox.kinds
        self._clock = clock
        dice = dice or random.Random()  # noqa: S311  (spreads retries, nothing secret)
        self._carrier = Carrier(db, outbox.kinds, clock, pacer=pacer, new_dms=new_dms, dice=dice)
        self._new_dms = new_dms
        self._refresher = Refresher(db, outbox.kinds, clock, pacer)
        self._one_pass = asyncio.Lock()
        self._stopped = False
        self.use_couriers(couriers)

    def use_couriers(self, couriers: Mapping[str, Courier]) -> None:
        """Attach the couriers (``discord``); until then nothing is claimed."""
        self._courier = couriers.get("discord")

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
        """One pass: what was left behind, what staff must know, and at most 20 due deliveries."""
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
            now = self._clock()
            if retry:
                self._new_dms.start_anew()
            async with self._db.transaction() as tx:
                await going_back.release_from_the_future(tx, now)
                if retry:
                    await going_back.retry_at_once(tx, now)

    async def stop(self) -> None:
        """Take nothing new, and return when everything on its way has been marked."""
        self._stopped = True
        self._carrier.is_stopping = True
        async with self._one_pass:
            pass

    async def _pass(self, *, deliveries: bool = False, cards: bool = False) -> int:
        async with self._one_pass:
            courier = self._courier
            if courier is None or self._stopped:
                return 0
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
            return await claim.agenda(tx)

    async def _take_back(self, now: datetime) -> int:
        async with self._db.transaction() as tx:
            abandoned = await claim.abandoned(tx, now)
            for left in abandoned:
                verdict = doubt(standing(left), now=now, reason=LEASE_EXPIRED)
                await marks.not_sent(tx, self._kinds, left, verdict, None, now)
        return len(abandoned)

    async def _deliver(self, courier: Courier, now: datetime) -> int:
        async with self._db.transaction() as tx:
            claimed = await claim.claim(tx, now, CLAIM_LIMIT)
            self._carrier.dms_paused_until = await claim.dms_paused_until(tx)
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
