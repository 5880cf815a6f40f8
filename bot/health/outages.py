"""What could not be stored while disk or database failed, remembered in memory, told when they work again."""

from __future__ import annotations

import logging
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.clock import Clock, Moment
from bot.db import Database, Tx
from bot.health.rules import WHAT_IT_IS
from bot.i18n import _, _n
from bot.members.models import CommunityRow
from bot.outbox.faults import Faults
from bot.outbox.notice import STAFF, Delivery, Kind, NewDelivery, Notice
from bot.outbox.service import Outbox
from bot.troubles import Trouble, trouble_of

_log = logging.getLogger(__name__)

NOT_STORED = "not_stored"
WORTH_TELLING = timedelta(minutes=10)
"""A trouble that no press met is told only when it lasted that long: notices were late then."""
TOLD_AGAIN_AFTER = timedelta(hours=1)
FAULTS_KEPT = 100


@dataclass(slots=True)
class Outage:
    """One trouble from its first to its last time; ``presses`` counts the refused ones by community."""

    since: datetime
    until: datetime
    presses: Counter[int] = field(default_factory=Counter[int])


class Outages:
    """Lives as long as the process: where nothing can be stored, this cannot be either."""

    def __init__(self, db: Database, clock: Clock, outbox: Outbox, faults: Faults) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox
        self._faults = faults
        self._open: dict[Trouble, Outage] = {}
        self._told_at: dict[Trouble, datetime] = {}
        self._untold: deque[tuple[int, str, str, bool]] = deque(maxlen=FAULTS_KEPT)
        outbox.register(Kind(NOT_STORED, _compose, title=_("The bot could not store anything for a while")))

    def met(self, error: BaseException | None, community_id: int | None = None) -> Trouble | None:
        """Remember a trouble; ``community_id``: there a press was refused for it. None: it is no trouble."""
        trouble = trouble_of(error)
        if trouble is None:
            return None
        now = self._clock()
        outage = self._open.setdefault(trouble, Outage(now, now))
        outage.until = now
        if community_id is not None:
            outage.presses[community_id] += 1
        return trouble

    async def report_fault(
        self, community_id: int, reference: str, where: str, *, is_anonymous: bool = False
    ) -> None:
        """`Faults.report`, now or, where disk or database fail, as soon as they work again."""
        try:
            await self._faults.report(community_id, reference, where, is_anonymous=is_anonymous)
        except Exception as error:
            if self.met(error) is None:
                raise
            self._untold.append((community_id, reference, where, is_anonymous))
            _log.exception("fault %s is told to staff later", reference)

    async def tell(self) -> None:
        """Write what is remembered for staff; raises, and remembers on, while that is not possible."""
        while self._untold:
            community_id, reference, where, is_anonymous = self._untold[0]
            await self._faults.report(community_id, reference, where, is_anonymous=is_anonymous)
            self._untold.popleft()
        now = self._clock()
        for trouble, outage in list(self._open.items()):
            told_at = self._told_at.get(trouble)
            if told_at is not None and now - told_at < TOLD_AGAIN_AFTER:
                continue
            async with self._db.transaction() as tx:
                await self._write(tx, trouble, outage, now)
            del self._open[trouble]
            self._told_at[trouble] = now
            _log.warning("%s: writing worked again after %s", trouble.value, now - outage.since)

    async def _write(self, tx: Tx, trouble: Trouble, outage: Outage, now: datetime) -> None:
        concerned = select(CommunityRow.id).where(
            CommunityRow.set_up_at.is_not(None), CommunityRow.removed_at.is_(None)
        )
        if outage.until - outage.since < WORTH_TELLING:
            concerned = concerned.where(CommunityRow.id.in_(list(outage.presses)))
        rows = [
            NewDelivery(
                community_id=community_id,
                kind=NOT_STORED,
                subject=f"community:{community_id}",
                to_place=STAFF,
                args={
                    "trouble": trouble.value,
                    "since": outage.since.isoformat(),
                    "until": outage.until.isoformat(),
                    "presses": outage.presses[community_id],
                },
                due_at=now,
                dedupe_key=f"{NOT_STORED}:{trouble.value}:{outage.since.isoformat()}",
            )
            for community_id in (await tx.scalars(concerned)).all()
        ]
        await self._outbox.enqueue_many(tx, rows, now=now)


async def _compose(tx: Tx, delivery: Delivery, _now: datetime) -> Notice:
    found = await tx.execute(select(CommunityRow.timezone).where(CommunityRow.id == delivery.community_id))
    tz = ZoneInfo(found.scalar_one())
    trouble, presses = Trouble(delivery.args["trouble"]), delivery.args["presses"]
    since, until = (Moment(datetime.fromisoformat(delivery.args[key]), tz) for key in ("since", "until"))
    refused = _n(
        "{count} press was refused; that person was asked to press again later.",
        "{count} presses were refused; those people were asked to press again later.",
        count=presses,
    )
    return Notice(
        _("The bot could not store anything (first {since}, last {until}).", since=since, until=until),
        (
            WHAT_IT_IS[trouble],
            *([refused] if presses else []),
            _(
                "What people had been told before is safe. Please pass this word on to whoever runs the bot: "
                "{code}",
                code=trouble.value,
            ),
        ),
    )
