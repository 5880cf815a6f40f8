"""The clock jumps: staff are told once, and nothing waits for a time that never was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from bot.clock import Hands
from bot.db import Tx
from bot.hub import Hub, build_hub
from bot.outbox.couriers import ToPlace
from bot.outbox.models import CourierPauseRow, DeliveryRow, PostingRow
from bot.outbox.notice import Delivery, Kind, Notice
from bot.outbox.rules import DM_PAUSE, LEASE
from bot.settings import Settings
from tests.bot.outbox.stage import RecordingCourier, typed
from tests.kit.read_only import read_only

START = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
COMMUNITY = 700_000_000_000_000_001
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass
class Room:
    """A hub with a clock moved by hand and, beside it, one that only counts, moved by hand as well."""

    hub: Hub
    hands: Hands
    courier: RecordingCourier
    counted: list[float]

    def pass_by(self, time: timedelta) -> None:
        self.hands.move(time)
        self.counted[0] += time.total_seconds()

    def staff_reads(self) -> list[str]:
        return [
            "\n".join([sent.notice.subject.to("ja"), *(part.to("ja") for part in sent.notice.paragraphs)])
            for sent in self.courier.sent
            if isinstance(sent.address, ToPlace) and sent.address.channel_id == COMMUNITY + 2
        ]

    async def plan(self, **more: Any) -> int:
        async with self.hub.db.transaction() as tx:
            key = str(len(self.courier.sent)) + str(more)
            values: dict[str, Any] = {"due_at": self.hands()} | more
            made = await self.hub.outbox.enqueue(
                tx, community_id=COMMUNITY, kind="letter", subject="x:1", to_place="channel:5",
                dedupe_key=key[:200], now=self.hands(), **values,
            )  # fmt: skip
        assert made is not None
        return made

    async def set(self, row: int, **values: Any) -> None:
        async with self.hub.db.transaction() as tx:
            await tx.execute(update(DeliveryRow).where(DeliveryRow.id == row).values(**values))

    async def row(self, row: int) -> Any:
        async with self.hub.db.reading() as tx:
            return (await tx.execute(select(DeliveryRow.__table__).where(DeliveryRow.id == row))).one()


async def letter(_tx: Tx, delivery: Delivery, _now: datetime) -> Notice:
    return Notice(typed(str(delivery.id)))


@pytest.fixture
async def room(settings: Settings) -> AsyncIterator[Room]:
    hands, counted = Hands(START), [1_000.0]
    hub = build_hub(settings, clock=hands, steady=lambda: counted[0])
    await hub.communities.set_up(
        COMMUNITY, name="みなと市民ハブ", announce_channel_id=COMMUNITY + 1, staff_channel_id=COMMUNITY + 2,
        staff_role_id=COMMUNITY + 3,
    )  # fmt: skip
    hub.outbox.register(Kind("letter", letter))
    made = Room(hub, hands, RecordingCourier(), counted)
    hub.use_couriers({"discord": made.courier})
    await hub.tick()
    yield made
    await hub.close()


async def test_time_that_passes_is_no_jump(room: Room) -> None:
    for span in (timedelta(seconds=5), HOUR, timedelta(days=3)):
        room.pass_by(span)
        await room.hub.tick()
    room.hands.move(5 * MINUTE)  # a clock being corrected
    await room.hub.tick()
    assert room.staff_reads() == []


async def test_a_jump_forward_is_told_once_with_what_came_too_late(room: Room) -> None:
    in_between = await room.plan(due_at=START + HOUR, expires_at=START + 2 * HOUR)
    meanwhile = await room.plan(due_at=START + HOUR)
    room.hands.move(3 * HOUR)
    for _tick in range(3):
        await room.hub.tick()
        room.pass_by(timedelta(seconds=5))
    (line,) = room.staff_reads()
    assert "3時間" in line
    assert "1件" in line
    assert (await room.row(in_between)).state == "expired"
    assert (await room.row(meanwhile)).state == "sent"


async def test_the_next_jump_is_told_by_its_own_length(room: Room) -> None:
    for hours in (3, 7):
        room.hands.move(hours * HOUR)
        await room.hub.tick()
        room.pass_by(timedelta(seconds=5))
        await room.hub.tick()
    first, second = room.staff_reads()
    assert "3時間" in first
    assert "7時間" in second


async def test_a_jump_back_is_told_once_and_nothing_waits_for_the_old_time(room: Room) -> None:
    leased, unread, tried, written, planned = [
        await room.plan(due_at=at, expires_at=None, args={"n": n})
        for n, at in enumerate([START] * 4 + [START + timedelta(days=2)])
    ]
    later = START + 3 * HOUR
    await room.set(leased, state="sending", lease_until=START + LEASE)
    await room.set(unread, state="failed", awaits_press=True, lease_until=START + MINUTE)
    await room.set(tried, attempts=1, last_error="server_500", due_at=START + HOUR)
    await room.set(written, due_at=later, created_at=later)
    async with room.hub.db.transaction() as tx:
        await tx.execute(CourierPauseRow.__table__.insert().values(way="dm", until=START + HOUR))  # pyright: ignore[reportAttributeAccessIssue]
        await tx.execute(
            PostingRow.__table__.insert().values(  # pyright: ignore[reportAttributeAccessIssue]
                community_id=COMMUNITY, subject="event:1", shown_revision=0, wanted_revision=0,
                next_edit_at=START + 5 * MINUTE,
            )
        )  # fmt: skip
    room.hands.move(-5 * HOUR)
    now = room.hands()
    for _tick in range(3):
        await room.hub.tick()
        room.pass_by(timedelta(seconds=5))
    (line,) = room.staff_reads()
    assert "5時間" in line
    assert [(await room.row(row)).state for row in (leased, tried, written)] == ["sent"] * 3
    assert (await room.row(unread)).lease_until is None
    assert (await room.row(planned)).state == "planned", "what the calendar says stays where it is"
    async with room.hub.db.reading() as tx:
        assert await tx.scalar(select(CourierPauseRow.until)) == now + DM_PAUSE
        assert await tx.scalar(select(PostingRow.next_edit_at)) == now


async def test_a_lease_from_the_future_is_freed_at_the_start_too(room: Room, settings: Settings) -> None:
    """The computer was switched off in between: nobody saw the jump."""
    row = await room.plan()
    await room.set(row, state="sending", lease_until=START + LEASE)
    hands = Hands(START - 5 * HOUR)
    hub = build_hub(settings, clock=hands)
    try:
        hub.outbox.register(Kind("letter", letter))
        courier = RecordingCourier()
        hub.use_couriers({"discord": courier})
        await hub.tick()
        assert [sent.nonce for sent in courier.sent] == [f"d{row}"]
    finally:
        await hub.close()


async def test_a_lease_in_use_is_left_alone_at_the_start(room: Room, settings: Settings) -> None:
    """Another process is sending it right now."""
    row = await room.plan()
    await room.set(row, state="sending", lease_until=START + LEASE)
    hub = build_hub(settings, clock=Hands(START))
    try:
        hub.use_couriers({"discord": room.courier})
        await hub.tick()
    finally:
        await hub.close()
    assert (await room.row(row)).lease_until == START + LEASE


async def test_a_jump_that_could_not_be_written_is_seen_again(room: Room) -> None:
    room.hands.move(3 * HOUR)
    async with read_only(room.hub.db):
        with pytest.raises(OperationalError, match="readonly"):
            await room.hub.tick()
    await room.hub.tick()
    assert len([line for line in room.staff_reads() if "3時間" in line]) == 1


async def test_nothing_is_deleted_for_its_age_by_a_clock_that_leapt_ahead(room: Room) -> None:
    """Two years forward would make every question, answer and notice old enough to be deleted."""
    await room.hub.questions.ask(COMMUNITY, 11, "はる", "駐車場はありますか")
    room.hands.move(timedelta(days=730))
    await room.hub.tidy()  # both jobs are due at the same moment: this one may be first
    await room.hub.tick()
    room.pass_by(23 * HOUR)
    await room.hub.tidy()
    assert len(await room.hub.questions.mine(COMMUNITY, 11)) == 1
    room.hands.move(-timedelta(days=730))
    await room.hub.tick()
    room.pass_by(2 * HOUR)
    await room.hub.tidy()
    assert len(await room.hub.questions.mine(COMMUNITY, 11)) == 1, "it was put right, and nothing is old"
    room.pass_by(timedelta(days=366))
    await room.hub.tidy()
    assert await room.hub.questions.mine(COMMUNITY, 11) == [], "time that passes makes old"


async def test_a_week_of_sleep_does_not_keep_things_for_ever(room: Room) -> None:
    await room.hub.questions.ask(COMMUNITY, 11, "はる", "駐車場はありますか")
    room.hands.move(timedelta(days=400))
    await room.hub.tick()
    room.pass_by(25 * HOUR)
    await room.hub.tidy()
    assert await room.hub.questions.mine(COMMUNITY, 11) == []
