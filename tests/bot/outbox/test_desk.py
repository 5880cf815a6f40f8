"""The office looks into the outbox, sends again and takes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.outbox.couriers import Doubtful, WayClosed
from bot.outbox.desk import (
    DeliveryHasEnded,
    DeliveryIsOnItsWay,
    DeliveryIsTooLate,
    NoSuchDelivery,
)
from bot.outbox.notice import channel
from bot.outbox.rules import RESEND_AFTER_DOUBT
from bot.outbox.trays import PAGE_SIZE, Sieve, Tray
from tests.bot.outbox.stage import HUB, MINUTE, OTHER, START, Stage


async def one_of_each(stage: Stage) -> dict[Tray, int]:
    ids = {Tray.NOT_REACHED: await stage.plan("seat")}
    stage.courier.troubles = [WayClosed("dms_closed")]
    await stage.dispatcher.drain()
    ids[Tray.FAILED] = await stage.plan(to_place=channel(1))
    stage.courier.troubles = [WayClosed("no_channel")]
    await stage.dispatcher.drain()
    ids[Tray.UNKNOWN] = await stage.plan()
    stage.courier.troubles = [Doubtful("x"), Doubtful("x")]
    await stage.dispatcher.drain()
    stage.clock.move(RESEND_AFTER_DOUBT)
    await stage.dispatcher.drain()
    ids[Tray.WAITING] = await stage.plan(due_at=START + timedelta(days=1))
    await stage.plan()
    await stage.dispatcher.drain()
    return ids


async def test_every_tray_holds_its_own(stage: Stage) -> None:
    for tray, delivery_id in (await one_of_each(stage)).items():
        page = await stage.outbox.listing(HUB, tray)
        assert [line.id for line in page.lines] == [delivery_id], tray
        assert page.counts == dict.fromkeys(Tray, 1)
        assert (page.page, page.pages) == (1, 1)


async def test_another_community_sees_and_changes_nothing_of_it(stage: Stage) -> None:
    ids = await one_of_each(stage)
    for tray in Tray:
        assert (await stage.outbox.listing(OTHER, tray)).counts == dict.fromkeys(Tray, 0)
    for delivery_id in (*ids.values(), 999_999):
        with pytest.raises(NoSuchDelivery):
            await stage.outbox.retry(OTHER, delivery_id)
        with pytest.raises(NoSuchDelivery):
            await stage.outbox.cancel(OTHER, delivery_id)


async def test_a_line_says_what_why_and_since_when(one_stage: Stage) -> None:
    ids = await one_of_each(one_stage)
    (line,) = (await one_stage.outbox.listing(HUB, Tray.NOT_REACHED)).lines
    assert (line.id, line.kind, line.subject, line.reason) == (
        ids[Tray.NOT_REACHED], "seat", "event:12", "dms_closed",
    )  # fmt: skip
    assert (line.member_id, line.is_post, line.attempts, line.created_at) == (one_stage.anna, False, 1, START)
    (doubtful,) = (await one_stage.outbox.listing(HUB, Tray.UNKNOWN)).lines
    assert doubtful.is_doubtful


async def test_pages(one_stage: Stage) -> None:
    rows = [await one_stage.plan(due_at=START + number * MINUTE) for number in range(PAGE_SIZE + 1)]
    first, second = [await one_stage.outbox.listing(HUB, Tray.WAITING, page) for page in (1, 2)]
    assert [line.id for line in (*first.lines, *second.lines)] == rows
    assert (first.pages, second.page) == (2, 2)
    assert (await one_stage.outbox.listing(HUB, Tray.WAITING, 99)).page == 2


@pytest.mark.parametrize("tray", list(Tray))
async def test_sending_again_starts_anew(one_stage: Stage, tray: Tray) -> None:
    delivery_id = (await one_of_each(one_stage))[tray]
    await one_stage.outbox.retry(HUB, delivery_id)
    await one_stage.dispatcher.drain()
    row = await one_stage.row(delivery_id)
    assert (row.state, row.attempts, row.awaits_press) == ("sent", 1, False)
    assert delivery_id not in [unread.id for unread in await one_stage.outbox.unread_notices(HUB, 1)]


@pytest.mark.parametrize("tray", list(Tray))
async def test_taking_back_is_an_end(one_stage: Stage, tray: Tray) -> None:
    delivery_id = (await one_of_each(one_stage))[tray]
    await one_stage.outbox.cancel(HUB, delivery_id)
    one_stage.later(days=2)
    await one_stage.dispatcher.drain()
    assert (await one_stage.row(delivery_id)).state == "cancelled"
    assert delivery_id not in [unread.id for unread in await one_stage.outbox.unread_notices(HUB, 1)]


async def test_what_makes_no_sense_is_said(one_stage: Stage) -> None:
    sent, gone = await one_stage.plan(), await one_stage.plan(due_at=START + MINUTE)
    late = await one_stage.plan(expires_at=START + MINUTE, due_at=START + 3 * MINUTE)
    await one_stage.dispatcher.drain()
    await one_stage.outbox.cancel(HUB, gone)
    one_stage.later(minutes=2)
    for delivery_id in (sent, gone):
        with pytest.raises(DeliveryHasEnded):
            await one_stage.outbox.retry(HUB, delivery_id)
        with pytest.raises(DeliveryHasEnded):
            await one_stage.outbox.cancel(HUB, delivery_id)
    with pytest.raises(DeliveryIsTooLate):
        await one_stage.outbox.retry(HUB, late)


async def test_what_is_being_sent_is_not_touched(one_stage: Stage) -> None:
    from bot.outbox import claim

    letter = await one_stage.plan()
    async with one_stage.db.transaction() as tx:
        await claim.claim(tx, START, 20)
    for act in (one_stage.outbox.retry, one_stage.outbox.cancel):
        with pytest.raises(DeliveryIsOnItsWay):
            await act(HUB, letter)
    (line,) = (await one_stage.outbox.listing(HUB)).lines
    assert line.is_being_sent


async def test_what_went_another_way_is_not_a_failure_to_look_at(one_stage: Stage) -> None:
    await one_stage.plan("card", to_place=channel(1))
    await one_stage.dispatcher.drain()
    one_stage.facts["mention"] = True
    seat = await one_stage.plan("seat_or_thread")
    one_stage.courier.troubles = [WayClosed("dms_closed")]
    await one_stage.dispatcher.drain()
    assert (await one_stage.outbox.listing(HUB)).counts == dict.fromkeys(Tray, 0)
    with pytest.raises(DeliveryHasEnded):
        await one_stage.outbox.retry(HUB, seat)


async def test_a_sieve_lets_one_way_and_one_subject_through(stage: Stage) -> None:
    ids = [
        await stage.plan(),
        await stage.plan(subject="event:13"),
        await stage.plan(to_place=channel(1)),
        await stage.plan(via="mail"),
    ]
    seen = {}
    for name, sieve in {
        "dm": Sieve("dm"),
        "place": Sieve("place"),
        "mail": Sieve("mail"),
        "13": Sieve(subject="event:13"),
        "none": Sieve("mail", "event:13"),
    }.items():
        page = await stage.outbox.listing(HUB, Tray.WAITING, 1, sieve)
        seen[name] = [line.id for line in page.lines]
        assert page.counts[Tray.WAITING] == len(page.lines)
        assert set(page.subjects) == {"event:12", "event:13"}
    assert seen == {"dm": ids[:2], "place": [ids[2]], "mail": [ids[3]], "13": [ids[1]], "none": []}
