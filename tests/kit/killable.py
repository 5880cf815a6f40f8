"""A process of its own that answers a meeting or sends what is due, until it ends or is killed.

Everything it promised stands in a journal, written through to the disk before it goes on: ``in <person>``
once a person was told of a seat, ``sent <nonce>`` once a courier handed a notice over. With ``--hang-after N``
the courier never comes back from its N-th notice, so that a kill lands between the send and its mark.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from datetime import datetime, timedelta
from pathlib import Path

from bot.events.rules import Choice
from bot.outbox.couriers import Address
from bot.outbox.notice import Notice, Receipt
from tests.kit.meetings import Meetings, meetings_on


class Journal:
    """Lines that survive a SIGKILL."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a")

    def write(self, line: str) -> None:
        self._file.write(line + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


class JournalCourier:
    """A courier whose other end is a file."""

    def __init__(self, journal: Journal, hang_after: int | None) -> None:
        self._journal = journal
        self._hang_after = hang_after
        self._count = 0

    async def send(self, address: Address, notice: Notice, *, nonce: str) -> Receipt:
        assert notice.subject.to("ja")
        self._journal.write(f"sent {nonce}")
        self._count += 1
        if self._hang_after is not None and self._count >= self._hang_after:
            await asyncio.Event().wait()
        return Receipt(channel_id=500_000 + self._count, message_id=600_000 + self._count)

    async def remove(self, place: Address, message_id: int, notice: Notice) -> None:
        raise AssertionError("nothing is taken away here")

    async def edit(self, place: Address, message_id: int, notice: Notice) -> None:
        assert notice.layout == "event_card"


async def press(meetings: Meetings, event_id: int, people: int, journal: Journal) -> None:
    """Many people answer at once; each who was told of a seat is written down."""
    event = await meetings.hub.events.show(meetings.community_id, event_id)

    async def one(person: int) -> None:
        answered = await meetings.answer(event, person, Choice.VENUE)
        if answered.mine.confirmed is not None:
            journal.write(f"in {person}")

    await asyncio.gather(*(one(person) for person in range(100, 100 + people)))


async def deliver(meetings: Meetings, until: datetime) -> None:
    """Send what falls due up to a moment, the clock going from one due row to the next."""
    while True:
        await meetings.hub.tick()
        due_at = await meetings.hub.outbox.next_due_at()
        if due_at is None or due_at > until:
            return
        meetings.hands.set(max(due_at, meetings.hands() + timedelta(seconds=1)))


async def run(given: argparse.Namespace) -> None:
    meetings = meetings_on(given.url, datetime.fromisoformat(given.at))
    journal = Journal(given.journal)
    meetings.hub.use_couriers({"discord": JournalCourier(journal, given.hang_after)})
    try:
        if given.people:
            await press(meetings, given.event, given.people, journal)
        else:
            await deliver(meetings, meetings.hands() + timedelta(hours=3))
        journal.write("done")
    finally:
        await meetings.hub.close()


def main() -> None:
    reader = argparse.ArgumentParser()
    reader.add_argument("url")
    reader.add_argument("journal", type=Path)
    reader.add_argument("--at", required=True)
    reader.add_argument("--event", type=int, default=1)
    reader.add_argument("--people", type=int, default=0)
    reader.add_argument("--hang-after", type=int)
    asyncio.run(run(reader.parse_args()))


if __name__ == "__main__":
    main()
