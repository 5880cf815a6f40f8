"""What did not arrive stands on the desk until somebody has dealt with it, and posts nothing by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.desk.service import Desk
from bot.members.models import CommunityRow
from bot.outbox.couriers import Doubtful, ToPlace, TryLater, WayClosed
from bot.outbox.notice import channel
from tests.bot.outbox.stage import ANNOUNCE, HUB, OTHER, START, Stage

SOON = START + timedelta(days=1)
MONDAY = datetime(2026, 12, 7, 0, tzinfo=UTC)
"""9:00 in Japan."""


async def shown(desk: Desk, community_id: int = HUB) -> list[tuple[str, int, datetime | None]]:
    found = await desk.lines(community_id)
    return [(line.key, line.minutes, line.due_at) for line in found.lines]


async def test_each_tray_is_one_line_until_it_is_dealt_with(stage: Stage) -> None:
    desk = Desk(stage.db, stage.clock, stage.outbox)
    assert await shown(desk) == []
    reached_nobody = [await stage.plan(expires_at=SOON + timedelta(hours=hour)) for hour in (2, 1)]
    post = await stage.plan(to_place=channel(ANNOUNCE), expires_at=SOON)
    other = await stage.plan(community_id=OTHER, to_member=stage.other)
    stage.courier.always = WayClosed("dms_closed")
    await stage.dispatcher.run_due()
    doubtful = await stage.plan(to_place=channel(ANNOUNCE))
    stage.courier.always = Doubtful("lost")
    for _try in range(2):
        await stage.dispatcher.run_due()
        stage.later(seconds=15)
    assert {(row.id, row.state) for row in await stage.rows()} == {
        *((each, "failed") for each in (*reached_nobody, post, other)), (doubtful, "unknown"),
    }  # fmt: skip
    assert await shown(desk) == [
        ("outbox_failed", 1, SOON),
        ("outbox_not_reached", 6, SOON + timedelta(hours=1)),
        ("outbox_unknown", 1, None),
    ]
    assert await shown(desk, OTHER) == [("outbox_not_reached", 3, None)]

    stage.courier.always = None
    (unread, _second) = await stage.outbox.unread_notices(HUB, 1)
    await stage.outbox.mark_shown([unread.id])
    assert await shown(desk) == [
        ("outbox_failed", 1, SOON),
        ("outbox_not_reached", 3, SOON + timedelta(hours=1 if unread.id == reached_nobody[0] else 2)),
        ("outbox_unknown", 1, None),
    ]
    await stage.outbox.cancel(HUB, reached_nobody[1 if unread.id == reached_nobody[0] else 0])
    await stage.outbox.retry(HUB, post)
    await stage.outbox.cancel(HUB, doubtful)
    await stage.dispatcher.run_due()
    assert await shown(desk) == []
    assert await shown(desk, OTHER) == [("outbox_not_reached", 3, None)]


async def test_what_is_past_its_time_or_is_a_card_is_no_line(stage: Stage) -> None:
    desk = Desk(stage.db, stage.clock, stage.outbox)
    await stage.plan(expires_at=SOON)
    await stage.plan("card", to_place=channel(ANNOUNCE))
    stage.courier.always = WayClosed("unknown_channel")
    await stage.dispatcher.run_due()
    assert await shown(desk) == [("outbox_not_reached", 3, SOON)]
    stage.clock.set(SOON)
    assert await shown(desk) == []


async def test_overdue_reminders_are_lines_and_no_messages(stage: Stage) -> None:
    desk = Desk(stage.db, stage.clock, stage.outbox)
    async with stage.db.transaction() as tx:
        await tx.execute(update(CommunityRow).values(set_up_at=START))
    await desk.plan_weekly()
    for _each in range(5):
        await stage.plan("reminder")
    stage.courier.troubles = [TryLater("503"), *[WayClosed("dms_closed")] * 4]
    await stage.dispatcher.run_due()
    for _hour in range(24):
        stage.later(hours=1)
        await stage.dispatcher.drain()
    to_staff = [sent for sent in stage.courier.sent if isinstance(sent.address, ToPlace)]
    assert to_staff == []
    assert await shown(desk) == [("outbox_not_reached", 12, None)]
    stage.clock.set(MONDAY)
    await stage.dispatcher.drain()
    posts = [sent.notice for sent in stage.courier.sent if isinstance(sent.address, ToPlace)]
    assert [post.subject.to("ja") for post in posts] == [
        "今週の仕事：1件（約15分）",
        "今週、していただく仕事はありません。いつもありがとうございます。",
    ]
