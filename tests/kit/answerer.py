"""A process of its own in which many people say yes at once; run by the test of the double yes.

Says ``ready``; then, for every line ``<first suggestion> <count> locked`` or ``… unlocked``, lets whoever was
asked answer all of these suggestions together and says ``done``. ``unlocked`` is the negative control: the
same use case without its locks, and without thanking the others, for which PostgreSQL would let two of them wait
for each other until it ends one.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bot.db import Base, Tx
from bot.errors import UserError
from bot.members.models import MemberRow
from bot.probono import consenting, suggestion_queries
from bot.probono.models import OfferRow, SuggestionRow
from bot.probono.queries import lock
from bot.probono.rules import Actor
from bot.probono.states import SuggestionState
from tests.kit.meetings import COMMUNITY, Meetings, meetings_on

THANKS = consenting.thank_the_others
NOON = datetime(2026, 12, 1, 3, tzinfo=UTC)


async def no_lock(_tx: Tx, _table: type[Base], _row_id: int) -> None:
    """What the use case would be without `lock`."""


async def no_thanks(*_args: object) -> None:
    """The others are left as they are."""


async def askers(meetings: Meetings, first: int, count: int) -> list[tuple[int, int]]:
    """The suggestions of this range, and the account of whoever was asked."""
    query = (
        select(SuggestionRow.id, MemberRow.discord_user_id)
        .join(OfferRow, OfferRow.id == SuggestionRow.offer_id)
        .join(MemberRow, MemberRow.id == OfferRow.member_id)
        .where(SuggestionRow.id >= first, SuggestionRow.id < first + count)
    )
    async with meetings.hub.db.reading() as tx:
        return [(row.id, row.discord_user_id) for row in await tx.execute(query)]


async def say_yes(meetings: Meetings, suggestion_id: int, user_id: int, *, locked: bool) -> None:
    """One yes; a refusal is an answer, and without locks the database itself may end it."""
    try:
        with suppress(UserError):
            await meetings.hub.probono.asks.answer(
                COMMUNITY, suggestion_id, Actor(user_id, None), SuggestionState.YES
            )
    except DBAPIError:
        if locked:
            raise


async def serve(url: str) -> None:
    meetings = meetings_on(url, NOON)
    try:
        print("ready", flush=True)
        while order := await asyncio.to_thread(sys.stdin.readline):
            first, count, how = order.split()
            locked = how == "locked"
            suggestion_queries.lock = lock if locked else no_lock
            consenting.thank_the_others = THANKS if locked else no_thanks
            asked = await askers(meetings, int(first), int(count))
            await asyncio.gather(*(say_yes(meetings, *each, locked=locked) for each in asked))
            print("done", flush=True)
    finally:
        await meetings.hub.close()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
