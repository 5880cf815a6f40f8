"""Use cases of those who come: check in with the digits, or come without having applied."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.attendance.noting import (
    code_of,
    count_try,
    has_come,
    note,
    open_ways,
    take_seat,
    tries_of,
)
from bot.attendance.rules import (
    MOST_TRIES,
    CheckedIn,
    CheckInNotStarted,
    How,
    NoSeatForWalkIn,
    StillWaiting,
    check_time,
    is_same_code,
    wrong,
)
from bot.clock import Clock
from bot.db import Database, Tx, tried_again
from bot.errors import UserError
from bot.events.rsvp import Rsvps, check_visible
from bot.events.rules import Event, Mode, NoSuchEvent, Place
from bot.events.standing import Look, look, take_lock
from bot.events.views import event_view, load_view
from bot.members.service import Members


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who presses: their account, the name they show, and what they may."""

    discord_user_id: int
    display_name: str | None
    role_ids: Collection[int] = ()
    is_staff: bool = False


class CheckIns:
    """Checking in by oneself."""

    def __init__(self, db: Database, clock: Clock, members: Members, rsvps: Rsvps) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._rsvps = rsvps

    async def ask(self, community_id: int, event_id: int, *, is_staff: bool = False) -> Event:
        """The meeting, if digits for it may be entered now.

        Raises `NoSuchEvent`, `EventWasCancelled`, `CheckInNotYet` or `CheckInOver`, before anything is typed.
        """
        async with self._db.glancing() as tx:
            event = await load_view(tx, community_id, event_id)
        _check(event, self._clock(), is_staff=is_staff)
        return event

    @tried_again
    async def check_in(self, community_id: int, who: Visitor, event_id: int, code: str) -> CheckedIn:
        """Note somebody with a seat as there; whoever did not apply is told how they may come all the same.

        Raises what `ask` raises, `CheckInNotStarted`, `WrongDigits`, `NoTriesLeft` or `StillWaiting`.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            seen, member_id, refusal = await self._enter(tx, community_id, who, event_id, code, now)
            if refusal is None:
                return await self._note(tx, seen, who, member_id, now)
        raise refusal  # afterwards: the try is counted

    @tried_again
    async def walk_in(
        self, community_id: int, who: Visitor, event_id: int, mode: Mode, code: str
    ) -> CheckedIn:
        """Come without having applied, where a seat is free. Raises `NoSeatForWalkIn` too."""
        now = self._clock()
        async with self._db.transaction() as tx:
            seen, member_id, refusal = await self._enter(tx, community_id, who, event_id, code, now)
            if refusal is None:
                done = await self._note(tx, seen, who, member_id, now)
                if done.mode is not None:
                    return done
                if mode not in done.ways or not await take_seat(
                    tx, self._rsvps, seen.event, member_id, mode, now
                ):
                    raise NoSeatForWalkIn(title=done.event.title)
                await note(tx, event_id, member_id, mode, How.WALK_IN, now)
                return CheckedIn(done.event, mode)
        raise refusal

    async def _enter(
        self, tx: Tx, community_id: int, who: Visitor, event_id: int, code: str, now: datetime
    ) -> tuple[Look, int, UserError | None]:
        """Read and compare; a refusal is handed back, so that a wrong try is not forgotten with it."""
        await take_lock(tx, event_id)
        seen = await look(tx, community_id, event_id, who.discord_user_id)
        event = event_view(seen.event, seen.standing.seats)
        check_visible(seen.event, is_staff=who.is_staff)
        check_time(event, now)
        right = await code_of(tx, event_id)
        if right is None:
            raise CheckInNotStarted(title=event.title)
        member = await self._members.ensure(tx, community_id, who.discord_user_id, who.display_name)
        tries = await tries_of(tx, event_id, member.id)
        if tries >= MOST_TRIES:
            return seen, member.id, wrong(event, tries)
        if not is_same_code(right, code):
            await count_try(tx, event_id, member.id)
            return seen, member.id, wrong(event, tries + 1)
        return seen, member.id, None

    async def _note(self, tx: Tx, seen: Look, who: Visitor, member_id: int, now: datetime) -> CheckedIn:
        event_id, mine = seen.event.row.id, seen.standing.mine
        event = event_view(seen.event, seen.standing.seats)
        if (before := await has_come(tx, event_id, member_id)) is not None:
            return CheckedIn(event, before, again=True)
        seats = [mode for mode, place in mine.items() if place is Place.CONFIRMED]
        if seats:
            await note(tx, event_id, member_id, seats[0], How.CODE, now, people=seen.party)
            return CheckedIn(event, seats[0])
        if {Place.WAITLISTED, Place.REQUESTED} & set(mine.values()):
            raise StillWaiting(title=event.title)
        first_come = seen.event.terms.is_first_come(now)
        free = [
            mode
            for mode, of_mode in seen.standing.seats.items()
            if (left := of_mode.empty if first_come else of_mode.free) is None or left > 0
        ]
        ways = open_ways(free, seen.event, who.role_ids)
        if not ways:
            raise NoSeatForWalkIn(title=event.title)
        return CheckedIn(event, None, ways=ways)


def _check(event: Event, now: datetime, *, is_staff: bool) -> None:
    if event.is_rehearsal and not is_staff:
        raise NoSuchEvent
    check_time(event, now)
