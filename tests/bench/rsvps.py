"""RSVPs through the whole service: member, seat or line, history, three reminders, card revision.

400 people on 20 seats at once, then some more one by one, then those who are seated leave and the line moves
up. Sixteen days before the meeting, so that every press plans all its reminders.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.events.rules import Choice
from tests.bench.figures import Benchmark, Figure, Size, Stopwatch, Target, paired
from tests.bench.rsvp_partners import SEATS, BareOrm, Meeting, RawSqlite, Seat, bare_engine
from tests.kit.databases import make_tables
from tests.kit.meetings import meetings_on

Samples = dict[str, list[float]]


def run(size: Size) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder), size))


async def _measure(folder: Path, size: Size) -> list[Figure]:
    template = folder / "template.db"
    await make_tables(f"sqlite+aiosqlite:///{template}")
    ours: Samples = defaultdict(list)
    orm: Samples = defaultdict(list)
    raw: Samples = defaultdict(list)
    for number in range(size.rounds + 1):  # the first round only warms up
        files = [folder / f"{number}-{name}.db" for name in ("ours", "orm", "raw")]
        shutil.copyfile(template, files[0])
        samples = (ours, orm, raw) if number else ({}, {}, {})
        await _ours(files[0], size, _into(samples[0]))
        await _orm(files[1], size, _into(samples[1]))
        _raw(files[2], size, _into(samples[2]))
    orm_name, raw_name = "bare async ORM", "raw sqlite3, synchronous"
    return [
        paired("RSVPs, all at once", "/s", ours["burst"], orm_name, orm["burst"], Target("≥", 0.6)),
        paired("RSVPs, all at once", "/s", ours["burst"], raw_name, raw["burst"]),
        paired("RSVP alone, p50", "ms", ours["alone"], orm_name, orm["alone"]),
        paired("RSVP alone, p50", "ms", ours["alone"], raw_name, raw["alone"]),
        paired("leaving, next one moves up, p50", "ms", ours["leave"], orm_name, orm["leave"]),
    ]


Keep = Callable[[str, float], None]


def _into(samples: Samples) -> Keep:
    def keep(name: str, value: float) -> None:
        samples.setdefault(name, []).append(value)

    return keep


async def _ours(file: Path, size: Size, keep: Keep) -> None:
    meetings = meetings_on(f"sqlite+aiosqlite:///{file}")
    try:
        await meetings.set_up()
        event = await meetings.announce(venue=SEATS, hall_only=True)

        async def answer(person: int) -> object:
            return await meetings.answer(event, person, Choice.VENUE)

        async def leave(person: int) -> object:
            return await meetings.answer(event, person, Choice.DECLINED)

        await _press(size, answer, leave, keep)
    finally:
        await meetings.hub.close()


async def _orm(file: Path, size: Size, keep: Keep) -> None:
    partner = BareOrm(str(file))
    try:
        await partner.prepare()
        await _press(size, partner.answer, partner.leave, keep)
    finally:
        await partner.engine.dispose()


async def _press(
    size: Size,
    answer: Callable[[int], Awaitable[object]],
    leave: Callable[[int], Awaitable[object]],
    keep: Keep,
) -> None:
    with Stopwatch() as watch:
        await asyncio.gather(*(answer(person) for person in range(1, size.people + 1)))
    keep("burst", size.people / watch.seconds)
    late = range(size.people + 1, size.people + size.singles + 1)
    keep("alone", await _each(answer, late))
    keep("leave", await _each(leave, range(1, SEATS + 1)))


async def _each(act: Callable[[int], Awaitable[object]], people: range) -> float:
    """The median of one after the other, in milliseconds."""
    taken = []
    for person in people:
        start = perf_counter()
        await act(person)
        taken.append(perf_counter() - start)
    return median(taken) * 1000


def _raw(file: Path, size: Size, keep: Keep) -> None:
    partner = RawSqlite(str(file))
    try:
        partner.prepare()
        with Stopwatch() as watch:
            for person in range(1, size.people + 1):
                partner.answer(person)
        keep("burst", size.people / watch.seconds)
        taken = []
        for person in range(size.people + 1, size.people + size.singles + 1):
            start = perf_counter()
            partner.answer(person)
            taken.append(perf_counter() - start)
        keep("alone", median(taken) * 1000)
    finally:
        partner.close()


BENCHMARK = Benchmark("rsvps", __doc__ or "", run, (bare_engine, Meeting, Seat, BareOrm, RawSqlite))
