"""A process that forks others which answer, deliver and back up at once, or restore, until they are killed.

One line of input is one child: ``live <round>`` or ``restore <file>``. Its process id is printed, and how it
ended. Forking spares each child the second that the imports take. What was promised stands in a journal that
is written through to the disk: ``in <event> <person>``, ``leaves``, ``out``, ``sent <nonce>``, ``begins
<number>`` and ``backup <name> <number>`` once a backup is complete.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from datetime import timedelta
from pathlib import Path

from bot.clock import Hands
from bot.events.rules import Choice
from bot.hub import Hub, build_hub
from bot.restoring import RestoreRefused, restore
from bot.settings import Settings
from tests.kit.killable import Journal, JournalCourier
from tests.kit.meetings import COMMUNITY, NOON

PEOPLE = 16
LEAVERS = 4


def clock_of(number: int) -> Hands:
    """Ten minutes later at each round: the leases of whoever was killed are over."""
    return Hands(NOON + timedelta(minutes=10 * number))


async def live(settings: Settings, journal: Journal, number: int) -> None:
    """Answers to the round's meeting, deliveries and backups, all at once."""
    hands = clock_of(number)
    courier = JournalCourier(journal, None)
    hub = build_hub(settings, clock=hands, couriers={"discord": courier})
    try:
        done = asyncio.Event()
        others = asyncio.gather(deliver(hub, done), back_up(hub, journal, number, done))
        await asyncio.gather(*(answer(hub, journal, number, person) for person in range(1, PEOPLE + 1)))
        done.set()
        await others
        await hub.tick()
        journal.write("done")
    finally:
        await hub.close()


async def answer(hub: Hub, journal: Journal, event_id: int, person: int) -> None:
    async def press(choice: Choice) -> bool:
        answered = await hub.rsvps.rsvp(
            COMMUNITY, 1_000 * event_id + person, f"参加者{person}", event_id, choice, sure=True
        )
        return answered.mine.confirmed is not None

    if await press(Choice.VENUE):
        journal.write(f"in {event_id} {person}")
    if person <= LEAVERS:
        journal.write(f"leaves {event_id} {person}")
        await press(Choice.DECLINED)
        journal.write(f"out {event_id} {person}")


async def deliver(hub: Hub, done: asyncio.Event) -> None:
    while not done.is_set():
        await hub.tick()


async def back_up(hub: Hub, journal: Journal, number: int, done: asyncio.Event) -> None:
    for count in itertools.count(1):
        mark = f"{number}.{count}"
        journal.write(f"begins {mark}")
        backup = await asyncio.to_thread(hub.backups.make)
        journal.write(f"backup {backup.path.name} {mark}")
        if done.is_set():
            return


def child(url: str, journal: Path, command: str, argument: str) -> None:
    settings = Settings(database_url=url, discord_requests_per_second=50, discord_new_dms_per_minute=60)
    if command == "live":
        asyncio.run(live(settings, Journal(journal), int(argument)))
    else:
        try:
            restore(settings, clock_of(0), Path(argument))
        except RestoreRefused as error:
            sys.exit(str(error))


def main(url: str, journal: Path) -> None:
    for line in sys.stdin:
        if (pid := os.fork()) == 0:
            child(url, journal, *line.split())
            os._exit(0)
        print(pid, flush=True)  # noqa: T201
        _pid, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
