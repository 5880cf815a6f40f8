"""Use cases of those who come: answer, look, be mentioned or not. One method is one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.clock import Clock
from bot.db import Database, Tx, tried_again
from bot.events import seats as seating
from bot.events.admission import check_answerable, check_applies, check_visible
from bot.events.cards import touch_card
from bot.events.models import AnswerRow, EventRow
from bot.events.places import Cause, keep_answer, line_of, write_moves
from bot.events.receipts import plan_receipt
from bot.events.rules import (
    Answered,
    Choice,
    EventState,
    Mode,
    Personal,
    Place,
)
from bot.events.standing import LockedEvent, Look, look, standing, take_lock
from bot.events.telling import offer_fewer, plan_line_stopped, plan_reminders, tell_promoted
from bot.events.views import personal
from bot.members.models import MemberRow
from bot.members.service import Members
from bot.outbox.service import Outbox

_REVISE = (
    update(EventRow)
    .where(EventRow.id == bindparam("event_id"))
    .values(revision=bindparam("new_revision"), last_ticket=bindparam("new_ticket"))
)


class Rsvps:
    """Answers of people to meetings."""

    def __init__(self, db: Database, clock: Clock, members: Members, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._outbox = outbox

    @tried_again
    async def rsvp(
        self,
        community_id: int,
        discord_user_id: int,
        display_name: str | None,
        event_id: int,
        choice: Choice,
        *,
        sure: bool = False,
        is_staff: bool = False,
        role_ids: Collection[int] = (),
    ) -> Answered:
        """Answer a meeting: a seat if one is free and nobody waits, else the end of the line.

        Where the office decides, or a course still collects, the answer is an application first. The same
        answer twice changes nothing. Giving up a confirmed seat that others wait for changes nothing either
        until ``sure``: the result then says which seat it would be. Raises the `UserError` of a closed,
        cancelled or unknown meeting, of its deadline or its roles; a rehearsal is unknown to all but staff.
        """
        async with self._db.transaction() as tx:
            await take_lock(tx, event_id)
            return await self.rsvp_in(
                tx,
                community_id,
                discord_user_id,
                display_name,
                event_id,
                choice,
                sure=sure,
                is_staff=is_staff,
                role_ids=role_ids,
            )

    async def rsvp_in(
        self,
        tx: Tx,
        community_id: int,
        discord_user_id: int,
        display_name: str | None,
        event_id: int,
        choice: Choice,
        *,
        sure: bool = False,
        is_staff: bool = False,
        role_ids: Collection[int] = (),
    ) -> Answered:
        """The same inside somebody's transaction, who holds the lock; whatever it raises changed nothing."""
        now = self._clock()
        seen = await look(tx, community_id, event_id, discord_user_id)
        check_answerable(seen, choice, now, is_staff=is_staff)
        stand, terms = seen.standing, seen.event.terms
        decision = seating.decide(
            choice,
            stand.seats,
            stand.mine,
            party=seen.party,
            collects=terms.collects,
            first_come=terms.is_first_come(now),
        )
        given_up = decision.gives_up
        if not decision.moves and seen.choice is choice:
            return Answered(mine=await view_of(tx, seen), changed=False)
        check_applies(seen, choice, role_ids, now)
        if given_up and not sure and stand.seats[given_up].waiting:
            return Answered(mine=await view_of(tx, seen), changed=False, asks_before_giving_up=given_up)
        asks_sector = seen.ask_sector and choice.mode is not None
        member_id = await self._known(
            tx, seen, community_id, discord_user_id, display_name, asks_sector=asks_sector
        )
        seen = await self._answer(tx, seen, member_id, choice, decision, now)
        mine = await view_of(tx, seen, choice)
        return Answered(mine=mine, changed=True, gave_up=given_up, ask_sector=asks_sector)

    async def _known(
        self,
        tx: Tx,
        seen: Look,
        community_id: int,
        discord_user_id: int,
        display_name: str | None,
        *,
        asks_sector: bool,
    ) -> int:
        """The member id; the row is only written when something about the person is new."""
        if seen.member_id is not None and seen.display_name == display_name and not asks_sector:
            return seen.member_id
        member = await self._members.ensure(
            tx, community_id, discord_user_id, display_name, asked_sector=asks_sector
        )
        return member.id

    async def _answer(
        self,
        tx: Tx,
        seen: Look,
        member_id: int,
        choice: Choice,
        decision: seating.Decision,
        now: datetime,
    ) -> Look:
        """Write the answer and all its consequences; what stands afterwards."""
        event, after, ticket = seen.event, seen.standing, seen.event.row.last_ticket
        companions = seen.companions if choice.mode else 0
        if seen.choice is not choice:
            await keep_answer(tx, event.row.id, member_id, choice, now, companions=companions)
        if decision.moves:
            ticket += 1
            await write_moves(
                tx, event.row.id, member_id, decision.moves, ticket, Cause.ANSWER, now, party=seen.party
            )
            after = after.after(decision.moves, ticket)
            if any(seating.may_promote(seats) for seats in after.seats.values()):
                ticket = await self.settle(tx, event, ticket, now)
                after = await standing(tx, event, member_id)
        revision = await self.bring_up_to_date(tx, event, ticket)
        await plan_reminders(self._outbox, tx, event, member_id, choice, now)
        if decision.moves:
            await plan_receipt(self._outbox, tx, event, member_id, revision, now)
        if Place.WAITLISTED in after.mine.values():
            await plan_line_stopped(self._outbox, tx, event, member_id, now)
        return Look(
            event=event.at_revision(revision),
            standing=replace(after, party=1 + companions),
            member_id=member_id,
            display_name=seen.display_name,
            wants_dm=seen.wants_dm,
            ask_sector=seen.ask_sector,
            choice=choice,
            mention_me=seen.mention_me,
        )

    async def settle(self, tx: Tx, event: LockedEvent, ticket: int, now: datetime) -> int:
        """Give free seats to those who wait, first come first served, until nothing moves.

        Called after every change to seats or capacity, under the event's lock. Being promoted in one
        mode frees what the person held in the other, which may promote somebody there. Nobody loses a
        seat here, and nobody is overtaken: a party for which there is no room stops its line and is asked
        whether fewer would come. Shortly before the start the line stands still. Returns the last ticket
        used.
        """
        if event.terms.is_first_come(now):
            return ticket
        while promoted := await self._next_in_line(tx, event, now):
            waiting, mode = promoted
            ticket += 1
            await self._promote(tx, event, waiting, mode, ticket, now)
        return ticket

    async def _next_in_line(
        self, tx: Tx, event: LockedEvent, now: datetime
    ) -> tuple[seating.Waiting, Mode] | None:
        stand = await standing(tx, event, None)
        for mode, seats in stand.seats.items():
            if seating.may_promote(seats):
                [first] = await line_of(tx, event.row.id, mode, limit=1)
                if seating.promotions(seats.capacity, seats.taken, [first]):
                    return first, mode
                await offer_fewer(self._outbox, tx, event, first, mode, seats.empty or 0, now)
        return None

    async def _promote(
        self,
        tx: Tx,
        event: LockedEvent,
        waiting: seating.Waiting,
        mode: Mode,
        ticket: int,
        now: datetime,
    ) -> None:
        member_id = waiting.member_id
        mine = (await standing(tx, event, member_id)).mine
        moves = [seating.Move(mode, Place.WAITLISTED, Place.CONFIRMED)]
        moves += [
            seating.Move(other, place, Place.CANCELLED)
            for other, place in mine.items()
            if other is not mode and place is not Place.CANCELLED
        ]
        await write_moves(
            tx, event.row.id, member_id, moves, ticket, Cause.PROMOTED, now, party=waiting.seats
        )
        await tell_promoted(self._outbox, tx, event, member_id, mode, ticket, now)

    async def bring_up_to_date(self, tx: Tx, event: LockedEvent, ticket: int) -> int:
        """Raise the event's revision, so that its card follows; the new revision."""
        revision = event.row.revision + 1
        await tx.execute(_REVISE, {"event_id": event.row.id, "new_revision": revision, "new_ticket": ticket})
        await touch_card(self._outbox, tx, event.row)
        return revision

    async def details(
        self, community_id: int, discord_user_id: int, event_id: int, *, is_staff: bool = False
    ) -> Personal:
        """My place, my link and what confirmed people are told, at any time."""
        async with self._db.reading() as tx:
            seen = await look(tx, community_id, event_id, discord_user_id)
            check_visible(seen.event, is_staff=is_staff)
            return await view_of(tx, seen)

    async def mine(self, community_id: int, discord_user_id: int) -> list[Personal]:
        """My answers to meetings that are not over, in order of their start."""
        query = (
            select(EventRow.id)
            .join(AnswerRow, AnswerRow.event_id == EventRow.id)
            .join(MemberRow, MemberRow.id == AnswerRow.member_id)
            .where(
                EventRow.community_id == community_id,
                EventRow.ends_at > self._clock(),
                EventRow.state == EventState.ANNOUNCED.value,
                MemberRow.community_id == community_id,
                MemberRow.discord_user_id == discord_user_id,
            )
            .order_by(EventRow.starts_at, EventRow.id)
            .limit(25)
        )
        async with self._db.reading() as tx:
            ids = (await tx.scalars(query)).all()
            return [
                await view_of(tx, await look(tx, community_id, event_id, discord_user_id)) for event_id in ids
            ]

    async def set_mention(
        self, community_id: int, discord_user_id: int, event_id: int, mention_me: bool
    ) -> Personal:
        """Be mentioned in the thread with reminders of this meeting, or not; only after an answer."""
        async with self._db.transaction() as tx:
            seen = await look(tx, community_id, event_id, discord_user_id)
            check_visible(seen.event, is_staff=seen.choice is not None)  # only staff can answer a rehearsal
            await tx.execute(
                update(AnswerRow)
                .where(AnswerRow.event_id == event_id, AnswerRow.member_id == seen.member_id)
                .values(mention_me=mention_me)
            )
            return await view_of(tx, await look(tx, community_id, event_id, discord_user_id))


async def view_of(tx: Tx, seen: Look, choice: Choice | None = None) -> Personal:
    """What somebody may see of their own part, from what was read already."""
    return await personal(
        tx,
        seen.event,
        seen.standing,
        choice=choice or seen.choice,
        mention_me=seen.mention_me,
        wants_dm=seen.wants_dm,
        companions=seen.companions,
    )
