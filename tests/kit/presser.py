"""A process of its own that answers a meeting for many people at once; run by the overbooking tests.

Prints ``ready``, waits for a line, presses for all its people together, prints how many got a seat.
``--without-lock`` is the negative control: the same service without the row lock of `lock_event`.
"""

from __future__ import annotations

import asyncio
import json
import sys

from bot.events import rsvp
from bot.events.queries import find_event
from bot.events.rules import Choice, Event
from tests.kit.meetings import Meetings, meetings_on


async def press(url: str, event_id: int, people: range) -> int:
    meetings = meetings_on(url)
    try:
        community = meetings.community_id
        await meetings.hub.events.show(community, event_id)
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        answers = await asyncio.gather(*(one(meetings, event_id, person) for person in people))
        return sum(answers)
    finally:
        await meetings.hub.close()


async def one(meetings: Meetings, event_id: int, person: int) -> bool:
    event: Event = await meetings.hub.events.show(meetings.community_id, event_id)
    answered = await meetings.answer(event, 1000 + person, Choice.VENUE)
    return answered.mine.confirmed is not None


def main(url: str, event_id: str, each: str, *rest: str) -> None:
    if "--without-lock" in rest:
        rsvp.lock_event = find_event
    first = int(rest[-1])
    print(json.dumps(asyncio.run(press(url, int(event_id), range(first, first + int(each))))))


if __name__ == "__main__":
    main(*sys.argv[1:])
