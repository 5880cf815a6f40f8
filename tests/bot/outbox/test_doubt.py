"""A crash between send and mark: nothing is lost, and what may arrive twice carries the same nonce."""

from __future__ import annotations

import asyncio

import pytest

from bot.outbox.couriers import Doubtful, WayClosed
from bot.outbox.rules import LEASE, RESEND_AFTER_DOUBT
from tests.bot.outbox.stage import MINUTE, START, RecordingCourier, Stage


async def die_between_send_and_mark(stage: Stage) -> None:
    courier = RecordingCourier(silence=asyncio.Event())
    passing = asyncio.create_task(stage.second_dispatcher(courier).drain())
    await courier.taken.wait()
    passing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await passing
    stage.courier.sent += courier.sent


async def test_one_death_means_one_more_send_with_the_same_nonce(stage: Stage) -> None:
    letter = await stage.plan()
    await die_between_send_and_mark(stage)
    assert (await stage.row(letter)).state == "sending"
    assert await stage.dispatcher.drain() == 0, "nobody takes it while the lease holds"
    assert await stage.outbox.next_due_at() == START + LEASE
    stage.clock.move(LEASE)
    await stage.dispatcher.drain()
    row = await stage.row(letter)
    assert (row.state, row.doubtful_since, row.attempts) == ("sent", START + LEASE, 2)
    assert [sent.nonce for sent in stage.courier.sent] == [f"d{letter}"] * 2


async def test_a_second_death_leaves_it_unknown_and_sends_no_more(one_stage: Stage) -> None:
    letter = await one_stage.plan()
    for _ in range(2):
        await die_between_send_and_mark(one_stage)
        one_stage.clock.move(LEASE)
        await one_stage.dispatcher._take_back(one_stage.clock())
    await one_stage.dispatcher.drain()
    row = await one_stage.row(letter)
    assert (row.state, row.last_error, row.awaits_press) == ("unknown", "lease_expired", False)
    assert row.ended_at == one_stage.clock()
    assert len(one_stage.courier.sent) == 2
    one_stage.later(days=1)
    assert await one_stage.dispatcher.drain() == 0


async def test_a_lost_connection_is_the_same_doubt(one_stage: Stage) -> None:
    letter = await one_stage.plan()
    one_stage.courier.troubles = [Doubtful("connection_lost"), Doubtful("connection_lost")]
    await one_stage.dispatcher.drain()
    assert (await one_stage.row(letter)).doubtful_since == START
    one_stage.clock.move(RESEND_AFTER_DOUBT)
    await one_stage.dispatcher.drain()
    assert (await one_stage.row(letter)).state == "unknown"


async def test_a_death_before_the_send_costs_nothing_but_time(one_stage: Stage) -> None:
    letter = await one_stage.plan()
    async with one_stage.db.transaction() as tx:
        from bot.outbox import claim

        await claim.claim(tx, START, 20)
    one_stage.clock.move(LEASE)
    await one_stage.dispatcher.drain()
    assert (await one_stage.row(letter)).state == "sent"
    assert len(one_stage.courier.sent) == 1


async def test_who_overslept_the_lease_still_tells_that_it_was_sent(stage: Stage) -> None:
    letter = await stage.plan()
    slow = RecordingCourier(silence=asyncio.Event())
    passing = asyncio.create_task(stage.second_dispatcher(slow).run_due())
    await slow.taken.wait()
    stage.clock.move(LEASE)
    await stage.dispatcher._take_back(stage.clock())
    assert (await stage.row(letter)).state == "planned"
    assert slow.silence is not None
    slow.silence.set()
    await passing
    await stage.dispatcher.drain()
    assert (await stage.row(letter)).state == "sent"
    assert stage.courier.sent == []


async def test_who_overslept_the_lease_changes_nothing_else(one_stage: Stage) -> None:
    letter = await one_stage.plan()

    class FailsLate(RecordingCourier):
        async def send(self, address, notice, *, nonce):
            await super().send(address, notice, nonce=nonce)
            raise Doubtful("connection_lost")

    slow = FailsLate(silence=asyncio.Event())
    passing = asyncio.create_task(one_stage.second_dispatcher(slow).run_due())
    await slow.taken.wait()
    one_stage.clock.move(LEASE)
    await one_stage.dispatcher.drain()
    assert (await one_stage.row(letter)).state == "sent"
    assert slow.silence is not None
    slow.silence.set()
    await passing
    row = await one_stage.row(letter)
    assert (row.state, row.last_error) == ("sent", None)


async def test_a_send_that_waited_too_long_for_its_turn_is_put_back(one_stage: Stage) -> None:
    letter = await one_stage.plan()

    class Slow:
        async def wait(self, requests: int = 1) -> None:
            one_stage.clock.move(LEASE - MINUTE / 4)

    one_stage.dispatcher._carrier._pacer = Slow()  # type: ignore[assignment]
    await one_stage.dispatcher.run_due()
    row = await one_stage.row(letter)
    assert (row.state, row.attempts, row.doubtful_since) == ("planned", 0, None)
    assert one_stage.courier.tries == 0


async def test_who_overslept_the_lease_does_not_take_it_from_the_next_sender(one_stage: Stage) -> None:
    class FailsLate(RecordingCourier):
        async def send(self, address, notice, *, nonce):
            await super().send(address, notice, nonce=nonce)
            raise WayClosed("dms_closed")

    letter = await one_stage.plan()
    slow, next_one = FailsLate(silence=asyncio.Event()), RecordingCourier(silence=asyncio.Event())
    assert slow.silence is not None
    assert next_one.silence is not None
    first = asyncio.create_task(one_stage.second_dispatcher(slow).run_due())
    await slow.taken.wait()
    one_stage.clock.move(LEASE)
    second = asyncio.create_task(one_stage.second_dispatcher(next_one).drain())
    await next_one.taken.wait()
    slow.silence.set()
    await first
    meanwhile = (await one_stage.row(letter)).state
    next_one.silence.set()
    await second
    assert meanwhile == "sending"
    assert (await one_stage.row(letter)).state == "sent"
