"""APScheduler jobs: each calls one ordinary method that tests call directly.

Nothing is stored in the scheduler: the rows are the schedule, so losing every job loses nothing.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.hub import Hub

TICK_SECONDS = 5
"""How often the outbox is looked at; also how long a card's edits are gathered."""
MIRROR_SECONDS = 15
POLL_MINUTES = 5
TIDY_AFTER_START = timedelta(minutes=10)
"""By then the computer has asked for the time, and Discord has said which servers the bot is in."""


class SteadyScheduler(AsyncIOScheduler):
    """Goes on after the computer's clock was put back, and ends when its jobs are done.

    APScheduler plans by that clock: put back by three hours, it would do nothing for three hours. So it wakes
    at least once per tick, and plans its jobs anew when it finds itself earlier than before. Its own end
    cancels what is running, and a job that is cancelled while it waits for a database that is closed next
    would never end.
    """

    _seen: datetime | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._at_work: set[asyncio.Future[Any]] = set()

    def add_job(self, func: Callable[[], Awaitable[object]], *args: Any, **options: Any) -> Job:
        """As APScheduler does; the job is waited for by `rest`."""

        @functools.wraps(func)
        async def noted() -> None:
            task = asyncio.current_task()
            assert task is not None
            self._at_work.add(task)
            try:
                await func()
            finally:
                self._at_work.discard(task)

        return super().add_job(noted, *args, **options)

    async def rest(self) -> None:
        """Begin nothing new, and return when the jobs at work are done."""
        if self.running:
            self.pause()
        while self._at_work:
            await asyncio.wait(self._at_work)

    def _process_jobs(self) -> float | None:
        now = datetime.now(UTC)
        if self._seen is not None and now < self._seen:
            self._plan_anew()
        self._seen = now
        wait = super()._process_jobs()
        return wait if wait is None else min(wait, TICK_SECONDS)

    def _plan_anew(self) -> None:
        for job in self.get_jobs():
            if isinstance(job.trigger, IntervalTrigger):
                seconds = int(job.trigger.interval.total_seconds())
                job.reschedule(IntervalTrigger(seconds=seconds, timezone=UTC))
            elif isinstance(job.trigger, CronTrigger):
                job.reschedule(job.trigger)


def build_scheduler(hub: Hub) -> SteadyScheduler:
    """The jobs of one process, not started yet.

    The default grace time of one second would drop a job for good after a short stall, hence None.
    """
    scheduler = SteadyScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )

    def failed(event: JobExecutionEvent) -> None:
        """APScheduler logs it and goes on; staff learn of it once that can be written."""
        hub.outages.met(event.exception)

    scheduler.add_listener(failed, EVENT_JOB_ERROR)

    async def tick() -> None:
        await hub.tick()
        await wake_at_next_due()

    async def wake_at_next_due() -> None:
        due_at = await hub.outbox.next_due_at()
        if due_at is not None and timedelta(0) < due_at - hub.clock() < timedelta(seconds=TICK_SECONDS):
            scheduler.add_job(tick, DateTrigger(due_at), id="wake", replace_existing=True)

    scheduler.add_job(tick, IntervalTrigger(seconds=TICK_SECONDS, timezone=UTC), id="tick")
    # Jobs of their own: a notice never waits for what stands beside it.
    scheduler.add_job(hub.send_mail, IntervalTrigger(seconds=TICK_SECONDS, timezone=UTC), id="mail")
    poll = IntervalTrigger(minutes=POLL_MINUTES, timezone=UTC)
    scheduler.add_job(hub.poll_mail, poll, id="poll_mail")
    scheduler.add_job(hub.mirror, IntervalTrigger(seconds=MIRROR_SECONDS, timezone=UTC), id="mirror")
    plan = IntervalTrigger(hours=1, timezone=UTC)
    scheduler.add_job(hub.plan, plan, id="plan", next_run_time=hub.clock())  # at the start too
    scheduler.add_job(hub.look_around, CronTrigger(minute=20, timezone=UTC), id="look_around")
    hourly = IntervalTrigger(hours=1, timezone=UTC)
    scheduler.add_job(hub.back_up, hourly, id="back_up", next_run_time=hub.clock())
    # After the start too: some computers are switched off at that hour of every night.
    daily = CronTrigger(hour=18, minute=30, timezone=UTC)
    scheduler.add_job(hub.tidy, daily, id="tidy", next_run_time=hub.clock() + TIDY_AFTER_START)
    return scheduler
