"""The computer's clock against one that only counts: was it put forward or back, or was there a sleep?"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import func, select

from bot.clock import Clock
from bot.db import Database, Tx
from bot.health.rules import length
from bot.i18n import _, _n
from bot.members.models import CommunityRow
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import STAFF, Delivery, Kind, NewDelivery, Notice
from bot.outbox.planning import IS_PLANNED
from bot.outbox.service import Outbox

_log = logging.getLogger(__name__)

CLOCK_JUMPED = "clock_jumped"
A_JUMP = timedelta(minutes=5)
"""Less than that is a clock being corrected, which nobody need know."""

A_DOUBTFUL_JUMP = timedelta(days=7)
DOUBT_SECONDS = 86_400.0
"""After such a jump forward nothing is deleted for its age for a day, in which somebody may set it right."""

Steady = Callable[[], float]
"""Seconds that only ever count up, such as `time.monotonic`; on some computers it stands still in sleep."""


class Release(Protocol):
    """Frees what waits for a moment in a wrong future; ``retry``: the clock has just been put back."""

    def __call__(self, *, retry: bool) -> Awaitable[None]: ...


class ClockWatch:
    """Compares at every tick. Without a steady clock (hands moved by a test) only the start is looked at."""

    def __init__(
        self, db: Database, clock: Clock, outbox: Outbox, *, steady: Steady | None, release: Release
    ) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox
        self._steady = steady
        self._release = release
        self._last: tuple[datetime, float] | None = None
        self._doubted_at: float | None = None
        outbox.register(Kind(CLOCK_JUMPED, _compose, title=_("The computer's clock jumped")))

    async def look(self) -> None:
        """Tell staff of a jump since the last look, and leave nothing waiting for a time that never was.

        When the database fails meanwhile, the next look sees the same jump again.
        """
        now, steady = self._clock(), self._steady() if self._steady else 0.0
        if self._last is None:
            await self._release(retry=False)
        elif self._steady is not None:
            jump = self._doubt(now, steady)
            if abs(jump) > A_JUMP:
                await self._jumped(self._last[0], now, jump)
        self._last = now, steady

    def trusts(self) -> bool:
        """Whether the clock may say what is old: not for a day after it went forward by more than a week."""
        if self._steady is None:
            return True
        steady = self._steady()
        self._doubt(self._clock(), steady)
        return self._doubted_at is None or steady - self._doubted_at >= DOUBT_SECONDS

    def _doubt(self, now: datetime, steady: float) -> timedelta:
        """The jump since the last look, remembered if it is a great one; one back takes the doubt away."""
        if self._last is None:
            return timedelta()
        before, counted = self._last
        jump = (now - before) - timedelta(seconds=steady - counted)
        if jump > A_DOUBTFUL_JUMP:
            self._doubted_at = steady
        elif jump < -A_DOUBTFUL_JUMP:
            self._doubted_at = None
        return jump

    async def _jumped(self, before: datetime, now: datetime, jump: timedelta) -> None:
        minutes = round(jump.total_seconds() / 60)
        if minutes < 0:
            await self._release(retry=True)
        async with self._db.transaction() as tx:
            for community_id in (await tx.scalars(_TOLD)).all():
                row = NewDelivery(
                    community_id=community_id,
                    kind=CLOCK_JUMPED,
                    subject=f"community:{community_id}",
                    to_place=STAFF,
                    args={"minutes": minutes, "too_late": await _too_late(tx, community_id, before, now)},
                    due_at=now,
                    dedupe_key=f"{CLOCK_JUMPED}:{before.isoformat()}",
                )
                await self._outbox.enqueue_many(tx, [row], now=now)
        if minutes < 0:
            _log.warning(
                "the clock of this computer was put back by %d minutes; nothing is lost, notices may come "
                "late or early; please switch on time synchronisation (NTP)",
                -minutes,
            )
        else:
            _log.warning(
                "the clock of this computer went forward by %d minutes, or the computer slept that long; "
                "what was due meanwhile is sent now; please switch on time synchronisation (NTP) and let "
                "the computer not sleep",
                minutes,
            )


_TOLD = select(CommunityRow.id).where(CommunityRow.set_up_at.is_not(None), CommunityRow.removed_at.is_(None))


async def _too_late(tx: Tx, community_id: int, before: datetime, now: datetime) -> int:
    """How many planned notices had their whole time between the two moments."""
    found = await tx.execute(
        select(func.count())
        .select_from(DeliveryRow)
        .where(
            IS_PLANNED,
            DeliveryRow.community_id == community_id,
            DeliveryRow.expires_at > before,
            DeliveryRow.expires_at <= now,
        )
    )
    return found.scalar_one()


async def _compose(_tx: Tx, delivery: Delivery, _now: datetime) -> Notice:
    minutes = delivery.args["minutes"]
    span = length(timedelta(minutes=minutes))
    if minutes < 0:
        return Notice(
            _("The clock of the bot's computer was put back by {span}.", span=span),
            (
                _(
                    "Nothing is lost. Please look at the times of the next events with /event list, and ask "
                    "whoever runs the bot to let the computer set its clock by itself (NTP)."
                ),
            ),
        )
    too_late = delivery.args["too_late"]
    return Notice(
        _("The bot's computer was asleep for {span}, or its clock was put forward by that much.", span=span),
        (
            _("No answer and no seat is lost. What was due meanwhile is being sent now."),
            *(
                [
                    _n(
                        "{count} notice came too late for its event and is not sent any more; "
                        "please tell people yourselves if it matters.",
                        "{count} notices came too late for their events and are not sent any more; "
                        "please tell people yourselves if it matters.",
                        count=too_late,
                    )
                ]
                if too_late
                else []
            ),
            _("Please ask whoever runs the bot to let the computer stay awake and set its clock by itself."),
        ),
    )
