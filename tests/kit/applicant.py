"""A process of its own that applies for a whole course for many people at once; run by the test of the rush.

Says ``ready``; then, for every line ``<course id> locked`` or ``<course id> unlocked``, applies for all its
people together and says ``done``. ``unlocked`` is the negative control: the same service without its locks.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.exc import DBAPIError

from bot.db import Tx
from bot.events.rules import Mode
from bot.events.standing import take_locks
from bot.series import courses
from tests.kit.meetings import Meetings, meetings_on

FRIDAY = datetime(2026, 11, 27, 3, tzinfo=UTC)
"""12:00 in Tokyo, when the courses of the test are announced."""


async def no_locks(_tx: Tx, _event_ids: Sequence[int]) -> None:
    """What the service would be without `take_locks`."""


async def apply(meetings: Meetings, course_id: int, person: int, *, locked: bool) -> None:
    """One application; without locks the database itself may end it."""
    try:
        await meetings.hub.courses.apply(
            meetings.community_id, person, f"参加者{person}", course_id, Mode.VENUE
        )
    except DBAPIError:
        if locked:
            raise


async def serve(url: str, people: range) -> None:
    meetings = meetings_on(url, FRIDAY)
    try:
        print("ready", flush=True)
        while order := await asyncio.to_thread(sys.stdin.readline):
            course_id, lock = order.split()
            locked = lock == "locked"
            courses.take_locks = take_locks if locked else no_locks
            await asyncio.gather(*(apply(meetings, int(course_id), who, locked=locked) for who in people))
            print("done", flush=True)
    finally:
        await meetings.hub.close()


if __name__ == "__main__":
    first, count = int(sys.argv[2]), int(sys.argv[3])
    asyncio.run(serve(sys.argv[1], range(first, first + count)))
