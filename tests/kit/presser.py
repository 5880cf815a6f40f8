"""A process of its own that answers meetings for many people at once; run by the overbooking test.

Says ``ready``; then, for every line ``<event id> locked`` or ``<event id> unlocked``, presses for all its people
together and says how many got a seat. ``unlocked`` is the negative control: the same service without its lock.
"""

from __future__ import annotations

import asyncio
import sys

from bot.db import Tx
from bot.events import rsvp
from bot.events.rules import Choice
from bot.events.standing import take_lock
from tests.kit.meetings import Meetings, meetings_on


async def no_lock(_tx: Tx, _event_id: int) -> None:
    """What the service would be without `take_lock`."""


async def press(meetings: Meetings, event_id: int, people: range) -> int:
    """How many of these people were told that they have a seat."""
    event = await meetings.hub.events.show(meetings.community_id, event_id)
    answers = await asyncio.gather(*(meetings.answer(event, person, Choice.VENUE) for person in people))
    return sum(answer.mine.confirmed is not None for answer in answers)


async def serve(url: str, people: range) -> None:
    meetings = meetings_on(url)
    try:
        print("ready", flush=True)
        while order := await asyncio.to_thread(sys.stdin.readline):
            event_id, lock = order.split()
            rsvp.take_lock = take_lock if lock == "locked" else no_lock
            print(await press(meetings, int(event_id), people), flush=True)
    finally:
        await meetings.hub.close()


if __name__ == "__main__":
    first, count = int(sys.argv[2]), int(sys.argv[3])
    asyncio.run(serve(sys.argv[1], range(first, first + count)))
