"""What reached nobody is shown at the person's next press, once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.outbox.couriers import WayClosed
from bot.outbox.rules import UNREAD_LEASE
from tests.bot.outbox.stage import HUB, OTHER, START, Stage


async def unreached(stage: Stage, kind: str = "seat", **values) -> int:
    delivery_id = await stage.plan(kind, **values)
    stage.courier.always = WayClosed("dms_closed")
    await stage.dispatcher.drain()
    stage.courier.always = None
    return delivery_id


async def test_the_next_press_shows_it_and_the_press_after_does_not(stage: Stage) -> None:
    seat = await unreached(stage)
    (unread,) = await stage.outbox.unread_notices(HUB, 1)
    assert (unread.id, unread.notice.subject.to("en")) == (seat, f"seat {seat}")
    await stage.outbox.mark_shown([unread.id])
    stage.later(days=1)
    assert await stage.outbox.unread_notices(HUB, 1) == ()
    row = await stage.row(seat)
    assert (row.state, row.awaits_press, row.shown_at) == ("failed", False, START)


async def test_two_presses_at_once_show_it_once(stage: Stage) -> None:
    await unreached(stage)
    answers = await asyncio.gather(*(stage.outbox.unread_notices(HUB, 1) for _ in range(5)))
    assert sorted(len(answer) for answer in answers) == [0, 0, 0, 0, 1]


async def test_an_answer_that_never_arrived_is_shown_again_a_minute_later(one_stage: Stage) -> None:
    await unreached(one_stage)
    assert len(await one_stage.outbox.unread_notices(HUB, 1)) == 1
    one_stage.clock.move(UNREAD_LEASE)
    assert len(await one_stage.outbox.unread_notices(HUB, 1)) == 1


async def test_what_is_no_longer_true_ends_quietly(stage: Stage) -> None:
    seat = await unreached(stage)
    stage.facts["true"] = False
    assert await stage.outbox.unread_notices(HUB, 1) == ()
    row = await stage.row(seat)
    assert (row.awaits_press, row.shown_at, row.tell_staff_at) == (False, None, None)


async def test_what_is_past_its_time_ends_quietly(one_stage: Stage) -> None:
    seat = await unreached(one_stage, expires_at=START + timedelta(hours=1))
    one_stage.later(hours=1)
    assert await one_stage.outbox.unread_notices(HUB, 1) == ()
    assert not (await one_stage.row(seat)).awaits_press


async def test_a_fault_in_a_composer_hides_only_that_notice(one_stage: Stage) -> None:
    broken, seat = await one_stage.plan("broken"), await unreached(one_stage)
    assert [unread.id for unread in await one_stage.outbox.unread_notices(HUB, 1)] == [seat]
    assert (await one_stage.row(broken)).awaits_press


async def test_the_same_account_elsewhere_sees_nothing_of_it(stage: Stage) -> None:
    await unreached(stage)
    assert await stage.outbox.unread_notices(OTHER, 1) == ()
    assert await stage.outbox.unread_notices(HUB, 2) == ()
    assert len(await stage.outbox.unread_notices(HUB, 1)) == 1
