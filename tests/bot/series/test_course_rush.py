"""Two hundred people apply for a whole course at once: no seat is sold twice, and nobody is left half done.

The negative controls take the lock away, or its order: then seats are sold twice, or two presses wait for
each other.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from itertools import pairwise

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.events.models import RsvpRow
from bot.events.rules import Event, Mode
from bot.events.standing import take_locks
from tests.bot.series.room import Room, room_on
from tests.bot.series.test_courses import announce, seated, waiting
from tests.kit.both import ON_BOTH_ALWAYS

SEATS, PEOPLE, SESSIONS = 20, 200, 6
FEWER = 7
"""Seats of the second session."""


async def rush(room: Room, people: range) -> None:
    here = room.community_id
    await asyncio.gather(
        *(room.hub.courses.apply(here, person, f"参加者{person}", 1, Mode.VENUE) for person in people)
    )


async def check_whole(room: Room, events: list[Event], people: int) -> None:
    """Everybody stands once in every session, and in the same order; the small one differs."""
    seats, lines = await seated(room, events), await waiting(room, events)
    assert [len(each) for each in seats] == [SEATS, FEWER, *[SEATS] * (SESSIONS - 2)]
    orders = [seat + line for seat, line in zip(seats, lines, strict=True)]
    assert all(len(set(order)) == people for order in orders)
    assert all(one == other for one, other in pairwise(orders))


@ON_BOTH_ALWAYS
@pytest.mark.long
async def test_two_hundred_apply_for_six_sessions_at_once(room: Room) -> None:
    events = await announce(room, seats=f"{SEATS}席", second=f"小会議室 / {FEWER}席", sessions=6, priority="")
    await rush(room, range(PEOPLE))
    await check_whole(room, events, PEOPLE)


@ON_BOTH_ALWAYS
@pytest.mark.long
async def test_two_hundred_applications_are_decided_in_one_step(room: Room) -> None:
    events = await announce(room, seats=f"{SEATS}席", second=f"小会議室 / {FEWER}席", sessions=6)
    await rush(room, range(PEOPLE))
    assert await seated(room, events) == [[]] * SESSIONS
    room.go_to("2026-12-01")
    assert await room.hub.course_decisions.run() == 1
    await check_whole(room, events, PEOPLE)
    told = await room.planned("course.decided")
    assert len(told) == len({person for person, _args in told}) == PEOPLE
    assert await room.count(RsvpRow) == PEOPLE * SESSIONS


# --- PostgreSQL: one process proves no lock, so several apply at once

PROCESSES, EACH = 4, 12
TRIES = 5


class Applicants:
    """Four processes, each with twelve people of its own."""

    def __init__(self, url: str) -> None:
        command = [sys.executable, "-m", "tests.kit.applicant", url]
        self._all = [
            subprocess.Popen(
                [*command, str(1000 + number * EACH), str(EACH)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number in range(PROCESSES)
        ]
        for each in self._all:
            assert self._says(each) == "ready"

    def rush(self, course_id: int, lock: str) -> None:
        """Everybody applies at once."""
        for each in self._all:
            assert each.stdin is not None
            each.stdin.write(f"{course_id} {lock}\n")
            each.stdin.flush()
        for each in self._all:
            assert self._says(each) == "done"

    @staticmethod
    def _says(each: subprocess.Popen[str]) -> str:
        assert each.stdout is not None
        return each.stdout.readline().strip()

    def end(self) -> None:
        for each in self._all:
            each.communicate()
            assert each.returncode == 0


@pytest.mark.long
async def test_four_processes_on_postgresql_sell_no_seat_twice(postgres_url: str) -> None:
    """Exactly twenty with the locks; without them (the control) some seat is soon sold twice."""
    room = room_on(postgres_url)
    applicants = await asyncio.to_thread(Applicants, postgres_url)
    try:
        await room.set_up()
        events = await announce(
            room, seats=f"{SEATS}席", second=f"小会議室 / {FEWER}席", sessions=6, priority=""
        )
        await asyncio.to_thread(applicants.rush, 1, "locked")
        await check_whole(room, events, PROCESSES * EACH)
        most = 0
        for course_id in range(2, 2 + TRIES):
            events = await announce(
                room, seats=f"{SEATS}席", second=f"小会議室 / {FEWER}席", sessions=6, priority=""
            )
            await asyncio.to_thread(applicants.rush, course_id, "unlocked")
            most = max(most, *(len(each) for each in await seated(room, events)))
            if most > SEATS:
                break
        assert most > SEATS, "without the locks nothing was sold twice: this test has no teeth"
    finally:
        await asyncio.to_thread(applicants.end)
        await room.hub.close()


@pytest.mark.long
async def test_control_two_who_lock_in_other_orders_wait_for_each_other(postgres_url: str) -> None:
    """The order of `take_locks` is what keeps two applications apart; the other way round is a deadlock."""
    room = room_on(postgres_url)
    try:
        await room.set_up()
        first, second = [event.id for event in await announce(room, sessions=2, priority="")]

        async def locks(order: tuple[int, int], both: asyncio.Barrier) -> None:
            async with room.hub.db.transaction() as tx:
                for place, event_id in enumerate(order):
                    if place == 1:
                        await both.wait()
                    await tx.execute(
                        text("SELECT id FROM events WHERE id = :id FOR UPDATE"), {"id": event_id}
                    )

        async def sorted_locks(order: tuple[int, int]) -> None:
            async with room.hub.db.transaction() as tx:
                await take_locks(tx, order)
                await tx.execute(text("SELECT pg_sleep(0.01)"))

        await asyncio.gather(*(sorted_locks(order) for order in [(first, second), (second, first)] * 10))
        both = asyncio.Barrier(2)
        crossed = await asyncio.gather(
            locks((first, second), both), locks((second, first), both), return_exceptions=True
        )
        assert [isinstance(each, DBAPIError) for each in crossed].count(True) == 1
    finally:
        await room.hub.close()
