"""Use cases of staff at the door: start check-in, tap names, let people in, count heads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update

from bot.attendance.counts import Count, counts_of
from bot.attendance.heads import counted_in, write_counted
from bot.attendance.models import AttendanceRow, CheckInRow
from bot.attendance.noting import code_of, new_digits, note, take_seat
from bot.attendance.roll import roll_of
from bot.attendance.rules import How, Present, check_begun, check_elsewhere, check_time
from bot.clock import Clock
from bot.db import Database, Tx, insert_into
from bot.events.on_behalf import Account, Guest
from bot.events.roster import person_of
from bot.events.rsvp import Rsvps
from bot.events.rules import Event, Mode, ModeNotOffered, NamesHidden, NamesShown
from bot.events.standing import LockedEvent, find_event, lock_event
from bot.events.views import event_view, load_view
from bot.members.models import MemberRow
from bot.members.service import Members


@dataclass(frozen=True, slots=True)
class Panel:
    """Check-in as staff see it; ``code`` is None until it is started. ``seated``: people with a seat."""

    event: Event
    code: str | None
    count: Count

    @property
    def seated(self) -> int:
        return sum(seats.taken for seats in self.event.seats.values())


@dataclass(frozen=True, slots=True)
class LetIn:
    """``is_full``: nothing was changed, because no seat is free; staff are asked."""

    event: Event
    is_full: bool = False


class CheckInDesk:
    """What staff do at the door."""

    def __init__(self, db: Database, clock: Clock, members: Members, rsvps: Rsvps) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._rsvps = rsvps

    async def panel(self, community_id: int, event_id: int) -> Panel:
        """As it is now. Raises `NoSuchEvent`, `EventWasCancelled` or `CheckInNotYet`."""
        async with self._db.reading() as tx:
            return await self._panel(tx, community_id, event_id)

    async def start(self, community_id: int, event_id: int, *, anew: bool = False) -> Panel:
        """The digits to show in the room; those of before, unless ``anew``. Raises `CheckInOver` too."""
        now = self._clock()
        async with self._db.transaction() as tx:
            event = event_view(await lock_event(tx, community_id, event_id), {})
            check_time(event, now)
            await tx.execute(
                insert_into(tx.dialect.name, CheckInRow)
                .values(event_id=event_id, code=new_digits(), opened_at=now)
                .on_conflict_do_nothing(index_elements=["event_id"])
            )
            if anew:
                await tx.execute(
                    update(CheckInRow).where(CheckInRow.event_id == event_id).values(code=new_digits())
                )
            return await self._panel(tx, community_id, event_id)

    async def roll(self, community_id: int, event_id: int) -> tuple[Event, tuple[Present, ...]]:
        """Everybody with a place, and whoever is there. Raises `NamesHidden` where nobody sees names."""
        async with self._db.reading() as tx:
            event = await find_event(tx, community_id, event_id)
            _check_named(event, self._clock())
            return event_view(event, {}), tuple(await roll_of(tx, event_id))

    async def mark(
        self,
        community_id: int,
        actor: Account,
        event_id: int,
        *,
        came: Collection[int],
        absent: Collection[int] = (),
    ) -> int:
        """Note these members as there and those as not; how many were changed. Others are left alone."""
        now = self._clock()
        async with self._db.transaction() as tx:
            event = await lock_event(tx, community_id, event_id)
            _check_named(event, now)
            listed = {each.member_id: each for each in await roll_of(tx, event_id)}
            by = await self._members.ensure(tx, community_id, actor.discord_user_id, actor.display_name)
            arrived = [listed[i] for i in came if i in listed and not (listed[i].came or listed[i].waits)]
            for each in arrived:
                party = (await person_of(tx, event, each.member_id)).party
                await note(
                    tx, event_id, each.member_id, each.mode, How.STAFF, now, people=party, noted_by_id=by.id
                )
            gone = await tx.execute(
                delete(AttendanceRow).where(
                    AttendanceRow.event_id == event_id, AttendanceRow.member_id.in_(absent)
                )
            )
        return len(arrived) + gone.rowcount

    async def admit(
        self,
        community_id: int,
        actor: Account,
        event_id: int,
        member_id: int,
        mode: Mode,
        *,
        over_capacity: bool = False,
    ) -> LetIn:
        """A seat for somebody who waits or applied, and they are there. Raises `NobodyThere`."""
        now = self._clock()
        async with self._db.transaction() as tx:
            event = await self._open(tx, community_id, event_id, mode, now)
            person = await person_of(tx, event, member_id)
            return await self._let_in(
                tx, event, actor, member_id, mode, now, party=person.party, over_capacity=over_capacity
            )

    async def welcome(
        self,
        community_id: int,
        actor: Account,
        event_id: int,
        who: Account | Guest,
        mode: Mode,
        *,
        over_capacity: bool = False,
    ) -> LetIn:
        """Somebody who came without having applied, with or without Discord."""
        now = self._clock()
        async with self._db.transaction() as tx:
            event = await self._open(tx, community_id, event_id, mode, now)
            if isinstance(who, Account):
                member = await self._members.ensure(tx, community_id, who.discord_user_id, who.display_name)
            else:
                member = await self._members.add_guest(
                    tx,
                    community_id,
                    name=who.name,
                    sector=who.sector,
                    from_elsewhere=who.from_elsewhere,
                )
            done = await self._let_in(
                tx, event, actor, member.id, mode, now, party=1, over_capacity=over_capacity
            )
            if done.is_full and isinstance(who, Guest):
                await tx.execute(delete(MemberRow).where(MemberRow.id == member.id))
            return done

    async def _let_in(
        self,
        tx: Tx,
        event: LockedEvent,
        actor: Account,
        member_id: int,
        mode: Mode,
        now: datetime,
        *,
        party: int,
        over_capacity: bool,
    ) -> LetIn:
        community_id, event_id = event.row.community_id, event.row.id
        by = await self._members.ensure(tx, community_id, actor.discord_user_id, actor.display_name)
        seated = await take_seat(
            tx,
            self._rsvps,
            event,
            member_id,
            mode,
            now,
            party=party,
            over_capacity=over_capacity,
            actor_id=by.id,
        )
        if seated:
            await note(tx, event_id, member_id, mode, How.WALK_IN, now, people=party, noted_by_id=by.id)
        return LetIn(await load_view(tx, community_id, event_id), is_full=not seated)

    async def counted(self, community_id: int, event_id: int, mode: Mode) -> tuple[Event, Count]:
        """What was counted in the room so far, without those who are known by name."""
        async with self._db.reading() as tx:
            event = await load_view(tx, community_id, event_id)
            check_begun(event, self._clock())
            return event, await counted_in(tx, event_id, mode)

    async def count_heads(
        self, community_id: int, event_id: int, mode: Mode, people: Mapping[str, int], elsewhere: int
    ) -> Panel:
        """Put these numbers in the place of those counted before. Raises `TooManyFromElsewhere`."""
        check_elsewhere(sum(people.values()), elsewhere)
        async with self._db.transaction() as tx:
            event = await lock_event(tx, community_id, event_id)
            if mode not in event.modes:
                raise ModeNotOffered(title=event.row.title)
            check_begun(event_view(event, {}), self._clock())
            await write_counted(tx, event_id, mode, people, elsewhere)
            return await self._panel(tx, community_id, event_id)

    async def _open(self, tx: Tx, community_id: int, event_id: int, mode: Mode, now: datetime) -> LockedEvent:
        event = await lock_event(tx, community_id, event_id)
        _check_named(event, now)
        if mode not in event.modes:
            raise ModeNotOffered(title=event.row.title)
        return event

    async def _panel(self, tx: Tx, community_id: int, event_id: int) -> Panel:
        event = await load_view(tx, community_id, event_id)
        check_begun(event, self._clock())
        count = (await counts_of(tx, [event_id])).get(event_id, Count())
        return Panel(event, await code_of(tx, event_id), count)


def _check_named(event: LockedEvent, now: datetime) -> None:
    check_begun(event_view(event, {}), now)
    if event.row.names_shown == NamesShown.NOBODY.value:
        raise NamesHidden(title=event.row.title)
