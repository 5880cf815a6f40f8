"""Mail through the whole dispatcher (claim, compose, letter in two forms, calendar, send, mark), to a real server.

The server runs in a process of its own, takes everything at once and is the same for both sides; the pace of
MAIL_PER_MINUTE is switched off.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.db import Database, Tx
from bot.members.wish_rules import Topic
from bot.outbox.mail.courier import MailCourier
from bot.outbox.mail.session import Server
from bot.outbox.notice import Delivery, MailPart, Notice
from tests.bench.figures import Benchmark, Figure, Size, Stopwatch, Target, paired
from tests.bench.mail_partners import bare_aiosmtplib
from tests.bench.mail_sink import mail_sink
from tests.bot.outbox.mail.lane import MailLane
from tests.bot.outbox.mail.post import INVITATION, TO, messages, typed
from tests.kit.databases import make_tables
from tests.kit.mail_server import HOST, MailServer

READERS = 20
PART = MailPart(
    (
        typed("日時：12月17日 19時"),
        typed("場所：みどり市民センター"),
        typed("来られないときは『欠席』と返信"),
    ),
    (typed("2階の会議室です。持ち物はありません。"),) * 3,
    invitation=INVITATION,
)
NOTICE = Notice(typed("あすの情報交換会"), mail=PART)
TEN_TIMES_THE_PACE = 10 * 30 / 60
"""Of MAIL_PER_MINUTE as it is set by default, in mails a second."""


class BenchLane(MailLane):
    async def _letter(self, _tx: Tx, delivery: Delivery, _now: datetime) -> Notice:
        return NOTICE


def run(size: Size) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, mail_sink() as port:
        return asyncio.run(_measure(Path(folder), port, size))


async def _measure(folder: Path, port: int, size: Size) -> list[Figure]:
    filled = folder / "filled.db"
    await make_tables(_url(filled))
    await _fill(filled, size.deliveries)
    rates: dict[str, list[float]] = defaultdict(list)
    for number in range(size.rounds + 1):  # the first round only warms up
        file = folder / f"{number}.db"
        shutil.copyfile(filled, file)
        ours, bare = await _ours(file, port, size.deliveries), await _bare(port, size.deliveries)
        if number:
            rates["ours"].append(ours)
            rates["bare"].append(bare)
    name = "aiosmtplib alone, mails ready"
    target = Target("≥", TEN_TIMES_THE_PACE, of="value")
    return [
        paired("mail: through the dispatcher", "mails/s", rates["ours"], name, rates["bare"], target),
        Figure("mail: making one, p50", "ms", _making(size.singles)),
    ]


def _url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def _lane(database: Database) -> BenchLane:
    return BenchLane(database, MailServer())


async def _fill(file: Path, count: int) -> None:
    database = Database(_url(file))
    try:
        lane = _lane(database)
        await lane.open()
        readers = [await lane.reader(100 + number) for number in range(READERS)]
        for reader in readers:
            await lane.wish(reader, Topic.CHANGES, "mail")
        for number in range(count):
            await lane.plan(to_member=readers[number % READERS])
        await lane.dispatcher.tick()  # into the lane of mail
    finally:
        await database.close()


async def _ours(file: Path, port: int, count: int) -> float:
    database = Database(_url(file))
    lane = _lane(database)
    courier = MailCourier(Server(HOST, port, "city.example", needs_tls=False), messages(), lane.clock)
    try:
        dispatcher = lane.lane_with(courier)
        with Stopwatch() as watch:
            done = await dispatcher.tick()
        assert done == count
        return count / watch.seconds
    finally:
        await courier.close()
        await database.close()


async def _bare(port: int, count: int) -> float:
    make = messages()
    mails = [make.make(replace(TO, delivery_id=number), NOTICE) for number in range(1, count + 1)]
    with Stopwatch() as watch:
        done = await bare_aiosmtplib(port, mails)
    assert done == count
    return count / watch.seconds


def _making(count: int) -> float:
    make, taken = messages(), []
    for number in range(1, count + 1):
        start = perf_counter()
        make.make(replace(TO, delivery_id=number), NOTICE).content()
        taken.append(perf_counter() - start)
    return median(taken) * 1000


BENCHMARK = Benchmark("mail", __doc__ or "", run, (bare_aiosmtplib,))
