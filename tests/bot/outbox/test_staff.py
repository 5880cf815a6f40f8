"""What staff are told: once, in time, and without a name."""

from __future__ import annotations

from datetime import timedelta

from bot.outbox.couriers import ToPlace, TryLater, WayClosed
from bot.outbox.notice import channel
from tests.bot.outbox.stage import ANNOUNCE, HUB, OTHER, STAFF_ROOM, START, Stage


def staff_lines(stage: Stage) -> list[str]:
    return [
        " ".join(text.to("en") for text in (sent.notice.subject, *sent.notice.paragraphs))
        for sent in stage.courier.sent
        if isinstance(sent.address, ToPlace) and sent.address.channel_id == STAFF_ROOM
    ]


async def test_an_undelivered_seat_is_told_after_ten_minutes_once(stage: Stage) -> None:
    seat = await stage.plan("seat")
    stage.courier.troubles = [WayClosed("dms_closed")]
    await stage.dispatcher.drain()
    stage.later(minutes=9, seconds=59)
    await stage.dispatcher.drain()
    assert staff_lines(stage) == []
    assert await stage.outbox.next_due_at() == START + timedelta(minutes=10)
    stage.later(seconds=1)
    await stage.dispatcher.drain()
    stage.later(days=1)
    await stage.dispatcher.drain()
    (line,) = staff_lines(stage)
    assert line.startswith("1 person could not be told yet: A seat.")
    assert (await stage.row(seat)).staff_told_at == START + timedelta(minutes=10)


async def test_several_are_one_line_for_each_community(stage: Stage) -> None:
    for _ in range(3):
        await stage.plan("seat")
    await stage.plan("seat", community_id=OTHER, to_member=stage.other)
    stage.courier.troubles = [TryLater("503")] * 8
    await stage.dispatcher.drain()
    stage.clock.set(START + timedelta(minutes=10))
    stage.courier.always = TryLater("503")
    await stage.dispatcher.run_due()
    stage.courier.always, stage.courier.troubles = None, []
    told = await stage.rows(kind="outbox_not_told")
    assert [(row.community_id, row.args["ids"]) for row in sorted(told, key=lambda row: row.community_id)] == [
        (HUB, [1, 2, 3]), (OTHER, [4]),
    ]  # fmt: skip


async def test_what_arrives_in_time_is_not_told(one_stage: Stage) -> None:
    await one_stage.plan("seat")
    late = await one_stage.plan("seat", to_member=await one_stage.member(HUB, 2))
    one_stage.courier.troubles = [None, TryLater("503", retry_after=600)]
    await one_stage.dispatcher.drain()
    one_stage.later(minutes=10)
    await one_stage.dispatcher.drain()
    assert (await one_stage.row(late)).state == "sent"
    assert await one_stage.rows(kind="outbox_not_told") == []


async def test_what_arrives_while_the_line_waits_is_not_told(one_stage: Stage) -> None:
    seat = await one_stage.plan("seat")
    one_stage.courier.always = TryLater("503", retry_after=650)
    await one_stage.dispatcher.drain()
    one_stage.later(minutes=10)
    await one_stage.dispatcher.drain()
    one_stage.courier.always = None
    for minutes in (1, 11):
        one_stage.later(minutes=minutes)
        await one_stage.dispatcher.drain()
    (line,) = await one_stage.rows(kind="outbox_not_told")
    assert (await one_stage.row(seat)).state == "sent"
    assert (line.state, line.last_error) == ("cancelled", "no_longer_true")


async def test_what_was_shown_at_a_press_is_not_told(one_stage: Stage) -> None:
    await one_stage.plan("seat")
    one_stage.courier.troubles = [WayClosed("dms_closed")]
    await one_stage.dispatcher.drain()
    (unread,) = await one_stage.outbox.unread_notices(HUB, 1)
    await one_stage.outbox.mark_shown([unread.id])
    one_stage.later(minutes=11)
    await one_stage.dispatcher.drain()
    assert await one_stage.rows(kind="outbox_not_told") == []


async def test_a_mention_in_the_thread_counts_as_told(one_stage: Stage) -> None:
    await one_stage.plan("card", to_place=channel(ANNOUNCE))
    await one_stage.dispatcher.drain()
    one_stage.facts["mention"] = True
    await one_stage.plan("seat_or_thread")
    one_stage.courier.troubles = [WayClosed("dms_closed")]
    await one_stage.dispatcher.drain()
    one_stage.later(minutes=11)
    await one_stage.dispatcher.drain()
    assert await one_stage.rows(kind="outbox_not_told") == []


async def test_a_reminder_is_never_told_to_staff(one_stage: Stage) -> None:
    await one_stage.plan("reminder")
    one_stage.courier.troubles = [WayClosed("dms_closed")]
    await one_stage.dispatcher.drain()
    one_stage.later(minutes=11)
    await one_stage.dispatcher.drain()
    assert await one_stage.rows(kind="outbox_not_told") == []
