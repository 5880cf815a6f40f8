"""Use cases of staff who act for others: add, move, remove, accept, refuse. All of it is in the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.clock import Clock
from bot.db import Database, Tx
from bot.events.places import Cause, keep_answer, write_moves
from bot.events.roster import Person, person_of
from bot.events.rsvp import Rsvps
from bot.events.rules import Choice, Event, Mode, ModeNotOffered, Place, check_open, subject_of
from bot.events.seats import Decision, Move, seat_or_line
from bot.events.standing import LockedEvent, Standing, lock_event, standing
from bot.events.telling import plan_reminders, tell_by_staff
from bot.events.terms import NobodyThere, check_companions
from bot.events.views import event_view, load_view
from bot.mailing import guests
from bot.members.rules import Sector
from bot.members.service import Members
from bot.outbox import reaching
from bot.outbox.service import Outbox


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody with Discord: their user id and the name they show here."""

    discord_user_id: int
    display_name: str | None


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without Discord, as staff write them down."""

    name: str
    sector: Sector | None = None
    from_elsewhere: bool | None = None
    mail_address: str | None = None


class WhenFull(StrEnum):
    """What becomes of somebody for whom no seat is free."""

    ASK = "ask"
    QUEUE = "queue"
    EXCEED = "exceed"


class Act(StrEnum):
    """What staff did; the words of the notice to the person."""

    ADDED = "added"
    MOVED = "moved"
    REMOVED = "removed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Placed:
    """The result of an act. ``is_full``: nothing was changed, because no seat is free; staff are asked.

    ``person`` is None while somebody new was not added yet. ``is_told``: a notice is on its way to them.
    """

    event: Event
    person: Person | None
    is_full: bool = False
    is_told: bool = False


class OnBehalf:
    """Acts of staff on the places of others; deadline, roles and approval do not bind them."""

    def __init__(self, db: Database, clock: Clock, members: Members, rsvps: Rsvps, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._rsvps = rsvps
        self._outbox = outbox

    async def add(
        self,
        community_id: int,
        actor: Account,
        event_id: int,
        who: Account | Guest,
        mode: Mode,
        *,
        companions: int = 0,
        when_full: WhenFull = WhenFull.ASK,
    ) -> Placed:
        """Sign somebody up. Raises `ModeNotOffered`, `TooManyCompanions` or what a closed meeting says.

        Somebody who has a place already is moved to this mode.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            event = await self.open_in(tx, community_id, event_id, now)
            check_companions(event.row.title, event.terms, companions)
            check_offered(event, mode)
            party = 1 + companions
            if when_full is WhenFull.ASK and _is_full(
                event, (await standing(tx, event, None)), mode, party, now
            ):
                return Placed(event_view(event, (await standing(tx, event, None)).seats), None, is_full=True)
            member_id = await self._member(tx, community_id, who)
            return await self.place_in(
                tx, event, actor, member_id, mode, Act.ADDED, party=party, when_full=when_full, now=now
            )

    async def move(
        self,
        community_id: int,
        actor: Account,
        event_id: int,
        member_id: int,
        mode: Mode,
        *,
        when_full: WhenFull = WhenFull.ASK,
    ) -> Placed:
        """Give somebody a place in this mode instead, or a seat where they wait. Raises `NobodyThere`."""
        return await self._replace(community_id, actor, event_id, member_id, mode, Act.MOVED, when_full)

    async def accept(
        self,
        community_id: int,
        actor: Account,
        event_id: int,
        member_id: int,
        mode: Mode,
        *,
        when_full: WhenFull = WhenFull.QUEUE,
    ) -> Placed:
        """Say yes to an application: a seat, or the end of the line when all are taken."""
        return await self._replace(community_id, actor, event_id, member_id, mode, Act.ACCEPTED, when_full)

    async def remove(self, community_id: int, actor: Account, event_id: int, member_id: int) -> Placed:
        """Take all places of somebody back; the next in line moves up."""
        return await self._take_back(community_id, actor, event_id, member_id, Act.REMOVED)

    async def refuse(self, community_id: int, actor: Account, event_id: int, member_id: int) -> Placed:
        """Say no to an application; a place in the other mode stays."""
        return await self._take_back(community_id, actor, event_id, member_id, Act.REFUSED)

    async def _replace(
        self,
        community_id: int,
        actor: Account,
        event_id: int,
        member_id: int,
        mode: Mode,
        act: Act,
        when_full: WhenFull,
    ) -> Placed:
        now = self._clock()
        async with self._db.transaction() as tx:
            event = await self.open_in(tx, community_id, event_id, now)
            check_offered(event, mode)
            person = await person_of(tx, event, member_id)
            stand = await standing(tx, event, member_id)
            if act is Act.ACCEPTED and stand.mine.get(mode) is not Place.REQUESTED:
                raise NobodyThere
            has_seat = stand.mine.get(mode) is Place.CONFIRMED
            if when_full is WhenFull.ASK and not has_seat and _is_full(event, stand, mode, person.party, now):
                return Placed(event_view(event, stand.seats), person, is_full=True)
            return await self.place_in(
                tx, event, actor, member_id, mode, act, party=person.party, when_full=when_full, now=now
            )

    async def place_in(
        self,
        tx: Tx,
        event: LockedEvent,
        actor: Account,
        member_id: int,
        mode: Mode,
        act: Act,
        *,
        party: int,
        when_full: WhenFull,
        now: datetime,
    ) -> Placed:
        """Inside somebody's transaction: a seat, or what ``when_full`` says."""
        stand = await standing(tx, event, member_id)
        decision = seat_or_line(
            mode,
            stand.seats[mode],
            stand.mine,
            party=party,
            first_come=event.terms.is_first_come(now),
            over_capacity=when_full is WhenFull.EXCEED,
        )
        if stand.mine.get(mode) is Place.CONFIRMED:
            decision = Decision(())
        choice = Choice(mode.value)
        await keep_answer(tx, event.row.id, member_id, choice, now, companions=party - 1)
        told = await self._write(tx, event, actor, member_id, decision.moves, act, party, now)
        person = await person_of(tx, event, member_id)
        if await reaching.may_be_told_one_day(tx, member_id, has_mail=self._outbox.kinds.has_mail):
            await plan_reminders(self._outbox, tx, event, member_id, choice, now)
        return Placed(await load_view(tx, event.row.community_id, event.row.id), person, is_told=told)

    async def _take_back(
        self, community_id: int, actor: Account, event_id: int, member_id: int, act: Act
    ) -> Placed:
        now = self._clock()
        async with self._db.transaction() as tx:
            event = await self.open_in(tx, community_id, event_id, now)
            return await self.take_back_in(tx, event, actor, member_id, act, now)

    async def take_back_in(
        self, tx: Tx, event: LockedEvent, actor: Account, member_id: int, act: Act, now: datetime
    ) -> Placed:
        """The same inside somebody's transaction; raises `NobodyThere` where there is nothing to take."""
        event_id = event.row.id
        person = await person_of(tx, event, member_id)
        taken = (Place.REQUESTED,) if act is Act.REFUSED else (*Place,)
        mine = (await standing(tx, event, member_id)).mine
        moves = [
            Move(mode, place, Place.CANCELLED)
            for mode, place in mine.items()
            if place in taken and place is not Place.CANCELLED
        ]
        if not moves:
            raise NobodyThere
        stays = [m for m, place in mine.items() if place is not Place.CANCELLED and place not in taken]
        choice = Choice(stays[0].value) if stays else Choice.DECLINED
        companions = person.party - 1 if stays else 0
        await keep_answer(tx, event_id, member_id, choice, now, companions=companions)
        if not stays:
            subject = subject_of(event_id)
            await self._outbox.cancel_planned(tx, now=now, subject=subject, member_id=member_id)
        told = await self._write(tx, event, actor, member_id, moves, act, person.party, now)
        return Placed(await load_view(tx, event.row.community_id, event_id), person, is_told=told)

    async def _write(
        self,
        tx: Tx,
        event: LockedEvent,
        actor: Account,
        member_id: int,
        moves: Sequence[Move],
        act: Act,
        party: int,
        now: datetime,
    ) -> bool:
        """The steps, what follows for the line and the card, and the notice; whether there is one."""
        if not moves:
            return False
        by = await self._members.ensure(tx, event.row.community_id, actor.discord_user_id, actor.display_name)
        cause = {Act.ACCEPTED: Cause.ACCEPTED, Act.REFUSED: Cause.REFUSED}.get(act, Cause.STAFF)
        ticket = event.row.last_ticket + 1
        await write_moves(tx, event.row.id, member_id, moves, ticket, cause, now, party=party, actor_id=by.id)
        has_mail = self._outbox.kinds.has_mail
        told = by.id != member_id and await reaching.can_be_told(tx, member_id, has_mail=has_mail)
        if told:
            await tell_by_staff(self._outbox, tx, event, member_id, act.value, ticket, now)
        ticket = await self._rsvps.settle(tx, event, ticket, now)
        await self._rsvps.bring_up_to_date(tx, event, ticket)
        return told

    async def _member(self, tx: Tx, community_id: int, who: Account | Guest) -> int:
        if isinstance(who, Account):
            member = await self._members.ensure(tx, community_id, who.discord_user_id, who.display_name)
        else:
            member = await self._members.add_guest(
                tx,
                community_id,
                name=who.name,
                sector=who.sector,
                from_elsewhere=who.from_elsewhere,
                mail_address=who.mail_address,
            )
            if who.mail_address is not None:
                await guests.ask(self._outbox, tx, community_id, member.id, self._clock())
        return member.id

    async def open_in(self, tx: Tx, community_id: int, event_id: int, now: datetime) -> LockedEvent:
        """The meeting, locked; raises what a closed, cancelled or unknown one says."""
        event = await lock_event(tx, community_id, event_id)
        check_open(event_view(event, {}), now)
        return event


def check_offered(event: LockedEvent, mode: Mode) -> None:
    """Raises `ModeNotOffered`."""
    if mode not in event.modes:
        raise ModeNotOffered(title=event.row.title)


def _is_full(event: LockedEvent, stand: Standing, mode: Mode, party: int, now: datetime) -> bool:
    seats = stand.seats[mode]
    free = seats.empty if event.terms.is_first_come(now) else seats.free
    return free is not None and free < party
