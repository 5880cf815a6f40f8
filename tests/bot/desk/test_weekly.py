"""The post of Monday morning: planned once, on time, for the right communities."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.desk import weekly
from bot.hub import Hub, build_hub
from bot.members.models import CommunityRow
from bot.outbox.couriers import PlaceIsPublic, ToPlace
from bot.outbox.models import DeliveryRow
from bot.settings import Settings
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.both import ON_BOTH_ALWAYS
from tests.kit.meetings import COMMUNITY, Meetings

MONDAY = datetime(2026, 12, 7, 0, tzinfo=UTC)
"""9:00 in Tokyo on the Monday after the meetings' first noon."""


async def rows(meetings: Meetings, state: str = "planned") -> list[Any]:
    query = (
        select(DeliveryRow.community_id, DeliveryRow.due_at, DeliveryRow.expires_at, DeliveryRow.place)
        .where(DeliveryRow.kind == weekly.WEEKLY, DeliveryRow.state == state)
        .order_by(DeliveryRow.due_at)
    )
    async with meetings.hub.db.reading() as tx:
        return list(await tx.execute(query))


async def due(meetings: Meetings, state: str = "planned") -> list[datetime]:
    return [row.due_at for row in await rows(meetings, state)]


@asynccontextmanager
async def second_process(meetings: Meetings) -> AsyncIterator[Hub]:
    url = meetings.hub.settings.database_url
    hub = build_hub(Settings(database_url=url), clock=meetings.hands)
    try:
        yield hub
    finally:
        await hub.close()


def courier_of(*hubs: Hub) -> RecordingCourier:
    courier = RecordingCourier()
    for hub in hubs:
        hub.use_couriers({"discord": courier})
    return courier


async def test_it_is_planned_for_nine_and_ends_with_the_day(meetings: Meetings) -> None:
    assert await meetings.hub.desk.plan_weekly() == 1
    assert await meetings.hub.desk.plan_weekly() == 0
    assert [tuple(row) for row in await rows(meetings)] == [
        (COMMUNITY, MONDAY, MONDAY + timedelta(hours=15), "staff")
    ]


async def test_a_changed_time_zone_moves_what_is_planned(meetings: Meetings) -> None:
    await meetings.hub.plan()
    await meetings.hub.communities.change(COMMUNITY, timezone="America/New_York")
    await meetings.hub.plan()
    assert await due(meetings) == [MONDAY + timedelta(hours=14)]
    await meetings.hub.communities.change(COMMUNITY, timezone="Asia/Tokyo")
    await meetings.hub.plan()
    assert await due(meetings) == [MONDAY]


async def test_a_zone_further_west_does_not_post_the_same_monday_twice(meetings: Meetings) -> None:
    courier = courier_of(meetings.hub)
    await meetings.hub.plan()
    meetings.hands.set(MONDAY)
    await meetings.hub.tick()
    await meetings.hub.communities.change(COMMUNITY, timezone="America/New_York")
    for _step in range(10):
        await meetings.hub.plan()
        await meetings.hub.tick()
        meetings.hands.move(timedelta(hours=3))
    assert len(courier.sent) == 1


async def test_exactly_once_a_week_across_restarts_in_the_staff_channel_only(meetings: Meetings) -> None:
    async with second_process(meetings) as other:
        courier = courier_of(meetings.hub, other)
        moments = []
        for number in range(8 * 15):
            hub = other if number % 5 else meetings.hub
            await hub.plan()
            before = len(courier.sent)
            await hub.tick()
            moments += [meetings.hands()] * (len(courier.sent) - before)
            meetings.hands.move(timedelta(hours=3))
    assert moments == [MONDAY, MONDAY + timedelta(days=7)]
    places = [sent.address for sent in courier.sent]
    assert [(p.channel_id, p.staff_only) for p in places if isinstance(p, ToPlace)] == [
        (COMMUNITY + 2, True)
    ] * 2


@ON_BOTH_ALWAYS
async def test_two_planners_at_once_plan_one_post(
    meetings: Meetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with second_process(meetings) as other:
        planned = await asyncio.gather(*(hub.desk.plan_weekly() for hub in (meetings.hub, other) * 4))
        assert sorted(planned) == [0] * 7 + [1]
        assert len(await rows(meetings)) == 1

        # The control: without the day as its key, the same planners plan as often as they are asked.
        enqueue, numbers = meetings.hub.outbox.enqueue, iter(range(100))

        async def unkeyed(*args: Any, **values: Any) -> int | None:
            return await enqueue(*args, **{**values, "dedupe_key": f"control:{next(numbers)}"})

        monkeypatch.setattr(meetings.hub.outbox, "enqueue", unkeyed)
        monkeypatch.setattr(other.outbox, "enqueue", unkeyed)
        await asyncio.gather(*(hub.desk.plan_weekly() for hub in (meetings.hub, other)))
        assert len(await rows(meetings)) == 3


async def test_a_machine_that_slept_posts_late_on_monday_and_not_on_tuesday(meetings: Meetings) -> None:
    courier = courier_of(meetings.hub)
    meetings.hands.set(MONDAY + timedelta(hours=6))
    await meetings.hub.plan()
    await meetings.hub.tick()
    assert len(courier.sent) == 1
    meetings.hands.set(MONDAY + timedelta(days=1))
    await meetings.hub.plan()
    meetings.hands.set(MONDAY + timedelta(days=7, hours=15))
    await meetings.hub.tick()
    assert len(courier.sent) == 1
    assert await due(meetings, "expired") == [MONDAY + timedelta(days=7)]


async def test_a_staff_channel_open_to_everyone_gets_nothing_until_it_is_closed(meetings: Meetings) -> None:
    courier = courier_of(meetings.hub)
    await meetings.hub.plan()
    meetings.hands.set(MONDAY)
    courier.troubles = [PlaceIsPublic("staff_channel_is_public")]
    await meetings.hub.tick()
    assert [sent.notice.subject.msgid for sent in courier.sent] == [
        "The staff channel can be read by everyone, so nothing else is posted here."
    ]
    await meetings.hub.plan()  # what waits for its hour is not planned back to nine
    assert await due(meetings) == [MONDAY + timedelta(hours=1)]
    meetings.hands.move(timedelta(hours=1))
    await meetings.hub.tick()
    assert len(courier.sent) == 2


async def test_only_who_uses_the_bot_gets_one(meetings: Meetings) -> None:
    await meetings.hub.communities.known(COMMUNITY + 10, "まだ設定していない")
    async with meetings.hub.db.transaction() as tx:
        await tx.execute(update(CommunityRow).where(CommunityRow.id == COMMUNITY).values(removed_at=MONDAY))
    assert await meetings.hub.desk.plan_weekly() == 0
    await meetings.hub.communities.set_up(
        COMMUNITY + 10, name="となり町", announce_channel_id=1, staff_channel_id=2, staff_role_id=3
    )
    assert await meetings.hub.desk.plan_weekly() == 1
    assert [row.community_id for row in await rows(meetings)] == [COMMUNITY + 10]
