"""APScheduler jobs: each calls one ordinary method that tests call directly.

Nothing is stored in the scheduler: the rows are the schedule, so losing every job loses nothing.
"""

from __future__ import annotations

from datetime import UTC, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.hub import Hub

TICK_SECONDS = 5
"""How often the outbox is looked at; also how long a card's edits are gathered."""


def build_scheduler(hub: Hub) -> AsyncIOScheduler:
    """The jobs of one process, not started yet.

    The default grace time of one second would drop a job for good after a short stall, hence None.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )

    async def tick() -> None:
        await hub.tick()
        await wake_at_next_due()

    async def wake_at_next_due() -> None:
        due_at = await hub.outbox.next_due_at()
        if due_at is not None and timedelta(0) < due_at - hub.clock() < timedelta(seconds=TICK_SECONDS):
            scheduler.add_job(tick, DateTrigger(due_at), id="wake", replace_existing=True)

    scheduler.add_job(tick, IntervalTrigger(seconds=TICK_SECONDS, timezone=UTC), id="tick")
    scheduler.add_job(hub.tidy, CronTrigger(hour=18, minute=30, timezone=UTC), id="tidy")
    return scheduler
