"""After a long downtime: many overdue direct messages through the whole dispatcher, the real courier and the
real discord.py, to a server on 127.0.0.1 that enforces Discord's 50 requests a second.

What counts is that nothing is refused and nothing is lost, and how near the configured pace it comes.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.i18n import Text
from bot.members.models import MemberRow
from bot.outbox.dispatcher import Dispatcher
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Delivery, Kind, NewDelivery, Notice
from bot.outbox.pacing import NewDms, Pacer
from bot.settings import Settings
from cogs.courier import DiscordCourier
from tests.bench.figures import Benchmark, Figure, Size, Stopwatch, Target
from tests.bench.overdue_partners import bare_posts
from tests.kit.databases import make_tables
from tests.kit.loopback import loopback_client
from tests.kit.loopback_limited import LimitedLoopback
from tests.kit.meetings import COMMUNITY, NOON, Meetings, meetings_on

KIND = "bench.overdue"
KEPT_DM = 800_000_000_000_000_000
PARTNERS_MESSAGES = 500
AT_ONCE = 1_000
"""Rows written with one statement."""


def run(size: Size) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        return asyncio.run(_measure(Path(folder) / "hub.db", patch, size.overdue))


async def _measure(file: Path, patch: pytest.MonkeyPatch, count: int) -> list[Figure]:
    url = f"sqlite+aiosqlite:///{file}"
    await make_tables(url)
    meetings = meetings_on(url)
    pace = Settings(database_url=url).discord_requests_per_second
    server = LimitedLoopback()
    try:
        await _fill(meetings, count)
        async with loopback_client(patch, server) as (_server, client):
            rate = await _send_all(meetings, DiscordCourier(client), pace, count)
            refused, kept = server.refused, set(server.nonces)
            twice = len(server.nonces) - len(kept)
            partner = await bare_posts(server.base, pace, min(count, PARTNERS_MESSAGES))
        lost = count - min(len(kept), await _marked_sent(meetings))
    finally:
        await meetings.hub.close()
    name = "aiohttp and the same limiter, nothing else"
    at_pace = Target("≥", 0.9 * pace, of="value")
    return [
        Figure(f"overdue: {count:,} sent, pace {pace:g}/s", "/s", rate, name, partner, target=at_pace),
        Figure("overdue: answers of 429", "", refused, target=Target("≤", 0, of="value")),
        Figure("overdue: lost", "", lost, target=Target("≤", 0, of="value")),
        Figure("overdue: sent twice", "", twice, target=Target("≤", 0, of="value")),
    ]


async def _fill(meetings: Meetings, count: int) -> None:
    """People with a known channel, and one notice each that was due before the downtime."""

    async def compose(_tx: object, _delivery: Delivery, _now: object) -> Notice:
        return Notice(Text("bench"))

    hub = meetings.hub
    hub.outbox.register(Kind(KIND, compose))
    await meetings.set_up()
    async with hub.db.transaction() as tx:
        people = [(await hub.members.ensure(tx, COMMUNITY, each, None)).id for each in range(1, count + 1)]
        await tx.execute(update(MemberRow).values(dm_channel_id=KEPT_DM + MemberRow.id))
        rows = [
            NewDelivery(
                community_id=COMMUNITY,
                kind=KIND,
                subject="bench:1",
                to_member=person,
                due_at=NOON,
                dedupe_key=f"overdue:{person}",
            )
            for person in people
        ]
        for start in range(0, count, AT_ONCE):
            await hub.outbox.enqueue_many(tx, rows[start : start + AT_ONCE], now=NOON)


async def _send_all(meetings: Meetings, courier: DiscordCourier, pace: float, count: int) -> float:
    """Messages a second, from the first look to the last mark."""
    hub = meetings.hub
    dispatcher = Dispatcher(
        hub.db,
        hub.outbox,
        {"discord": courier},
        hub.clock,
        pacer=Pacer(pace),
        new_dms=NewDms(1e12),
    )
    with Stopwatch() as watch:
        await dispatcher.tick()
    return count / watch.seconds


async def _marked_sent(meetings: Meetings) -> int:
    async with meetings.hub.db.reading() as tx:
        found = await tx.scalar(
            select(func.count())
            .select_from(DeliveryRow)
            .where(DeliveryRow.kind == KIND, DeliveryRow.state == "sent")
        )
    return found or 0


BENCHMARK = Benchmark("overdue", __doc__ or "", run, (bare_posts,))
