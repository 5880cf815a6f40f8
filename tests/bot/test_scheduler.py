"""The jobs of one process: late is better than never, and nothing is kept in the scheduler."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.job import Job
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Hands
from bot.db import Tx
from bot.hub import Hub
from bot.outbox.notice import Delivery, Kind, Notice
from bot.scheduler import TICK_SECONDS, build_scheduler
from tests.bot.outbox.stage import Stage, typed


@pytest.fixture
async def scheduler(hub: Hub) -> AsyncIterator[AsyncIOScheduler]:
    made = build_scheduler(hub)
    made.start(paused=True)
    yield made
    made.shutdown(wait=True)


def test_a_job_that_was_held_up_is_done_late_and_once(scheduler: AsyncIOScheduler) -> None:
    """By default a loop that is blocked for more than a second loses the job for good."""
    jobs = {job.id: job for job in scheduler.get_jobs()}
    assert jobs.keys() == {"tick", "mail", "poll_mail", "mirror", "plan", "look_around", "back_up", "tidy"}
    for job in jobs.values():
        assert job.misfire_grace_time is None, job.id
        assert (job.coalesce, job.max_instances) == (True, 1), job.id


def test_nothing_is_stored_and_the_time_is_utc(scheduler: AsyncIOScheduler) -> None:
    assert [type(store) for store in scheduler._jobstores.values()] == [MemoryJobStore]
    assert scheduler.timezone == UTC
    for job in scheduler.get_jobs():
        assert job.trigger.timezone == UTC, job.id


@pytest.fixture
async def stage(hub: Hub, hands: Hands) -> Stage:
    """The outbox of the hub, with one kind of notice and a courier that keeps what it is given."""
    made = Stage(hub.db)
    made.clock, made.outbox = hands, hub.outbox
    await made.found()
    hub.outbox.register(Kind("letter", letter))
    hub.use_couriers({"discord": made.courier})
    return made


async def letter(_tx: Tx, delivery: Delivery, _now: datetime) -> Notice:
    return Notice(typed(str(delivery.id)))


def job_of(scheduler: AsyncIOScheduler, name: str) -> Job:
    job = scheduler.get_job(name)
    assert job is not None
    return job


async def test_a_tick_sends_what_is_due_and_wakes_for_what_is_due_before_the_next(
    scheduler: AsyncIOScheduler, stage: Stage
) -> None:
    now, later = stage.clock(), stage.clock() + timedelta(seconds=TICK_SECONDS - 2)
    rows = [await stage.plan(due_at=at) for at in (now, later)]
    await job_of(scheduler, "tick").func()
    assert [sent.nonce for sent in stage.courier.sent] == [f"d{rows[0]}"]
    wake = job_of(scheduler, "wake")
    assert (wake.trigger.run_date, wake.misfire_grace_time) == (later, None)
    stage.clock.set(later)
    await wake.func()
    assert [sent.nonce for sent in stage.courier.sent] == [f"d{row}" for row in rows]


async def test_what_is_due_later_needs_no_wake(scheduler: AsyncIOScheduler, stage: Stage) -> None:
    await stage.plan(due_at=stage.clock() + timedelta(seconds=TICK_SECONDS + 1))
    await job_of(scheduler, "tick").func()
    assert scheduler.get_job("wake") is None


def test_old_things_are_forgotten_at_night_in_japan(scheduler: AsyncIOScheduler) -> None:
    fires = job_of(scheduler, "tidy").trigger.get_next_fire_time(None, datetime(2026, 12, 1, tzinfo=UTC))
    assert fires == datetime(2026, 12, 1, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize("name", ["plan", "back_up"])
def test_what_a_computer_that_is_off_at_night_would_miss_is_done_at_the_start(
    scheduler: AsyncIOScheduler, hands: Hands, name: str
) -> None:
    assert job_of(scheduler, name).next_run_time == hands()


def test_nothing_is_forgotten_before_the_computer_has_set_its_clock(
    scheduler: AsyncIOScheduler, hands: Hands
) -> None:
    """Nor before Discord has said in which servers the bot is; but still on the day of the start."""
    waits = job_of(scheduler, "tidy").next_run_time - hands()
    assert timedelta(minutes=5) <= waits <= timedelta(hours=1)


async def test_whoever_ends_it_waits_for_the_jobs_at_work(hub: Hub) -> None:
    """A job that is cancelled in the middle of the database, which is closed next, would never end."""
    began, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        began.set()
        await may_end.wait()
        ended.set()

    made = build_scheduler(hub)
    made.remove_all_jobs()
    made.add_job(
        work, IntervalTrigger(seconds=3600, timezone=UTC), next_run_time=datetime(2000, 1, 1, tzinfo=UTC)
    )
    made.start()
    async with asyncio.timeout(5):
        await began.wait()
        rest = asyncio.ensure_future(made.rest())
        done, _ = await asyncio.wait({rest}, timeout=0)
        assert not done
        may_end.set()
        await rest
    assert ended.is_set()
    made.shutdown(wait=True)
