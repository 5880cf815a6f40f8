"""A thousand mails through a bad month: nothing is lost, and only what nobody could know comes twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from itertools import islice

import pytest

from bot.db import Database
from bot.members.wish_rules import Topic
from tests.bot.outbox.mail.lane import MailLane
from tests.bot.outbox.mail.post import KEYS, courier_to, read
from tests.kit.mail_server import DROP, HANG, Kept, MailServer, Step, mail_server

READERS = 40


class BadMonth(MailServer):
    """Each mail meets at most one of the faults, in its first attempt; in the midst of some the bot dies."""

    def begin(self, mails: list[int], dice: random.Random, *, deaths: int) -> None:
        three, five = -(-len(mails) * 3 // 100), -(-len(mails) * 5 // 100)
        chosen = iter(dice.sample(mails, three + three + five + deaths))
        self.lost = set(islice(chosen, three))
        self.kept_without_a_word = set(islice(chosen, three))
        self.busy = set(islice(chosen, five))
        self.deadly = {number: bool(place % 2) for place, number in enumerate(chosen)}
        self.dies = asyncio.Event()
        self._met: set[int] = set()

    def of_content(self, content: bytes) -> Step | None:
        number = KEYS.read_message_id(read(content)["Message-ID"])
        assert number is not None
        if number in self._met:
            return None
        self._met.add(number)
        if number in self.deadly:
            self.dies.set()
            return Step(HANG, keeps=self.deadly[number])
        if number in self.lost | self.kept_without_a_word:
            return Step(DROP, keeps=number in self.kept_without_a_word)
        return Step("450 4.3.0 busy") if number in self.busy else None


async def simulate(
    database: Database, count: int, deaths: int, seed: int
) -> tuple[MailLane, BadMonth, set[int], int]:
    """Until nothing is due any more; the lane, the server, what was in flight at a death, and the deaths."""
    dice = random.Random(seed)
    server = BadMonth(starttls=False)
    async with mail_server(server):
        lane = MailLane(database, server, needs_tls=False)
        await lane.open()
        readers = [await lane.reader(100 + number) for number in range(READERS)]
        for reader in readers:
            await lane.wish(reader, Topic.CHANGES, "mail")
        mails = [await lane.plan(to_member=readers[number % READERS]) for number in range(count)]
        server.begin(mails, dice, deaths=deaths)
        await lane.dispatcher.tick()
        in_flight, died = await _run(lane, server)
    return lane, server, in_flight, died


async def _run(lane: MailLane, server: BadMonth) -> tuple[set[int], int]:
    in_flight: set[int] = set()
    deaths = 0
    while (due_at := await lane.mail_dispatcher.next_due_at()) is not None:
        lane.clock.set(max(due_at, lane.clock()))
        courier = courier_to(server, lane.clock, needs_tls=False)
        working = asyncio.create_task(lane.lane_with(courier).tick())
        dying = asyncio.create_task(server.dies.wait())
        await asyncio.wait({working, dying}, return_when=asyncio.FIRST_COMPLETED)
        if server.dies.is_set():  # nothing is marked, nothing is said to the server
            deaths += 1
            server.dies.clear()
            in_flight |= {row.id for row in await lane.rows(state="sending")}
            courier.hang_up = lambda: None
            working.cancel()
        dying.cancel()
        await asyncio.gather(working, dying, return_exceptions=True)
        await courier.close()
        lane.later(seconds=1)
    return in_flight, deaths


async def check(database: Database, count: int, *, deaths: int) -> None:
    seed = random.SystemRandom().randrange(10**6)
    lane, server, in_flight, died = await simulate(database, count, deaths, seed)
    rows = await lane.rows(kind="letter")
    times = lane.arrivals()
    twice = {number for number, seen in times.items() if seen > 1}
    states = Counter(row.state for row in rows)
    print(f"{count} mails, seed {seed}: {dict(states)}, {len(twice)} twice, {died} deaths")  # noqa: T201  (shown when it fails)
    assert died == deaths
    assert len(rows) == count
    assert {row.id for row in rows} == times.keys(), "nothing is lost"
    assert states == {"sent": count}
    assert in_flight == server.deadly.keys(), "a death leaves only the mail in doubt that was just being sent"
    kept_at_a_death = {number for number, keeps in server.deadly.items() if keeps}
    assert twice == server.kept_without_a_word | kept_at_a_death, "the server had them, and nobody could know"
    assert max(times.values()) == 2


async def test_some_mails(sqlite_database: Database):
    await check(sqlite_database, 40, deaths=3)


@pytest.mark.long
async def test_a_thousand_mails(sqlite_database: Database):
    await check(sqlite_database, 1000, deaths=10)


async def test_the_count_would_see_a_mail_that_is_lost_or_comes_twice(sqlite_database: Database):
    async with mail_server(MailServer(starttls=False)) as server:
        lane = MailLane(sqlite_database, server, needs_tls=False)
        await lane.open()
        mail = await lane.mail_to_reader()
        await lane.mail_dispatcher.tick()
        await lane.post.close()
        assert lane.arrivals() == {mail: 1}
        server.kept.append(Kept("", (), server.kept[0].content))
        assert lane.arrivals() == {mail: 2}
        server.kept.clear()
        assert lane.arrivals() == {}
