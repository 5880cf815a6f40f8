"""The scheduler's jobs while the database fails or the clock is put back: they go on, and staff learn of it."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot import log
from bot.clock import Hands
from bot.hub import Hub
from bot.outbox.couriers import Address, ToPlace
from bot.scheduler import TICK_SECONDS, SteadyScheduler, build_scheduler
from bot.settings import Settings
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.read_only import read_only

COMMUNITY = 700_000_000_000_000_001
STAFF_CHANNEL = COMMUNITY + 2


class Runner:
    """Has a job run at once by the scheduler itself, and waits for its end."""

    def __init__(self, scheduler: AsyncIOScheduler) -> None:
        self.scheduler = scheduler
        self._ends: asyncio.Queue[JobExecutionEvent] = asyncio.Queue()
        scheduler.add_listener(self._ends.put_nowait, EVENT_JOB_ERROR | EVENT_JOB_EXECUTED)

    async def run(self, job_id: str) -> BaseException | None:
        """What the job raised, or None."""
        job = self.scheduler.get_job(job_id)
        assert job is not None, f"{job_id} is gone"
        job.modify(next_run_time=datetime.now(UTC))  # noqa: TID251
        async with asyncio.timeout(10):
            while (end := await self._ends.get()).job_id != job_id:
                pass
        return end.exception


@pytest.fixture
async def runner(hub: Hub) -> AsyncIterator[Runner]:
    await hub.communities.set_up(
        COMMUNITY, name="みなと市民ハブ", announce_channel_id=COMMUNITY + 1,
        staff_channel_id=STAFF_CHANNEL, staff_role_id=COMMUNITY + 3,
    )  # fmt: skip
    scheduler = build_scheduler(hub)
    scheduler.start()
    yield Runner(scheduler)
    scheduler.shutdown(wait=True)
    await asyncio.sleep(0)  # noqa: TID251  (APScheduler ends in the next round of the loop)


def told(courier: RecordingCourier) -> list[str]:
    """What the office reads of troubles; the week's post leaves on a Monday morning as well."""
    said = [sent.notice.subject.to("ja") for sent in courier.sent if at_office(sent.address)]
    return [line for line in said if "保存できないことがありました" in line]


def at_office(address: Address) -> bool:
    return isinstance(address, ToPlace) and address.channel_id == STAFF_CHANNEL


async def test_jobs_go_on_after_a_trouble_and_a_long_one_is_told(
    runner: Runner, hub: Hub, hands: Hands, settings: Settings
) -> None:
    courier = RecordingCourier()
    hub.use_couriers({"discord": courier})
    stream, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    log.configure(settings, stream)
    try:
        async with read_only(hub.db):
            for minutes in (4, 4, 4):
                assert await runner.run("tick") is not None
                hands.move(timedelta(minutes=minutes))
            assert await runner.run("tick") is not None
        assert told(courier) == []
        assert await runner.run("tick") is None
        assert await runner.run("tidy") is None
    finally:
        root.handlers[:], root.level = before
    assert "Traceback" not in stream.getvalue()
    errors = [line for line in stream.getvalue().splitlines() if " ERROR " in line]
    assert len(errors) == 1, errors
    assert ": read-only: " in errors[0]
    assert len(told(courier)) == 1


async def test_a_short_trouble_that_no_press_met_is_told_to_nobody(runner: Runner, hub: Hub) -> None:
    courier = RecordingCourier()
    hub.use_couriers({"discord": courier})
    async with read_only(hub.db):
        assert await runner.run("tick") is not None
    assert await runner.run("tick") is None
    assert told(courier) == []


async def test_after_the_clock_was_put_back_the_jobs_are_planned_by_the_new_time() -> None:
    """APScheduler alone would wait until the old time comes again."""
    scheduler = SteadyScheduler(timezone=UTC)
    now = datetime.now(UTC)  # noqa: TID251
    ahead = now + timedelta(days=400)

    async def job() -> None: ...

    scheduler.start()
    try:
        scheduler.add_job(
            job, IntervalTrigger(seconds=5, timezone=UTC, start_date=ahead), id="tick", next_run_time=ahead
        )
        night = CronTrigger(hour=18, minute=30, timezone=UTC)
        scheduler.add_job(job, night, id="tidy", next_run_time=ahead)
        assert scheduler._process_jobs() == TICK_SECONDS, "it looks again soon, whatever is planned"
        assert next_run(scheduler, "tick") == ahead
        scheduler._seen = ahead  # the last look was by the old time
        scheduler._process_jobs()
        assert next_run(scheduler, "tick") < now + timedelta(minutes=1)
        assert next_run(scheduler, "tidy") < now + timedelta(days=2)
    finally:
        scheduler.shutdown(wait=True)
        await asyncio.sleep(0)  # noqa: TID251


def next_run(scheduler: AsyncIOScheduler, job_id: str) -> datetime:
    job = scheduler.get_job(job_id)
    assert job is not None
    return job.next_run_time
