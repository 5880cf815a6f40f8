"""The outbox without a network: taking due rows and marking them, whole passes, and looking when nothing is due.

Both sides work on copies of one file, so tables, indexes and pragmas are the same.
"""

from __future__ import annotations

import asyncio
import gc
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import update

from bot.hub import Hub
from bot.i18n import Text
from bot.members.models import MemberRow
from bot.outbox import claim, marks
from bot.outbox.couriers import Address, ToPlace
from bot.outbox.dispatcher import CLAIM_LIMIT, Dispatcher
from bot.outbox.notice import Delivery, Kind, NewDelivery, Notice, Receipt
from bot.outbox.pacing import NewDms, Pacer
from bot.outbox.rules import LEASE
from tests.bench.figures import Benchmark, Figure, Size, Stopwatch, Target, paired
from tests.bench.outbox_partners import RawOutbox, ThreadedLook
from tests.kit.databases import make_tables
from tests.kit.meetings import COMMUNITY, NOON, Meetings, meetings_on

KIND = "bench.note"
RECEIPT = Receipt(channel_id=1, message_id=2)
UNPACED = 1_000_000.0


class Accepting:
    """A courier that hands nothing to anybody and is content at once."""

    async def send(self, address: Address, notice: Notice, *, nonce: str) -> Receipt:
        return RECEIPT

    async def remove(self, place: ToPlace, message_id: int, notice: Notice) -> None:
        raise AssertionError("nothing is taken away here")

    async def edit(self, place: ToPlace, message_id: int, notice: Notice) -> None:
        return None


def run(size: Size) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder), size))


async def _measure(folder: Path, size: Size) -> list[Figure]:
    filled = folder / "filled.db"
    await make_tables(_url(filled))
    empty = folder / "empty.db"
    shutil.copyfile(filled, empty)
    await _fill(filled, size.deliveries)
    return [*await _rows(folder, filled, size), *await _idle(folder, empty, size)]


def _url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def _meetings(file: Path) -> Meetings:
    meetings = meetings_on(_url(file))

    async def compose(_tx: object, _delivery: Delivery, _now: object) -> Notice:
        return Notice(Text("bench"))

    meetings.hub.outbox.register(Kind(KIND, compose))
    meetings.hub.use_couriers({"discord": Accepting()})
    return meetings


async def _fill(file: Path, count: int) -> None:
    """``count`` people with a known DM channel and one due notice each."""
    meetings = _meetings(file)
    try:
        await meetings.set_up()
        async with meetings.hub.db.transaction() as tx:
            people = [
                (await meetings.hub.members.ensure(tx, COMMUNITY, number, None)).id
                for number in range(1, count + 1)
            ]
            await tx.execute(update(MemberRow).values(dm_channel_id=1))
            await meetings.hub.outbox.enqueue_many(
                tx,
                [
                    NewDelivery(
                        community_id=COMMUNITY,
                        kind=KIND,
                        subject="bench:1",
                        to_member=person,
                        due_at=NOON,
                        dedupe_key=f"bench:{person}",
                    )
                    for person in people
                ],
                now=NOON,
            )
    finally:
        await meetings.hub.close()


async def _rows(folder: Path, filled: Path, size: Size) -> list[Figure]:
    rates: dict[str, list[float]] = defaultdict(list)
    for number in range(size.rounds + 1):  # the first round only warms up
        for name, drain in (("ours", _claim_and_mark), ("passes", _passes), ("raw", _raw)):
            file = folder / f"{number}-{name}.db"
            shutil.copyfile(filled, file)
            rate = await drain(file, size.deliveries)
            if number:
                rates[name].append(rate)
    partner = "raw sqlite3: UPDATE … RETURNING, then one commit a row"
    return [
        paired("outbox: claim and mark", "rows/s", rates["ours"], partner, rates["raw"]),
        paired("outbox: claim, compose, mark", "rows/s", rates["passes"], partner, rates["raw"]),
    ]


async def _claim_and_mark(file: Path, count: int) -> float:
    meetings = _meetings(file)
    try:
        with Stopwatch() as watch:
            done = await _drain(meetings.hub)
        assert done == count
        return count / watch.seconds
    finally:
        await meetings.hub.close()


async def _drain(hub: Hub) -> int:
    done, now = 0, hub.clock()
    while True:
        async with hub.db.transaction() as tx:
            claimed = await claim.claim(tx, now, CLAIM_LIMIT)
        for delivery in claimed:
            async with hub.db.transaction() as tx:
                await marks.sent(tx, delivery, "dm", RECEIPT, now)
        done += len(claimed)
        if not claimed:
            return done


async def _passes(file: Path, count: int) -> float:
    meetings = _meetings(file)
    hub = meetings.hub
    unhindered = Dispatcher(
        hub.db,
        hub.outbox,
        {"discord": Accepting()},
        hub.clock,
        pacer=Pacer(UNPACED),
        new_dms=NewDms(UNPACED),
    )
    try:
        with Stopwatch() as watch:
            done = await unhindered.tick()
        assert done == count
        return count / watch.seconds
    finally:
        await hub.close()


async def _raw(file: Path, count: int) -> float:
    partner = RawOutbox(str(file))
    try:
        with Stopwatch() as watch:
            done = partner.drain(f"{NOON:%Y-%m-%d %H:%M:%S.%f}", f"{NOON + LEASE:%Y-%m-%d %H:%M:%S.%f}")
        assert done == count
        return count / watch.seconds
    finally:
        partner.close()


async def _idle(folder: Path, empty: Path, size: Size) -> list[Figure]:
    figures: list[Figure] = []
    for planned in size.planned:
        file = folder / f"idle-{planned}.db"
        shutil.copyfile(empty, file)
        await _plan(file, planned)
        figures += await _look(file, planned, size.looks)
    return figures


async def _plan(file: Path, count: int) -> None:
    """``count`` rows that are not due for weeks, written past the service (100,000 of them)."""
    meetings = _meetings(file)
    try:
        await meetings.set_up()
    finally:
        await meetings.hub.close()
    rows = (
        (COMMUNITY, f"bench:{number}", f"{NOON + timedelta(days=30, seconds=number):%Y-%m-%d %H:%M:%S.%f}")
        for number in range(count)
    )
    connection = sqlite3.connect(file)
    try:
        connection.executemany(
            "INSERT INTO deliveries (community_id, kind, subject, dedupe_key, due_at, state, attempts,"
            " awaits_press, created_at) VALUES (?1, 'bench.note', 'bench:1', ?2, ?3, 'planned', 0, 0, ?3)",
            rows,
        )
        connection.commit()
    finally:
        connection.close()


async def _look(file: Path, planned: int, looks: int) -> list[Figure]:
    meetings = _meetings(file)
    raw, threaded = RawOutbox(str(file)), ThreadedLook(str(file))
    await threaded.open()
    taken: dict[str, list[float]] = defaultdict(list)
    try:
        gc.collect()
        for number in range(looks + 5):
            stamps = [perf_counter()]
            await meetings.hub.tick()
            stamps.append(perf_counter())
            await threaded.look()
            stamps.append(perf_counter())
            raw.look()
            stamps.append(perf_counter())
            if number >= 5:  # warm by now
                for name, start, end in zip(("tick", "threaded", "raw"), stamps, stamps[1:], strict=False):
                    taken[name].append(end - start)
    finally:
        await threaded.close()
        raw.close()
        await meetings.hub.close()
    ms = {name: median(values) * 1000 for name, values in taken.items()}
    name = f"idle tick, {planned:,} rows planned, p50"
    return [
        Figure(name, "ms", ms["tick"], "indexed SELECT, aiosqlite", ms["threaded"], target=Target("≤", 3.0)),
        Figure(name, "ms", ms["tick"], "indexed SELECT, sqlite3 without a thread", ms["raw"]),
    ]


BENCHMARK = Benchmark("outbox", __doc__ or "", run, (RawOutbox, ThreadedLook))
